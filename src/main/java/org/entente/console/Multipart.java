package org.entente.console;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/** Reads forms with files in them (RFC 7578): a file comes as it is, to the byte, which no text field does. Pure. */
final class Multipart {

    static final String MEDIA_TYPE = "multipart/form-data";

    private static final int PARTS_MAX = 100;

    private Multipart() {}

    /** @throws ProblemException 400 when it is no such form */
    static Form parse(byte[] body, String contentType) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        try {
            if (!HttpPostRequestDecoder.isMultipart(request)) {
                throw unreadable();
            }
            return read(request, body.length);
        } catch (IOException | DecoderException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static ProblemException unreadable() {
        return new ProblemException(ProblemType.BAD_REQUEST, "The form cannot be read.");
    }

    private static Form read(FullHttpRequest request, int bytes) throws IOException {
        // Nothing goes to the disk: the body is in memory already.
        HttpPostMultipartRequestDecoder decoder = new HttpPostMultipartRequestDecoder(
                new DefaultHttpDataFactory(false), request, StandardCharsets.UTF_8, PARTS_MAX, bytes + 1);
        try {
            Map<String, List<String>> fields = new HashMap<>();
            Map<String, Buffer> files = new HashMap<>();
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                if (part instanceof FileUpload file) {
                    files.put(file.getName(), Buffer.buffer(file.get()));
                } else if (part instanceof Attribute field) {
                    fields.computeIfAbsent(field.getName(), name -> new ArrayList<>())
                            .add(field.getValue());
                }
            }
            return new Form(fields, files);
        } finally {
            decoder.destroy();
        }
    }
}
