package org.entente.release.view;

import java.util.Optional;
import org.entente.stix.json.JsonLimits;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;

/** Stored content as nodes over its bytes. */
final class Document {

    /** The outermost object. */
    static final int ROOT = 0;

    /** What intake took under limits it once had must still be readable. */
    private static final JsonLimits LIMITS =
            new JsonLimits(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE, JsonLimits.ITEMS_MAX);

    private Document() {}

    /** Empty when it is not one sound JSON object: nothing can then be told of what stands where. */
    static Optional<JsonTape> read(byte[] content) {
        JsonScanner scanner = new JsonScanner(content, LIMITS);
        JsonTape tape = new JsonTape();
        try {
            scanner.value(tape);
            scanner.requireEnd();
        } catch (MalformedJson unreadable) {
            return Optional.empty();
        }
        return scanner.flaws().isEmpty() && tape.size() > 0 && tape.isObject(ROOT)
                ? Optional.of(tape)
                : Optional.empty();
    }

    /** First byte of a child of a container, its key and quotes included. */
    static int from(JsonTape tape, int child) {
        return tape.kind(child) == JsonTape.Kind.KEY || tape.isString(child)
                ? tape.start(child) - 1
                : tape.start(child);
    }

    /** Byte after the last of a value, its quotes included. */
    static int to(JsonTape tape, int value) {
        return tape.isString(value) ? tape.end(value) + 1 : tape.end(value);
    }

    /** The key under which a value stands, itself or in lists; {@link JsonTape#NONE} for the outermost. */
    static int keyOf(JsonTape tape, int value) {
        int node = value;
        while (tape.parent(node) != JsonTape.NONE && !tape.isObject(tape.parent(node))) {
            node = tape.parent(node);
        }
        return tape.parent(node) == JsonTape.NONE ? JsonTape.NONE : node - 1;
    }

    /** Whether a string stands where STIX has references (§3.3): under a name that ends so, at whatever depth. */
    static boolean isReference(JsonTape tape, int string) {
        int key = keyOf(tape, string);
        if (key == JsonTape.NONE) {
            return false;
        }
        String name = tape.text(key);
        return name.endsWith("_ref") || name.endsWith("_refs");
    }
}
