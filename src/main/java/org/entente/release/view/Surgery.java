package org.entente.release.view;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.entente.stix.json.JsonTape;

/**
 * Cuts and replaces in bytes; whatever is not touched stays as it is, the spelling of numbers and the order of keys included. Used
 * once, by one thread.
 */
final class Surgery {

    private static final byte[] NOTHING = new byte[0];

    private final byte[] original;
    private final List<Edit> edits = new ArrayList<>();

    Surgery(byte[] original) {
        this.original = original;
    }

    /** From a byte to before another; edits do not overlap. */
    private record Edit(int from, int to, byte[] text) {}

    void replace(int from, int to, String text) {
        edits.add(new Edit(from, to, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Cuts the children that are left out of a container of which something stays, each with one comma. */
    void cutChildren(JsonTape tape, int container, Removal removal) {
        int step = tape.isObject(container) ? 1 : 0;
        boolean anyBefore = false;
        int endBefore = 0;
        for (int child = tape.first(container); child < tape.next(container); ) {
            int value = child + step;
            int next = tape.next(value);
            if (!removal.isGone(value)) {
                anyBefore = true;
            } else if (anyBefore) {
                edits.add(new Edit(endBefore, Document.to(tape, value), NOTHING));
            } else {
                edits.add(new Edit(Document.from(tape, child), Document.from(tape, next), NOTHING));
            }
            endBefore = Document.to(tape, value);
            child = next;
        }
    }

    byte[] result() {
        edits.sort(Comparator.comparingInt(Edit::from));
        ByteArrayOutputStream result = new ByteArrayOutputStream(original.length);
        int copied = 0;
        for (Edit edit : edits) {
            result.write(original, copied, edit.from() - copied);
            result.writeBytes(edit.text());
            copied = edit.to();
        }
        result.write(original, copied, original.length - copied);
        return result.toByteArray();
    }
}
