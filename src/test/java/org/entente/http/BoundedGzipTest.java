package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BoundedGzipTest {

    private static final HttpSettings AT_MOST_2000_BYTES = new BodyLimits(2000, 2000);

    private static Buffer gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    @Test
    void contentUpToTheLimitIsDecoded() throws IOException {
        byte[] content = new byte[2000];
        content[1999] = 7;

        assertThat(BoundedGzip.decode(gzip(content), AT_MOST_2000_BYTES).getBytes())
                .isEqualTo(content);
    }

    @Test
    void contentBeyondTheLimitIsRefused() throws IOException {
        Buffer packed = gzip(new byte[2001]);

        assertThatThrownBy(() -> BoundedGzip.decode(packed, AT_MOST_2000_BYTES))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.BODY_TOO_LARGE));
    }

    @Test
    void truncatedAndForeignContentIsRefused() throws IOException {
        Buffer packed = gzip(new byte[100]);

        for (Buffer broken :
                new Buffer[] {packed.getBuffer(0, packed.length() - 9), Buffer.buffer("{}"), Buffer.buffer()}) {
            assertThatThrownBy(() -> BoundedGzip.decode(broken, AT_MOST_2000_BYTES))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.BAD_REQUEST));
        }
    }
}
