package org.entente.stix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Reads the properties an accepted object is classed by, in one walk over its top. */
final class PropertyReader {
    static final Set<String> CONTAINERS = Set.of("report", "grouping", "note", "opinion", "observed-data");
    private static final int[] NO_SLICES = {};

    private final JsonTape tape;
    private int labels = JsonTape.NONE;
    private int sectors = JsonTape.NONE;
    private int region = JsonTape.NONE;
    private int country = JsonTape.NONE;
    private int objectRefs = JsonTape.NONE;
    private int granularMarkings = JsonTape.NONE;

    PropertyReader(JsonTape tape) {
        this.tape = tape;
        for (int key = tape.first(0); key < tape.next(0); key = tape.next(key + 1)) {
            note(key);
        }
    }

    private void note(int key) {
        int length = tape.end(key) - tape.start(key);
        if (tape.hasEscape(key)
                || length <= "country".length()
                || length == "object_refs".length()
                || length == "granular_markings".length()) {
            if (tape.textEquals(key, "labels")) {
                labels = key + 1;
            } else if (tape.textEquals(key, "sectors")) {
                sectors = key + 1;
            } else if (tape.textEquals(key, "region")) {
                region = key + 1;
            } else if (tape.textEquals(key, "country")) {
                country = key + 1;
            } else if (tape.textEquals(key, "object_refs")) {
                objectRefs = key + 1;
            } else if (tape.textEquals(key, "granular_markings")) {
                granularMarkings = key + 1;
            }
        }
    }

    Topics topics(String type) {
        boolean identity = type.equals("identity") && sectors != JsonTape.NONE;
        boolean location = type.equals("location");
        if (labels == JsonTape.NONE && !identity && !location) {
            return Topics.NONE;
        }
        return new Topics(
                texts(labels),
                identity ? texts(sectors) : List.of(),
                location ? text(region) : Optional.empty(),
                location ? text(country) : Optional.empty());
    }

    /** Start and end of the list of granular markings; both 0 where there is none. */
    int[] granularMarkings() {
        return granularMarkings == JsonTape.NONE
                ? new int[2]
                : new int[] {tape.start(granularMarkings), tape.end(granularMarkings)};
    }

    private List<String> texts(int list) {
        List<String> texts = new ArrayList<>();
        if (list != JsonTape.NONE && tape.isArray(list)) {
            for (int item = tape.first(list); item < tape.next(list); item = tape.next(item)) {
                text(item).ifPresent(texts::add);
            }
        }
        return texts;
    }

    private Optional<String> text(int node) {
        return node != JsonTape.NONE && tape.isString(node) ? Optional.of(tape.text(node)) : Optional.empty();
    }

    /** Start and end of the ids of a container's members; none for other types. */
    int[] members(String type) {
        if (objectRefs == JsonTape.NONE || !CONTAINERS.contains(type) || !tape.isArray(objectRefs)) {
            return NO_SLICES;
        }
        int[] slices = new int[2 * (tape.next(objectRefs) - objectRefs - 1)];
        int size = 0;
        for (int item = tape.first(objectRefs); item < tape.next(objectRefs); item = tape.next(item)) {
            slices[size++] = tape.start(item);
            slices[size++] = tape.end(item);
        }
        return Arrays.copyOf(slices, size);
    }
}
