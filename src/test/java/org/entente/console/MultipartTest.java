package org.entente.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.entente.http.ProblemException;
import org.junit.jupiter.api.Test;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=x";

    @Test
    void fileComesToTheByteAndFieldsBesideIt() {
        byte[] file = {'{', '\r', '\n', '\n', 0, (byte) 0xff, '}', '\r', '\n'};

        Form form = Multipart.parse(
                whole(field("token", "a\u00e9"), field("box", "1"), field("box", "2"), file("document", file)), TYPE);

        assertThat(form.file("document")).isEqualTo(file);
        assertThat(form.text("token")).isEqualTo("a\u00e9");
        assertThat(form.all("box")).isEqualTo(List.of("1", "2"));
        assertThat(form.file("nothing")).isEmpty();
    }

    @Test
    void whatIsNoSuchFormIsRefused() {
        byte[][] many = new byte[101][];
        Arrays.setAll(many, i -> field("a" + i, "b"));

        assertThatThrownBy(() -> Multipart.parse(whole(field("a", "b")), Multipart.MEDIA_TYPE))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> Multipart.parse(whole(many), TYPE)).isInstanceOf(ProblemException.class);
    }

    private static byte[] field(String name, String value) {
        return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] file(String name, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"a.json\"\r\nContent-Type: application/json", content);
    }

    private static byte[] part(String head, byte[] content) {
        return joined(
                ("--x\r\nContent-Disposition: form-data; " + head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                content,
                "\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] whole(byte[]... parts) {
        return joined(joined(parts), "--x--\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
