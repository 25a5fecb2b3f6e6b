package org.entente.stix.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.entente.stix.Finding;
import org.entente.stix.Severity;
import org.entente.stix.StixLimits;
import org.entente.stix.json.Flaw;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/**
 * One object under inspection: its tokens, what was found so far, and the ids it refers to.
 *
 * <p>Made anew for each object. Not safe for use by several threads.
 */
public final class Inspection {
    private static final int[] NO_SLICES = {};

    /** Enough for the characters a message quotes, even if each is an escape. */
    private static final int QUOTED_BYTES_MAX = 400;

    private final JsonTape tape;
    private final StixLimits limits;
    private List<Finding> findings = List.of();
    private boolean failed;
    private boolean truncated;
    private String section = "§3.2";
    private @Nullable Container container;
    private @Nullable Selectors selectors;
    private @Nullable Fields header;
    private int customProperty = JsonTape.NONE;
    private int[] references = NO_SLICES;
    private int referencesSize;
    private int[] markings = NO_SLICES;
    private int markingsSize;

    public Inspection(JsonTape tape, StixLimits limits) {
        this.tape = tape;
        this.limits = limits;
    }

    /** The tokens of the object; node 0 is the object itself. */
    public JsonTape tape() {
        return tape;
    }

    StixLimits limits() {
        return limits;
    }

    /** Whether an error was found. */
    public boolean failed() {
        return failed;
    }

    /** What was found, in the order of the checks; bounded by {@link StixLimits#findings}. */
    public List<Finding> findings() {
        return findings;
    }

    /** The section findings of rules without one of their own are given. */
    String section() {
        return section;
    }

    void section(String current) {
        section = current;
    }

    /** Adds what the scanner found. */
    public void flaws(List<Flaw> flaws) {
        for (Flaw flaw : flaws) {
            String where = flaw.kind().rule().endsWith("-limit") ? "limit" : "RFC 7493";
            add(
                    Severity.ERROR,
                    flaw.node(),
                    flaw.kind().rule(),
                    where,
                    sentence(flaw.kind().advice()));
        }
    }

    /** Adds a finding that does not come from a rule of the standard. */
    public void refuse(String rule, String where, String message) {
        add(Severity.ERROR, 0, rule, where, message);
    }

    void error(int node, Rule rule, String message) {
        add(Severity.ERROR, node, rule.slug(), rule.section(section), message);
    }

    void warn(int node, Rule rule, String message) {
        add(Severity.WARNING, node, rule.slug(), rule.section(section), message);
    }

    private void add(Severity severity, int node, String rule, String where, String message) {
        failed |= severity == Severity.ERROR;
        if (findings.isEmpty()) {
            findings = new ArrayList<>();
        }
        if (findings.size() < limits.findings()) {
            findings.add(new Finding(severity, Pointers.of(tape, node), rule, where, message));
        } else if (!truncated) {
            truncated = true;
            findings.add(new Finding(
                    Severity.WARNING, "", "findings-limit", "limit", "There is more to find; correct these first."));
        }
    }

    private static String sentence(String advice) {
        return Character.toUpperCase(advice.charAt(0)) + advice.substring(1) + ".";
    }

    /**
     * The text of a string, key or number, cut and made printable for a message. Looks at its first bytes only, and at none once there
     * are findings enough: a message that will not be kept must not cost anything.
     */
    String quote(int node) {
        if (findings.size() > limits.findings()) {
            return "";
        }
        return Quotes.of(tape.text(node, QUOTED_BYTES_MAX));
    }

    /** The deprecated container whose member is being checked, if any. */
    @Nullable
    Container container() {
        return container;
    }

    void enter(Container entered) {
        container = entered;
    }

    void leaveContainer() {
        container = null;
    }

    /** Selectors into the object. */
    Selectors selectors() {
        if (selectors == null) {
            selectors = new Selectors(tape, 0);
        }
        return selectors;
    }

    /** Notes a property at the top that the type does not have; the first is kept, since one warning an object is enough. */
    void customProperty(int key) {
        if (customProperty == JsonTape.NONE && container == null) {
            customProperty = key;
        }
    }

    /** The first property at the top that the type does not have, or {@link JsonTape#NONE}. */
    int customProperty() {
        return customProperty;
    }

    void header(Fields fields) {
        header = fields;
    }

    /** The value of a common property of the object, {@link JsonTape#NONE} if it has none or its type does not use it. */
    public int common(CommonProperty property) {
        return header == null ? JsonTape.NONE : header.of(property);
    }

    /** Notes a reference to another object. */
    void reference(int node) {
        references = grown(references, referencesSize);
        references[referencesSize++] = node;
    }

    /** Notes a reference to a marking. */
    void marking(int node) {
        markings = grown(markings, markingsSize);
        markings[markingsSize++] = node;
    }

    /** Takes the node of a marking reference and its text. */
    @FunctionalInterface
    interface MarkingVisitor {
        void visit(int node, String text);
    }

    /** Every marking reference found so far. */
    void eachMarking(MarkingVisitor visitor) {
        for (int i = 0; i < markingsSize; i++) {
            visitor.visit(markings[i], tape.text(markings[i]));
        }
    }

    private static int[] grown(int[] nodes, int size) {
        return size == nodes.length ? Arrays.copyOf(nodes, Math.max(4, size * 2)) : nodes;
    }

    /** Start and end of every id referred to but creator and markings, in document order. */
    public int[] references() {
        return slices(references, referencesSize);
    }

    /** Start and end of every marking id. */
    public int[] markings() {
        return slices(markings, markingsSize);
    }

    private int[] slices(int[] nodes, int size) {
        if (size == 0) {
            return NO_SLICES;
        }
        int[] slices = new int[size * 2];
        for (int i = 0; i < size; i++) {
            slices[2 * i] = tape.start(nodes[i]);
            slices[2 * i + 1] = tape.end(nodes[i]);
        }
        return slices;
    }
}
