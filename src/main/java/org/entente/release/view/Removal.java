package org.entente.release.view;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.entente.stix.json.JsonTape;
import org.entente.stix.rule.Selectors;

/**
 * What of a document is left out. A list or object of which nothing is left goes too, since STIX knows no empty ones (§2.7,
 * §2.2); selectors of granular markings go with what they select. Used once, by one thread.
 */
final class Removal {

    /** Without these it is no STIX object, or not this one's version, or less restricted than it is. */
    private static final Set<String> NEVER = Set.of(
            "type",
            "id",
            "spec_version",
            "created",
            "modified",
            "revoked",
            "object_marking_refs",
            Markings.GRANULAR_MARKINGS);

    /** Markings of markings of markings: nobody has seen two. What is deeper loses its selectors. */
    private static final int PASSES_MAX = 8;

    private final JsonTape tape;
    private final Markings markings;
    private final BitSet gone = new BitSet();
    private final Map<Integer, Integer> left = new HashMap<>();
    private final Map<Integer, int[]> places = new HashMap<>();

    Removal(JsonTape tape) {
        this.tape = tape;
        this.markings = Markings.of(tape);
    }

    Markings markings() {
        return markings;
    }

    /** Whether the value itself is left out, on its own account. */
    boolean isGone(int value) {
        return gone.get(value);
    }

    /** Whether some child of the container is left out and others are not. */
    boolean hasGaps(int container) {
        return left.containsKey(container);
    }

    /** Whether the value or what it stands in is left out. */
    private boolean isWithinGone(int value) {
        for (int node = value; node != JsonTape.NONE; node = tape.parent(node)) {
            if (gone.get(node)) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything is left out. */
    boolean takesAway() {
        return !gone.isEmpty();
    }

    /** Leaves out a property at the top, if it is there. */
    void property(String name) {
        int value = NEVER.contains(name) ? JsonTape.NONE : tape.find(Document.ROOT, name);
        if (value != JsonTape.NONE) {
            remove(value);
        }
    }

    /** Leaves out properties of this name at every depth. */
    void everywhere(String name) {
        for (int node = 0; node < tape.size(); node++) {
            if (tape.kind(node) == JsonTape.Kind.KEY && tape.textEquals(node, name)) {
                remove(node + 1);
            }
        }
    }

    /** Leaves out what a selector selects; false when that cannot be. */
    boolean selected(String selector) {
        int value = markings.selectors().resolve(selector);
        if (value == JsonTape.NONE || value == Selectors.BROKEN || NEVER.contains(topName(value))) {
            return false;
        }
        remove(value);
        return true;
    }

    private String topName(int value) {
        int node = value;
        while (tape.parent(node) != Document.ROOT) {
            node = tape.parent(node);
        }
        return tape.text(node - 1);
    }

    void remove(int value) {
        int removed = value;
        while (removed != Document.ROOT && !gone.get(removed)) {
            gone.set(removed);
            int container = tape.parent(removed);
            int remaining = left.computeIfAbsent(container, this::children) - 1;
            left.put(container, remaining);
            if (remaining > 0) {
                return;
            }
            removed = container;
        }
    }

    private int children(int container) {
        int step = tape.isObject(container) ? 1 : 0;
        int count = 0;
        for (int child = tape.first(container); child < tape.next(container); child = tape.next(child + step)) {
            count++;
        }
        return count;
    }

    /** Leaves out the selectors of what is left out, and markings that then select nothing. Call it last. */
    void settleMarkings() {
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            if (!settle(false)) {
                return;
            }
        }
        settle(true);
    }

    private boolean settle(boolean givingUp) {
        boolean changed = false;
        for (Markings.Entry entry : markings.entries()) {
            if (gone.get(entry.node())) {
                continue;
            }
            int kept = 0;
            for (int selector : entry.selectors()) {
                if (gone.get(selector)) {
                    continue;
                }
                if (isMoot(tape.text(selector), givingUp)) {
                    remove(selector);
                    changed = true;
                } else {
                    kept++;
                }
            }
            if (kept == 0 && !entry.selectors().isEmpty()) {
                remove(entry.node());
            }
        }
        return changed;
    }

    private boolean isMoot(String selector, boolean givingUp) {
        int value = markings.selectors().resolve(selector);
        return value >= 0 && isWithinGone(value) || givingUp && selector.startsWith(Markings.GRANULAR_MARKINGS);
    }

    /** The selector as it has to be spelled once earlier members of lists are left out. */
    String respelled(String selector) {
        StringBuilder spelled = new StringBuilder(selector.length());
        StringBuilder walked = new StringBuilder(selector.length());
        for (String step : selector.split("\\.", -1)) {
            walked.append(walked.length() == 0 ? "" : ".").append(step);
            int value = step.startsWith("[") ? markings.selectors().resolve(walked.toString()) : JsonTape.NONE;
            spelled.append(spelled.length() == 0 ? "" : ".").append(value < 0 ? step : "[" + place(value) + "]");
        }
        return spelled.toString();
    }

    private int place(int member) {
        int list = tape.parent(member);
        return hasGaps(list)
                ? places.computeIfAbsent(list, this::placesOf)[tape.ordinal(member)]
                : tape.ordinal(member);
    }

    private int[] placesOf(int list) {
        int[] found = new int[children(list)];
        int place = 0;
        for (int member = tape.first(list); member < tape.next(list); member = tape.next(member)) {
            found[tape.ordinal(member)] = place;
            place += gone.get(member) ? 0 : 1;
        }
        return found;
    }
}
