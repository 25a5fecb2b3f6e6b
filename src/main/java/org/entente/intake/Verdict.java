package org.entente.intake;

import java.util.List;
import java.util.Optional;
import org.entente.log.Assertion;
import org.entente.stix.Finding;

/** What is to become of one object of a submission. */
sealed interface Verdict {

    /** Place in the body's {@code objects}, from 0. */
    int index();

    /** The id as spelled, bounded; for a candidate without any, a pointer to it. */
    String id();

    /** The version as spelled; empty for an object without. */
    Optional<String> version();

    /** Everything found. */
    List<Finding> findings();

    /**
     * Goes into the log.
     *
     * @param assertion to append
     * @param hiddenConflict the rule it breaks against something its submitter may not see; for operators only
     */
    record Admitted(
            int index,
            String id,
            Optional<String> version,
            List<Finding> findings,
            Assertion assertion,
            Optional<String> hiddenConflict)
            implements Verdict {}

    /** The same body holds the same object before. */
    record Repeated(int index, String id, Optional<String> version, List<Finding> findings) implements Verdict {}

    /** Waits for an operator. */
    record Held(int index, String id, Optional<String> version, List<Finding> findings, Assertion assertion)
            implements Verdict {}

    /** Not taken. */
    record Refused(int index, String id, Optional<String> version, List<Finding> findings) implements Verdict {

        /** Every error in words. */
        String message() {
            return String.join(
                    " ",
                    findings.stream()
                            .filter(Finding::isError)
                            .map(f -> f.pointer().isEmpty() ? f.message() : f.pointer() + ": " + f.message())
                            .toList());
        }
    }
}
