package org.entente.stix.rule;

/** What ties several properties of an object together. */
@FunctionalInterface
interface ShapeRule {
    void check(Inspection in, Fields fields);
}
