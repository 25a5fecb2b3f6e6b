package org.entente.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.entente.log.LogEntry;
import org.entente.release.Released;
import org.jspecify.annotations.Nullable;

/**
 * A report that a partner has.
 *
 * @param released what may leave
 * @param whole whether nothing was removed of it but members it may not have; what is not whole has no rendering but itself
 * @param report the released bytes, read
 */
public record Held(Released released, boolean whole, JsonNode report) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Properties that are of a reader's report whatever its text is: ids, members and times differ or say nothing. */
    private static final Set<String> ASIDE =
            Set.of("id", "object_refs", "created_by_ref", "granular_markings", "object_marking_refs");

    /** The tracking id, where the partner's view shows it. */
    Optional<TrackingId> trackingId() {
        return TrackingId.tryParse(extension().path("tracking_id").asText());
    }

    JsonNode extension() {
        return report.path("extensions").path(ReportObject.EXTENSION);
    }

    /** Whether it is about a CVE. */
    boolean names(String cve) {
        for (JsonNode reference : report.path("external_references")) {
            if (reference.path("source_name").asText().equals("cve")
                    && reference.path("external_id").asText().equals(cve)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text stands in its title or description, in any case. */
    boolean says(String text) {
        String asked = text.toLowerCase(Locale.ROOT);
        return (report.path("name").asText() + "\n" + report.path("description").asText())
                .toLowerCase(Locale.ROOT)
                .contains(asked);
    }

    /** As it was released, of an entry of the log. */
    static Held of(Released released, LogEntry entry) {
        JsonNode report = json(released.content());
        return new Held(released, isWhole(json(entry.content()), report), report);
    }

    private static boolean isWhole(JsonNode original, JsonNode released) {
        Iterator<String> names = original.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            @Nullable JsonNode left = released.get(name);
            if (left == null || !ASIDE.contains(name) && !left.equals(original.get(name))) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode json(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (IOException broken) {
            throw new UncheckedIOException("A report of the exchange's own cannot be read", broken);
        }
    }
}
