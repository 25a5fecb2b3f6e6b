package org.entente.stix.rule;

/** What one value has to be. Checks are shared by all threads and keep nothing. */
@FunctionalInterface
interface Check {
    /** Reports to the inspection what is wrong with the value at this node. */
    void check(Inspection in, int node);

    /** This check, then another of the same value. */
    default Check and(Check other) {
        return (in, node) -> {
            check(in, node);
            other.check(in, node);
        };
    }
}
