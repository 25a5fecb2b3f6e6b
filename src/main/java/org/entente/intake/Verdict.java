package org.entente.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.Assertion;
import org.entente.stix.Finding;
import org.entente.stix.StixId;

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
     * @param hiddenContents contents its submitter may not see, to be compared with for the operators once it is answered
     */
    record Admitted(
            int index,
            String id,
            Optional<String> version,
            List<Finding> findings,
            Assertion assertion,
            Set<Long> hiddenContents)
            implements Verdict {
        Admitted with(Assertion changed) {
            return new Admitted(index, id, version, findings, changed, hiddenContents);
        }
    }

    /** The same body holds the same object before. */
    record Repeated(int index, String id, Optional<String> version, List<Finding> findings) implements Verdict {}

    /**
     * Waits for an operator.
     *
     * @param markings definitions it is marked with, those of TLP left out, which mean what they do without being here
     */
    record Held(
            int index,
            String id,
            Optional<String> version,
            List<Finding> findings,
            Assertion assertion,
            Set<StixId> markings)
            implements Verdict {
        Held with(Assertion changed) {
            return new Held(index, id, version, findings, changed, markings);
        }
    }

    /** Not taken. */
    record Refused(int index, String id, Optional<String> version, List<Finding> findings) implements Verdict {

        private static final int ERRORS_TOLD = 3;
        private static final int CHARACTERS_MAX = 500;

        /** The first errors in words; a broken export has many for each of many objects, and all would fill the memory. */
        String message() {
            String message = String.join(
                    " ",
                    findings.stream()
                            .filter(Finding::isError)
                            .limit(ERRORS_TOLD)
                            .map(f -> f.pointer().isEmpty() ? f.message() : f.pointer() + ": " + f.message())
                            .toList());
            if (message.length() <= CHARACTERS_MAX) {
                return message;
            }
            boolean splits = Character.isHighSurrogate(message.charAt(CHARACTERS_MAX - 1));
            return message.substring(0, splits ? CHARACTERS_MAX - 1 : CHARACTERS_MAX);
        }
    }
}
