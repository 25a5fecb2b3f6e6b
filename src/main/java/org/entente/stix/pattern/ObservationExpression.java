package org.entente.stix.pattern;

import java.util.List;

/** What a pattern asks of observations (STIX 2.1 §9.5): the root of a syntax tree. Immutable, compared by value. */
public sealed interface ObservationExpression {
    /** {@code [comparison]}: one observation whose object satisfies the comparison. */
    record Observation(ComparisonExpression comparison) implements ObservationExpression {}

    /** Two or more expressions on different observations, at one level of parentheses. */
    record Combined(Operator operator, List<ObservationExpression> operands) implements ObservationExpression {
        public Combined {
            operands = List.copyOf(operands);
            if (operands.size() < 2) {
                throw new IllegalArgumentException("an operator has at least two operands");
            }
        }
    }

    /** An expression with qualifiers, applied from left to right; at most one of each kind. */
    record Qualified(ObservationExpression expression, List<Qualifier> qualifiers) implements ObservationExpression {
        public Qualified {
            qualifiers = List.copyOf(qualifiers);
            long kinds = qualifiers.stream().map(Qualifier::getClass).distinct().count();
            if (qualifiers.isEmpty() || kinds != qualifiers.size()) {
                throw new IllegalArgumentException("an expression has at most one qualifier of each kind");
            }
        }
    }

    /** The observation operators, the one that binds strongest first. */
    enum Operator {
        AND,
        OR,
        FOLLOWEDBY
    }
}
