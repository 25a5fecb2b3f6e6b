package org.entente.stix.rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** The relationships the standard defines (STIX 2.1 Appendix B, §3.7): others are allowed, but one of these should be used. */
final class DefinedRelationships {
    private static final Set<String> COMMON = Set.of("derived-from", "duplicate-of", "related-to");

    private static final Map<String, Set<String>> TARGETS = read();

    private DefinedRelationships() {}

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> targets = new HashMap<>();
        for (String line : Resources.lines("relationships.txt")) {
            String[] words = line.split(" ");
            Set<String> allowed = targets.computeIfAbsent(words[0] + " " + words[1], pair -> new HashSet<>());
            for (int i = 2; i < words.length; i++) {
                allowed.addAll(words[i].equals("observable") ? KnownTypes.OBSERVABLE : Set.of(words[i]));
            }
        }
        return targets;
    }

    static void check(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int name = fields.of("relationship_type");
        int source = fields.of("source_ref");
        int target = fields.of("target_ref");
        if (name == JsonTape.NONE || source == JsonTape.NONE || target == JsonTape.NONE || !tape.isString(name)) {
            return;
        }
        String from = Ids.typeOf(tape, source);
        String to = Ids.typeOf(tape, target);
        if (from == null || to == null || isCustom(from) || isCustom(to)) {
            return;
        }
        String type = tape.text(name);
        if (!COMMON.contains(type)
                && !TARGETS.getOrDefault(from + " " + type, Set.of()).contains(to)) {
            in.warn(
                    name,
                    Rule.RELATIONSHIP_UNDEFINED,
                    in.quote(name) + " is not defined from " + from + " to " + to
                            + "; prefer a defined one, or 'related-to'.");
        }
    }

    private static boolean isCustom(String type) {
        return !KnownTypes.DOMAIN.contains(type) && !KnownTypes.OBSERVABLE.contains(type);
    }
}
