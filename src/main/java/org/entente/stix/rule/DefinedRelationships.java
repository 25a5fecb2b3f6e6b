package org.entente.stix.rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** The relationships the standard defines (STIX 2.1 Appendix B, §3.7): others are allowed, but one of these should be used. */
final class DefinedRelationships {
    private static final TermSet COMMON = TermSet.of("derived-from", "duplicate-of", "related-to");

    /** By source type, then by relationship type, the types of targets. */
    private static final Map<String, NameTable<Set<String>>> TARGETS = read();

    private DefinedRelationships() {}

    private static Map<String, NameTable<Set<String>>> read() {
        Map<String, Map<String, Set<String>>> read = new HashMap<>();
        for (String line : Resources.lines("relationships.txt")) {
            String[] words = line.split(" ");
            Set<String> targets = read.computeIfAbsent(words[0], source -> new HashMap<>())
                    .computeIfAbsent(words[1], type -> new HashSet<>());
            for (int i = 2; i < words.length; i++) {
                targets.addAll(words[i].equals("observable") ? KnownTypes.OBSERVABLE : Set.of(words[i]));
            }
        }
        Map<String, NameTable<Set<String>>> tables = new HashMap<>();
        read.forEach((source, types) -> tables.put(source, new NameTable<>(types)));
        return tables;
    }

    /** As a rule of relationships. */
    static ShapeRule bind(Shape shape) {
        int nameAt = shape.ordinal("relationship_type");
        int fromAt = shape.ordinal("source_ref");
        int toAt = shape.ordinal("target_ref");
        return (in, fields) -> {
            if (!in.failed()) {
                check(in, fields.at(nameAt), fields.at(fromAt), fields.at(toAt));
            }
        };
    }

    private static void check(Inspection in, int name, int source, int target) {
        JsonTape tape = in.tape();
        String from = Ids.typeOfValid(tape, source);
        String to = Ids.typeOfValid(tape, target);
        boolean defined = isDefined(tape, name, from, to) || COMMON.has(tape, name);
        if (!defined && !isCustom(from) && !isCustom(to)) {
            in.warn(
                    name,
                    Rule.RELATIONSHIP_UNDEFINED,
                    in.quote(name) + " is not defined from " + from + " to " + to
                            + "; prefer a defined one, or 'related-to'.");
        }
    }

    private static boolean isDefined(JsonTape tape, int name, String from, String to) {
        NameTable<Set<String>> byType = TARGETS.get(from);
        Set<String> targets = byType == null ? null : byType.ofString(tape, name);
        return targets != null && targets.contains(to);
    }

    private static boolean isCustom(String type) {
        return !KnownTypes.DOMAIN.contains(type) && !KnownTypes.OBSERVABLE.contains(type);
    }
}
