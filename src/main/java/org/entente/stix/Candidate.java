package org.entente.stix;

import java.util.List;
import java.util.Optional;

/** One object of a body, judged by itself. */
public sealed interface Candidate {
    /** Place in the body's {@code objects}, from 0. */
    int index();

    /** Everything found, errors and warnings. */
    List<Finding> findings();

    /**
     * Keeps every MUST.
     *
     * @param warnings what breaks only a SHOULD
     */
    record Valid(int index, StixObject object, List<Finding> warnings) implements Candidate {
        public Valid {
            warnings = List.copyOf(warnings);
        }

        @Override
        public List<Finding> findings() {
            return warnings;
        }
    }

    /**
     * Breaks a MUST or a limit.
     *
     * @param id the id as spelled, if it is a string, cut at 300 characters
     * @param version {@code modified}, else {@code created}, as spelled, if it is a string, cut at 64 characters
     * @param findings at least one error, and warnings
     */
    record Invalid(int index, Optional<String> id, Optional<String> version, List<Finding> findings)
            implements Candidate {
        public Invalid {
            findings = List.copyOf(findings);
        }
    }
}
