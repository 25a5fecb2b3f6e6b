package org.entente.stix.rule;

import java.util.Set;
import org.entente.stix.json.JsonTape;
import org.entente.stix.pattern.ComparisonExpression;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.Constant;
import org.entente.stix.pattern.ObjectPath;
import org.entente.stix.pattern.ObservationExpression;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Qualified;
import org.entente.stix.pattern.PatternLimits;
import org.entente.stix.pattern.PatternParser;
import org.entente.stix.pattern.PatternResult;

/** The pattern of an indicator, when it is one of STIX: it parses, and what it names can exist (STIX 2.1 §4.7, §9). */
final class IndicatorPatterns {
    /** The two-letter property every observable has. */
    private static final Set<String> SHORT_PROPERTIES = Set.of("id");

    private IndicatorPatterns() {}

    /** As a rule of indicators. */
    static ShapeRule bind(Shape shape) {
        int typeAt = shape.ordinal("pattern_type");
        int patternAt = shape.ordinal("pattern");
        return (in, fields) -> check(in, fields.at(typeAt), fields.at(patternAt));
    }

    private static void check(Inspection in, int type, int pattern) {
        JsonTape tape = in.tape();
        boolean readable = type != JsonTape.NONE
                && pattern != JsonTape.NONE
                && tape.isString(type)
                && tape.isString(pattern)
                && tape.textEquals(type, "stix");
        if (!readable) {
            return;
        }
        PatternLimits limits =
                new PatternLimits(in.limits().patternDepth(), in.limits().patternNodes());
        PatternResult result = PatternParser.parse(tape.text(pattern), limits);
        if (result instanceof PatternResult.Failed failed) {
            String place = " at line " + failed.line() + ", column " + failed.column() + ".";
            in.error(pattern, Rule.PATTERN, "The pattern is not one of STIX: " + failed.message() + place);
        } else if (result instanceof PatternResult.Parsed parsed) {
            observation(in, pattern, parsed.expression());
        }
    }

    private static void observation(Inspection in, int node, ObservationExpression expression) {
        if (expression instanceof Observation observation) {
            comparison(in, node, observation.comparison());
        } else if (expression instanceof Qualified qualified) {
            observation(in, node, qualified.expression());
        } else if (expression instanceof Combined combined) {
            combined.operands().forEach(operand -> observation(in, node, operand));
        }
    }

    private static void comparison(Inspection in, int node, ComparisonExpression expression) {
        if (expression instanceof Joined joined) {
            joined.operands().forEach(operand -> comparison(in, node, operand));
        } else if (expression instanceof Comparison one) {
            path(in, node, one.path());
            range(in, node, one);
        } else if (expression instanceof In in1) {
            path(in, node, in1.path());
            sameKind(in, node, in1);
        } else if (expression instanceof Exists exists) {
            path(in, node, exists.path());
        }
    }

    private static void path(Inspection in, int node, ObjectPath path) {
        boolean standard = KnownTypes.OBSERVABLE.contains(path.type());
        if (!standard && !Types.isName(path.type())) {
            in.error(
                    node,
                    Rule.PATTERN_NAME,
                    Quotes.of(path.type())
                            + " in the pattern is not an object type; use 3 to 250 of a-z, 0-9 and hyphen.");
        }
        String property = path.property();
        boolean known = SHORT_PROPERTIES.contains(property);
        if (!known && !CustomProperties.isName(property)) {
            in.error(
                    node,
                    Rule.PATTERN_NAME,
                    Quotes.of(property)
                            + " in the pattern is not a property name; use 3 to 250 of a-z, 0-9 and underscore.");
        }
    }

    private static void range(Inspection in, int node, Comparison comparison) {
        boolean set = comparison.operator() == ComparisonExpression.Operator.ISSUBSET
                || comparison.operator() == ComparisonExpression.Operator.ISSUPERSET;
        if (set && comparison.constant() instanceof Constant.Text text && !Addresses.isRange(text.value())) {
            in.error(
                    node,
                    Rule.PATTERN_CONSTANT,
                    Quotes.of(text.value()) + " in the pattern is not an IP address or range; " + comparison.operator()
                            + " needs one.");
        }
    }

    private static void sameKind(Inspection in, int node, In set) {
        long kinds =
                set.constants().stream().map(IndicatorPatterns::kind).distinct().count();
        if (kinds > 1) {
            in.error(node, Rule.PATTERN_CONSTANT, "A set in the pattern mixes kinds of constants; use one kind.");
        }
    }

    /** Integers and floats compare with one another, and so do the spellings of octets (§9.2). */
    private static String kind(Constant constant) {
        if (constant instanceof Constant.Whole || constant instanceof Constant.Decimal) {
            return "number";
        }
        return constant instanceof Constant.Hex || constant instanceof Constant.Binary
                ? "octets"
                : constant.getClass().getSimpleName();
    }
}
