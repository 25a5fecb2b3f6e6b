package org.entente.stix.pattern;

import java.util.List;

/** What an observation expression asks of one object (STIX 2.1 §9.6). Immutable, compared by value. */
public sealed interface ComparisonExpression {
    /** A property compared to a constant; {@code negated} is the modifier NOT. */
    record Comparison(ObjectPath path, boolean negated, Operator operator, Constant constant)
            implements ComparisonExpression {}

    /** A property that is one of a set. */
    record In(ObjectPath path, boolean negated, List<Constant> constants) implements ComparisonExpression {
        public In {
            constants = List.copyOf(constants);
        }
    }

    /** A property that is there. */
    record Exists(boolean negated, ObjectPath path) implements ComparisonExpression {}

    /** Two or more comparisons of the same object, at one level of parentheses. */
    record Joined(Joint joint, List<ComparisonExpression> operands) implements ComparisonExpression {
        public Joined {
            operands = List.copyOf(operands);
            if (operands.size() < 2) {
                throw new IllegalArgumentException("an operator has at least two operands");
            }
        }
    }

    /** The Boolean operators, the one that binds stronger first. */
    enum Joint {
        AND,
        OR
    }

    /** The comparison operators that take one constant. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        GREATER(">"),
        LESS("<"),
        AT_MOST("<="),
        AT_LEAST(">="),
        LIKE("LIKE"),
        MATCHES("MATCHES"),
        ISSUBSET("ISSUBSET"),
        ISSUPERSET("ISSUPERSET");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }

        /** Whether it takes a string only. */
        public boolean isTextual() {
            return compareTo(LIKE) >= 0;
        }

        /** Whether it tells equal from unequal, and so takes a Boolean too. */
        public boolean isEquality() {
            return compareTo(NOT_EQUAL) <= 0;
        }
    }
}
