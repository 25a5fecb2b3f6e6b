package org.entente.stix.rule;

/** A rule between properties that asks the shape once, when that is made, where it will find them. */
@FunctionalInterface
interface BoundRule {
    ShapeRule bind(Shape shape);
}
