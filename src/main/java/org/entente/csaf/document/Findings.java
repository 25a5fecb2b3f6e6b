package org.entente.csaf.document;

import java.util.ArrayList;
import java.util.List;
import org.entente.stix.Finding;
import org.entente.stix.Severity;

/** Collects what is wrong with one document, up to a number that a person could read. Not thread safe. */
final class Findings {

    /** More would only repeat the same mistake, and a hostile document could make the answer larger than itself. */
    static final int MAX = 200;

    private final List<Finding> found = new ArrayList<>();
    private boolean more;

    /** A rule of the schema is broken. */
    void shape(Spot at, String message) {
        add(Severity.ERROR, at.pointer(), "csaf-schema", "CSAF 2.0 §3", message);
    }

    /** It is not even JSON. */
    void malformed(String message) {
        add(Severity.ERROR, "", "csaf-json", "RFC 8259", message);
    }

    /** A mandatory test fails, such as {@code 6.1.14}. */
    void test(String test, Spot at, String message) {
        add(Severity.ERROR, at.pointer(), "csaf-" + test, "CSAF 2.0 §" + test, message);
    }

    /** A mandatory test could not be decided here. */
    void undecided(String test, Spot at, String message) {
        add(Severity.WARNING, at.pointer(), "csaf-" + test, "CSAF 2.0 §" + test, message);
    }

    private void add(Severity severity, String pointer, String rule, String section, String message) {
        if (found.size() < MAX) {
            found.add(new Finding(severity, pointer, rule, section, message));
        } else if (severity == Severity.ERROR && !more) {
            // Said once, and as an error, so that a long list of warnings cannot hide one.
            more = true;
            found.add(new Finding(
                    Severity.ERROR, "", "csaf-more", "limit", "There is more than the " + MAX + " findings listed."));
        }
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
