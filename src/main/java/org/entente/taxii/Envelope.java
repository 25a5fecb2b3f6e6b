package org.entente.taxii;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.entente.release.Released;

/**
 * Writes a TAXII envelope (§3.7) around released objects. The objects go in as the bytes they were submitted as: reading
 * and writing them again could change a number, an escape or the order of keys, and with it what a signature or hash of the
 * submitter covers.
 */
final class Envelope {

    private Envelope() {}

    /**
     * @param next the sealed cursor of the next page, base64url; empty on the last page
     * @return {@code {}} when there is nothing to say
     */
    static byte[] of(List<Released> objects, Optional<String> next) {
        if (objects.isEmpty() && next.isEmpty()) {
            return ascii("{}");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(sizeOf(objects));
        out.writeBytes(ascii(
                next.map(cursor -> "{\"more\":true,\"next\":\"" + cursor + "\"").orElse("{\"more\":false")));
        for (int i = 0; i < objects.size(); i++) {
            out.writeBytes(ascii(i == 0 ? ",\"objects\":[" : ","));
            out.writeBytes(objects.get(i).content());
        }
        out.writeBytes(ascii(objects.isEmpty() ? "}" : "]}"));
        return out.toByteArray();
    }

    private static int sizeOf(List<Released> objects) {
        return Math.toIntExact(objects.stream()
                        .mapToLong(object -> object.content().length + 1L)
                        .sum()
                + 128);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
