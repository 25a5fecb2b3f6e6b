package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.List;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Qualified;

/**
 * An observable a pattern names: a property and a value it must equal.
 *
 * @param type the object type, such as {@code domain-name}
 * @param path the property as it is written after the colon, such as {@code value} or {@code hashes.'SHA-256'}
 * @param value the constant it equals
 */
public record NamedObservable(String type, String path, Constant value) {
    /**
     * Every observable the pattern names, in its order, each once a mention. What a pattern excludes, or only bounds or matches by a
     * wildcard, names none.
     */
    public static List<NamedObservable> in(ObservationExpression expression) {
        List<NamedObservable> found = new ArrayList<>();
        collect(expression, found);
        return List.copyOf(found);
    }

    private static void collect(ObservationExpression expression, List<NamedObservable> found) {
        if (expression instanceof Observation observation) {
            collect(observation.comparison(), found);
        } else if (expression instanceof Qualified qualified) {
            collect(qualified.expression(), found);
        } else if (expression instanceof Combined combined) {
            combined.operands().forEach(operand -> collect(operand, found));
        }
    }

    private static void collect(ComparisonExpression expression, List<NamedObservable> found) {
        if (expression instanceof Joined joined) {
            joined.operands().forEach(operand -> collect(operand, found));
        } else if (expression instanceof Comparison one && names(one)) {
            found.add(new NamedObservable(one.path().type(), one.path().stepsText(), one.constant()));
        } else if (expression instanceof In in && !in.negated()) {
            String path = in.path().stepsText();
            in.constants()
                    .forEach(constant -> found.add(new NamedObservable(in.path().type(), path, constant)));
        }
    }

    private static boolean names(Comparison comparison) {
        return comparison.operator() == (comparison.negated() ? Operator.NOT_EQUAL : Operator.EQUAL);
    }
}
