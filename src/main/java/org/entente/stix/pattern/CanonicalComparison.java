package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ComparisonExpression.Joint;
import org.entente.stix.pattern.ComparisonExpression.Operator;

/** The canonical form of what stands between brackets: alternatives of conjunctions, sorted, without repetition. */
final class CanonicalComparison {
    private CanonicalComparison() {}

    static ComparisonExpression of(ComparisonExpression expression) {
        if (expression instanceof Comparison comparison) {
            return CanonicalConstants.of(positive(comparison));
        }
        if (expression instanceof In in) {
            return ofSet(CanonicalConstants.of(in));
        }
        if (expression instanceof Exists exists) {
            return exists;
        }
        Joined joined = (Joined) expression;
        List<ComparisonExpression> operands = new ArrayList<>();
        joined.operands().forEach(operand -> addFlattened(joined.joint(), of(operand), operands));
        List<ComparisonExpression> distinct = Terms.distinct(Terms.sorted(operands, PatternPrinter::print));
        if (joined.joint() == Joint.OR) {
            return alternatives(distinct);
        }
        return distributes(distinct) ? distributed(distinct) : conjunction(withoutImplying(distinct));
    }

    /** NOT of (in)equality is the opposite operator; of an order it is not, since NOT is true of values that have none. */
    private static Comparison positive(Comparison comparison) {
        if (!comparison.negated() || !comparison.operator().isEquality()) {
            return comparison;
        }
        Operator opposite = comparison.operator() == Operator.EQUAL ? Operator.NOT_EQUAL : Operator.EQUAL;
        return new Comparison(comparison.path(), false, opposite, comparison.constant());
    }

    /**
     * Being one of a set is being equal to one of its members; being none of it is being unequal to each. The latter only of a single
     * value: of the members of a list one may differ from the first constant and another from the second.
     */
    private static ComparisonExpression ofSet(In in) {
        boolean splits =
                !in.negated() || in.constants().size() == 1 || !in.path().hasAny();
        if (in.constants().isEmpty() || !splits) {
            return in;
        }
        Operator operator = in.negated() ? Operator.NOT_EQUAL : Operator.EQUAL;
        List<ComparisonExpression> members = in.constants().stream()
                .<ComparisonExpression>map(constant -> new Comparison(in.path(), false, operator, constant))
                .toList();
        List<ComparisonExpression> sorted = Terms.sorted(members, PatternPrinter::print);
        return sorted.size() == 1 ? sorted.get(0) : new Joined(in.negated() ? Joint.AND : Joint.OR, sorted);
    }

    private static void addFlattened(Joint joint, ComparisonExpression operand, List<ComparisonExpression> into) {
        if (operand instanceof Joined inner && inner.joint() == joint) {
            into.addAll(inner.operands());
        } else {
            into.add(operand);
        }
    }

    private static ComparisonExpression conjunction(List<ComparisonExpression> distinct) {
        return distinct.size() == 1 ? distinct.get(0) : new Joined(Joint.AND, distinct);
    }

    private static ComparisonExpression alternatives(List<ComparisonExpression> distinct) {
        List<ComparisonExpression> needed = Terms.withoutImplied(distinct, CanonicalComparison::implies);
        return needed.size() == 1 ? needed.get(0) : new Joined(Joint.OR, needed);
    }

    /** Of the operands of an AND that is not distributed, those that another one implies add nothing. */
    private static List<ComparisonExpression> withoutImplying(List<ComparisonExpression> distinct) {
        return Terms.withoutImplied(distinct, (operand, other) -> terms(operand).containsAll(terms(other)));
    }

    /** Conjunctions: the one with all the parts of the other, and perhaps more, implies it. */
    private static boolean implies(ComparisonExpression one, ComparisonExpression other) {
        return new HashSet<>(parts(one)).containsAll(parts(other));
    }

    private static List<ComparisonExpression> parts(ComparisonExpression expression) {
        return expression instanceof Joined joined && joined.joint() == Joint.AND
                ? joined.operands()
                : List.of(expression);
    }

    private static List<ComparisonExpression> terms(ComparisonExpression expression) {
        return expression instanceof Joined joined && joined.joint() == Joint.OR
                ? joined.operands()
                : List.of(expression);
    }

    private static boolean distributes(List<ComparisonExpression> operands) {
        return Terms.product(operands, operand -> terms(operand).size()) <= CanonicalPattern.TERMS_MAX
                && operands.stream().anyMatch(operand -> terms(operand).size() > 1);
    }

    /** Choices that mix object types can be satisfied by no object and are left out; the parser saw that some is left. */
    private static ComparisonExpression distributed(List<ComparisonExpression> operands) {
        List<ComparisonExpression> alternatives = new ArrayList<>();
        for (List<ComparisonExpression> choice : Terms.choices(operands, CanonicalComparison::terms)) {
            List<ComparisonExpression> flat = new ArrayList<>();
            choice.forEach(each -> addFlattened(Joint.AND, each, flat));
            if (types(flat).size() == 1) {
                alternatives.add(conjunction(Terms.distinct(Terms.sorted(flat, PatternPrinter::print))));
            }
        }
        return alternatives.isEmpty()
                ? conjunction(operands)
                : alternatives(Terms.distinct(Terms.sorted(alternatives, PatternPrinter::print)));
    }

    private static Set<String> types(List<ComparisonExpression> atoms) {
        Set<String> types = new HashSet<>();
        atoms.forEach(atom -> collectTypes(atom, types));
        return types;
    }

    private static void collectTypes(ComparisonExpression expression, Set<String> types) {
        if (expression instanceof Comparison comparison) {
            types.add(comparison.path().type());
        } else if (expression instanceof In in) {
            types.add(in.path().type());
        } else if (expression instanceof Exists exists) {
            types.add(exists.path().type());
        } else if (expression instanceof Joined joined) {
            joined.operands().forEach(operand -> collectTypes(operand, types));
        }
    }
}
