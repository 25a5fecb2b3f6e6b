package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Values of properties the standard does not define: no null, no empty list or dictionary anywhere inside (STIX 2.1 §2). */
final class Values {
    static final Check ANY = Values::check;

    private Values() {}

    /** Walks the nodes below one after another, so that depth costs nothing; notes references by the names of their keys. */
    private static void check(Inspection in, int value) {
        JsonTape tape = in.tape();
        int end = tape.next(value);
        for (int node = value; node < end; node++) {
            switch (tape.kind(node)) {
                case NULL -> in.error(node, Rule.NULL_VALUE, "The value is null; leave the property out.");
                case ARRAY -> {
                    if (tape.isEmpty(node)) {
                        in.error(
                                node, Rule.EMPTY_LIST, "The list is empty; leave the property out or give it a value.");
                    }
                }
                case OBJECT -> {
                    if (tape.isEmpty(node)) {
                        in.error(
                                node,
                                Rule.EMPTY_DICTIONARY,
                                "The dictionary is empty; leave the property out or give it an entry.");
                    }
                }
                case KEY -> collectReferences(in, node);
                default -> {}
            }
        }
    }

    /** Notes the ids below a key whose name says that it holds some (§3.1). */
    static void collectReferences(Inspection in, int key) {
        JsonTape tape = in.tape();
        if (endsWith(tape, key, "_ref")) {
            note(in, key, key + 1);
        } else if (endsWith(tape, key, "_refs") && tape.isArray(key + 1)) {
            for (int child = tape.first(key + 1); child < tape.next(key + 1); child = tape.next(child)) {
                note(in, key, child);
            }
        }
    }

    private static void note(Inspection in, int key, int value) {
        JsonTape tape = in.tape();
        if (Ids.typeOf(tape, value) == null) {
            return;
        }
        if (tape.textEquals(key, "marking_ref") || tape.textEquals(key, "object_marking_refs")) {
            in.marking(value);
        } else if (!tape.textEquals(key, "created_by_ref")) {
            in.reference(value);
        }
    }

    static boolean endsWith(JsonTape tape, int key, String suffix) {
        if (tape.hasEscape(key)) {
            return tape.text(key).endsWith(suffix);
        }
        int from = tape.end(key) - suffix.length();
        if (from < tape.start(key)) {
            return false;
        }
        for (int i = 0; i < suffix.length(); i++) {
            if (tape.source()[from + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
