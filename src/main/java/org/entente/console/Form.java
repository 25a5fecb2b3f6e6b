package org.entente.console;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/**
 * The fields of a form as a browser sends them.
 *
 * @param fields each with its values in order
 * @param files that were chosen, by the field
 */
public record Form(Map<String, List<String>> fields, Map<String, Buffer> files) {

    /** A form nobody has filled in. */
    public static final Form EMPTY = new Form(Map.of());

    private static final int FIELDS_MAX = 10_000;

    public Form {
        fields = Map.copyOf(fields);
        files = Map.copyOf(files);
    }

    /** One without files. */
    Form(Map<String, List<String>> fields) {
        this(fields, Map.of());
    }

    /** @throws ProblemException 400 when it is no form */
    static Form parse(byte[] body) {
        try {
            return new Form(new QueryStringDecoder(
                            new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, FIELDS_MAX)
                    .parameters());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "The form cannot be read.");
        }
    }

    /** The field's value, without blanks around it; empty where there is none. */
    public String text(String name) {
        List<String> values = all(name);
        // Browsers send line ends as mail does.
        return values.isEmpty() ? "" : values.get(0).replace("\r\n", "\n").strip();
    }

    /** What a field lists, apart by commas or blanks. */
    List<String> names(String name) {
        return Stream.of(text(name).split("[,\\s]+"))
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /** The field's value, or what stood there before where the form was not filled in. */
    public String text(String name, String otherwise) {
        return fields.containsKey(name) ? text(name) : otherwise;
    }

    /** All values of a field, such as of boxes that were ticked. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The bytes of a file; none where none was chosen. */
    byte[] file(String name) {
        return files.getOrDefault(name, Buffer.buffer()).getBytes();
    }

    /** Whether a box was ticked, or an option chosen. */
    public boolean has(String name, String value) {
        return all(name).contains(value);
    }
}
