package org.entente.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Gzip that stops when the content grows beyond the limit, whatever its compressed size. Blocking, pure. */
final class BoundedGzip {

    private static final int CHUNK_BYTES = 64 << 10;

    private BoundedGzip() {}

    /**
     * The decoded content.
     *
     * @throws ProblemException 413 when it is larger than a body may be, 400 when it is not gzip
     */
    static Buffer decode(Buffer encoded, HttpSettings settings) {
        Buffer decoded = Buffer.buffer();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(encoded.getBytes()), CHUNK_BYTES)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (decoded.length() + (long) read > settings.bodyBytesMax()) {
                    throw RequestGuard.tooLarge(settings);
                }
                decoded.appendBytes(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "The body is not gzip, though Content-Encoding says so.");
        }
        return decoded;
    }
}
