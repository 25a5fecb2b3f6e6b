package org.entente.stix;

import java.util.List;

/** What came of reading a bundle or an envelope. */
public sealed interface StixBody {
    /**
     * The body is JSON of the right outer shape.
     *
     * @param candidates one for each member of {@code objects}, in the order of the body
     * @param more whether an envelope says that there is more
     * @param findings what is wrong with the bundle or envelope itself, such as a bundle without an id. They concern no object, and
     *     the caller decides whether an error among them refuses the whole submission
     */
    record Read(List<Candidate> candidates, boolean more, List<Finding> findings) implements StixBody {
        public Read {
            candidates = List.copyOf(candidates);
            findings = List.copyOf(findings);
        }
    }

    /**
     * No object can be told from another: broken JSON, not an object, or a limit of the body.
     *
     * @param finding an error whose message names line and column
     */
    record Unreadable(Finding finding) implements StixBody {}
}
