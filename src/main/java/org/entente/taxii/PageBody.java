package org.entente.taxii;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.http.TaxiiMedia;
import org.entente.release.Released;
import org.entente.taxii.Selection.Endpoint;

/**
 * Writes pages piece by piece: the envelope (TAXII 2.1 §3.7), the manifest (§5.3.1) and the versions (§5.8.1). Objects go in as
 * the bytes they were submitted as: reading and writing them again could change a number, an escape or the order of keys, and
 * with it what a signature or hash of the submitter covers. Pure.
 *
 * <p>What else is written, ids, moments and the cursor in base64url, holds no character that JSON would escape.
 */
final class PageBody {

    private final Endpoint endpoint;

    PageBody(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A page all of whose objects are there; {@code {}} when there is nothing to say. */
    byte[] whole(ReleasedPage page) {
        if (page.isEmpty()) {
            return ascii("{}");
        }
        if (page.objects().isEmpty()) {
            return ascii(flags(page.next()) + "}");
        }
        List<byte[]> items = page.objects().stream().map(this::item).toList();
        byte[] opening = opening(page.next());
        byte[] closing = closing();
        long size = (long) opening.length + closing.length + items.size() - 1;
        size += items.stream().mapToLong(item -> item.length).sum();
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).put(opening);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.put((byte) ',');
            }
            out.put(items.get(i));
        }
        return out.put(closing).array();
    }

    /** What comes before the first of one or more items. */
    byte[] opening(Optional<String> next) {
        return ascii(flags(next) + (endpoint == Endpoint.VERSIONS ? ",\"versions\":[" : ",\"objects\":["));
    }

    private static String flags(Optional<String> next) {
        return next.map(cursor -> "{\"more\":true,\"next\":\"" + cursor + "\"").orElse("{\"more\":false");
    }

    /** One item; between two there is a comma. */
    byte[] item(Released object) {
        return switch (endpoint) {
            case OBJECTS, OBJECT -> object.content();
            case MANIFEST ->
                ascii("{\"id\":\"" + object.id() + "\",\"date_added\":\""
                        + TaxiiTime.format(object.dateAdded()) + "\",\"version\":\""
                        + TaxiiTime.format(versionOf(object))
                        + "\",\"media_type\":\"" + TaxiiMedia.STIX + "\"}");
            case VERSIONS -> ascii("\"" + TaxiiTime.format(versionOf(object)) + "\"");
        };
    }

    /** An object without versions has the moment it was added in place of one (§3.4). */
    private static Instant versionOf(Released object) {
        return object.versioned() ? object.version() : object.dateAdded();
    }

    byte[] closing() {
        return ascii("]}");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
