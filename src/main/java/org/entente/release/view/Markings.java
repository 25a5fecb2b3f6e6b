package org.entente.release.view;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.stix.json.JsonTape;
import org.entente.stix.rule.Selectors;

/**
 * The granular markings of one document (STIX 2.1 §7.2.3).
 *
 * @param entries in document order
 * @param selectorNodes of all of them
 * @param selectors resolves them
 */
record Markings(List<Entry> entries, BitSet selectorNodes, Selectors selectors) {

    static final String GRANULAR_MARKINGS = "granular_markings";

    /**
     * One granular marking.
     *
     * @param node of the entry
     * @param tlp the level it marks with; empty when it marks with something else
     * @param selectors the nodes of its selectors
     */
    record Entry(int node, Optional<Tlp> tlp, List<Integer> selectors) {}

    static Markings of(JsonTape tape) {
        List<Entry> entries = new ArrayList<>();
        int list = tape.find(Document.ROOT, GRANULAR_MARKINGS);
        if (list != JsonTape.NONE && tape.isArray(list)) {
            for (int node = tape.first(list); node < tape.next(list); node = tape.next(node)) {
                if (tape.isObject(node)) {
                    entries.add(entry(tape, node));
                }
            }
        }
        BitSet selectors = new BitSet();
        entries.forEach(entry -> entry.selectors().forEach(selectors::set));
        return new Markings(entries, selectors, new Selectors(tape, Document.ROOT));
    }

    boolean isSelector(int node) {
        return selectorNodes.get(node);
    }

    private static Entry entry(JsonTape tape, int node) {
        List<Integer> selectors = new ArrayList<>();
        int list = tape.find(node, "selectors");
        if (list != JsonTape.NONE && tape.isArray(list)) {
            for (int selector = tape.first(list); selector < tape.next(list); selector = tape.next(selector)) {
                if (tape.isString(selector)) {
                    selectors.add(selector);
                }
            }
        }
        return new Entry(node, levelAt(tape, tape.find(node, "marking_ref")), selectors);
    }

    /** The TLP level of the marking a value refers to. */
    static Optional<Tlp> levelAt(JsonTape tape, int value) {
        return value != JsonTape.NONE && tape.isString(value)
                ? StixId.tryParse(tape.text(value)).flatMap(Tlp::ofMarking)
                : Optional.empty();
    }

    /** Whether a reference marks something, an embedded object perhaps, rather than speaking of a marking. */
    static boolean isMarking(JsonTape tape, int reference) {
        int key = Document.keyOf(tape, reference);
        return key != JsonTape.NONE
                && (tape.textEquals(key, "object_marking_refs") || tape.textEquals(key, "marking_ref"));
    }
}
