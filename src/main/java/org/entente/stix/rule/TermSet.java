package org.entente.stix.rule;

import java.util.HashMap;
import java.util.Map;
import org.entente.stix.json.JsonTape;

/** A set of ASCII terms that is asked from the bytes of tokens. Immutable. */
final class TermSet {
    private final NameTable<String> terms;

    private TermSet(Map<String, String> terms) {
        this.terms = new NameTable<>(terms);
    }

    static TermSet of(String... terms) {
        Map<String, String> named = new HashMap<>();
        for (String term : terms) {
            named.put(term, term);
        }
        return new TermSet(named);
    }

    /** Whether a text is one of the terms. */
    boolean has(String text) {
        return terms.ofText(text) != null;
    }

    /** Whether a string or key spells one of the terms. */
    boolean has(JsonTape tape, int node) {
        return terms.ofString(tape, node) != null;
    }
}
