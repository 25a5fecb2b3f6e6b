package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.List;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Operator;
import org.entente.stix.pattern.ObservationExpression.Qualified;

/**
 * The canonical form of a pattern: the same for patterns that match the same observations by the laws below.
 *
 * <p>AND and OR are commutative and associative; FOLLOWEDBY is associative. OR is idempotent; AND and FOLLOWEDBY of observations are
 * not, since their operands match different observations. AND and FOLLOWEDBY distribute over OR; an alternative that implies another
 * is dropped. Inside brackets AND is idempotent too, and a set is spelled as comparisons with its members. Constants and addresses that mean the same are spelled the same.
 *
 * <p>Distribution can grow exponentially. Where it would give more than {@value #TERMS_MAX} alternatives it is left out, so that
 * patterns of that size may be equivalent and not compare equal, never the other way round.
 */
public final class CanonicalPattern {
    /** Alternatives up to which AND and FOLLOWEDBY are distributed over OR. */
    static final int TERMS_MAX = 256;

    private static final Qualifier ONCE = new Qualifier.Repeats(1);

    private CanonicalPattern() {}

    /** The canonical form; idempotent. */
    public static ObservationExpression of(ObservationExpression expression) {
        if (expression instanceof Observation observation) {
            return new Observation(CanonicalComparison.of(observation.comparison()));
        }
        if (expression instanceof Qualified qualified) {
            return qualified(of(qualified.expression()), qualified.qualifiers());
        }
        Combined combined = (Combined) expression;
        Operator operator = combined.operator();
        List<ObservationExpression> operands = new ArrayList<>();
        combined.operands().forEach(operand -> addFlattened(operator, of(operand), operands));
        if (operator == Operator.OR) {
            return alternatives(operands);
        }
        return distributes(operands) ? distributed(operator, operands) : joined(operator, operands);
    }

    /** Whether two patterns have the same canonical form. */
    public static boolean equivalent(ObservationExpression one, ObservationExpression other) {
        return of(one).equals(of(other));
    }

    private static ObservationExpression qualified(ObservationExpression inner, List<Qualifier> qualifiers) {
        List<Qualifier> needed = qualifiers.stream()
                .filter(qualifier -> !ONCE.equals(qualifier))
                .map(CanonicalConstants::of)
                .toList();
        return needed.isEmpty() ? inner : new Qualified(inner, needed);
    }

    private static void addFlattened(
            Operator operator, ObservationExpression operand, List<ObservationExpression> into) {
        if (operand instanceof Combined inner && inner.operator() == operator) {
            into.addAll(inner.operands());
        } else {
            into.add(operand);
        }
    }

    private static ObservationExpression joined(Operator operator, List<ObservationExpression> operands) {
        List<ObservationExpression> ordered =
                operator == Operator.FOLLOWEDBY ? operands : Terms.sorted(operands, PatternPrinter::print);
        return ordered.size() == 1 ? ordered.get(0) : new Combined(operator, ordered);
    }

    private static ObservationExpression alternatives(List<ObservationExpression> operands) {
        List<ObservationExpression> distinct = Terms.distinct(Terms.sorted(operands, PatternPrinter::print));
        List<ObservationExpression> needed = Terms.withoutImplied(distinct, Absorption::implies);
        return needed.size() == 1 ? needed.get(0) : new Combined(Operator.OR, needed);
    }

    private static boolean distributes(List<ObservationExpression> operands) {
        return Terms.product(operands, operand -> terms(operand).size()) <= TERMS_MAX
                && operands.stream().anyMatch(operand -> terms(operand).size() > 1);
    }

    private static List<ObservationExpression> terms(ObservationExpression expression) {
        return expression instanceof Combined combined && combined.operator() == Operator.OR
                ? combined.operands()
                : List.of(expression);
    }

    private static ObservationExpression distributed(Operator operator, List<ObservationExpression> operands) {
        List<ObservationExpression> alternatives = new ArrayList<>();
        for (List<ObservationExpression> choice : Terms.choices(operands, CanonicalPattern::terms)) {
            List<ObservationExpression> flat = new ArrayList<>();
            choice.forEach(each -> addFlattened(operator, each, flat));
            alternatives.add(joined(operator, flat));
        }
        return alternatives(alternatives);
    }
}
