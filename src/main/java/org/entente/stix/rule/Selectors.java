package org.entente.stix.rule;

import java.util.HashMap;
import java.util.Map;
import org.entente.stix.json.JsonTape;

/**
 * Resolves selectors against one object (STIX 2.1 §7.2.3.2).
 *
 * <p>Many selectors may walk the same long list or object: each container is walked once and its members remembered. Good for
 * as long as the tape is; not safe for use by several threads.
 */
public final class Selectors {
    /** The selector does not keep the syntax. */
    public static final int BROKEN = -2;

    /** Digits of the largest index a list can have. */
    private static final int INDEX_DIGITS_MAX = 8;

    private final JsonTape tape;
    private final int root;
    private final Map<Integer, Map<String, Integer>> members = new HashMap<>();

    /** @param root the node of the object */
    public Selectors(JsonTape tape, int root) {
        this.tape = tape;
        this.root = root;
    }

    /** The node a selector selects, {@link JsonTape#NONE} or {@link #BROKEN}. */
    public int resolve(String selector) {
        int node = root;
        for (int start = 0; start <= selector.length(); ) {
            int dot = selector.indexOf('.', start);
            int end = dot < 0 ? selector.length() : dot;
            String step = selector.substring(start, end);
            if (!isStep(step)) {
                return BROKEN;
            }
            node = node == JsonTape.NONE ? node : child(node, step);
            start = end + 1;
        }
        return node;
    }

    private static boolean isStep(String step) {
        return step.startsWith("[") ? isIndex(step) : isName(step);
    }

    private static boolean isIndex(String step) {
        int digits = step.length() - 2;
        return digits >= 1
                && step.endsWith("]")
                && digits <= INDEX_DIGITS_MAX
                && step.substring(1, digits + 1).chars().allMatch(unit -> unit >= '0' && unit <= '9');
    }

    private static boolean isName(String step) {
        return !step.isEmpty()
                && step.length() <= Types.LENGTH_MAX
                && step.chars().allMatch(Selectors::isNameCharacter);
    }

    private static boolean isNameCharacter(int unit) {
        return unit >= 'a' && unit <= 'z'
                || unit >= 'A' && unit <= 'Z'
                || unit >= '0' && unit <= '9'
                || unit == '_'
                || unit == '-';
    }

    private int child(int node, String step) {
        if (step.startsWith("[") != tape.isArray(node) || !(tape.isArray(node) || tape.isObject(node))) {
            return JsonTape.NONE;
        }
        String key =
                tape.isArray(node) ? Integer.toString(Integer.parseInt(step.substring(1, step.length() - 1))) : step;
        return members.computeIfAbsent(node, this::membersOf).getOrDefault(key, JsonTape.NONE);
    }

    private Map<String, Integer> membersOf(int container) {
        Map<String, Integer> found = new HashMap<>();
        boolean list = tape.isArray(container);
        int step = list ? 0 : 1;
        for (int child = tape.first(container) + step;
                child - step < tape.next(container);
                child = tape.next(child) + step) {
            found.put(list ? Integer.toString(tape.ordinal(child)) : tape.text(child - 1), child);
        }
        return found;
    }
}
