package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.List;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Operator;

/** When one canonical alternative can only match where another does. */
final class Absorption {
    private Absorption() {}

    /** Whether whatever matches the first also matches the second. */
    static boolean implies(ObservationExpression one, ObservationExpression other) {
        List<ObservationExpression> parts = parts(one);
        List<ObservationExpression> wanted = parts(other);
        if (wanted.size() > parts.size()) {
            return false;
        }
        return isFollowed(other) ? isFollowed(one) && isSubsequence(wanted, parts) : isContained(wanted, parts);
    }

    /** What all has to match, on different observations. */
    private static List<ObservationExpression> parts(ObservationExpression expression) {
        return expression instanceof Combined combined && combined.operator() != Operator.OR
                ? combined.operands()
                : List.of(expression);
    }

    private static boolean isFollowed(ObservationExpression expression) {
        return expression instanceof Combined combined && combined.operator() == Operator.FOLLOWEDBY;
    }

    private static boolean isSubsequence(List<ObservationExpression> wanted, List<ObservationExpression> parts) {
        int found = 0;
        for (ObservationExpression part : parts) {
            if (found < wanted.size() && part.equals(wanted.get(found))) {
                found++;
            }
        }
        return found == wanted.size();
    }

    private static boolean isContained(List<ObservationExpression> wanted, List<ObservationExpression> parts) {
        List<ObservationExpression> left = new ArrayList<>(parts);
        return wanted.stream().allMatch(left::remove);
    }
}
