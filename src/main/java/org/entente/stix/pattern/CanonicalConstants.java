package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.rule.Timestamps;

/** One spelling for constants that mean the same. */
final class CanonicalConstants {
    private static final BigDecimal WHOLE_MAX = BigDecimal.valueOf((1L << 53) - 1);

    private CanonicalConstants() {}

    static Comparison of(Comparison comparison) {
        Constant constant = of(comparison.constant());
        boolean wildcards = comparison.operator() == Operator.LIKE || comparison.operator() == Operator.MATCHES;
        return new Comparison(
                comparison.path(),
                comparison.negated(),
                comparison.operator(),
                wildcards ? constant : inNativeForm(comparison.path(), constant));
    }

    static In of(In in) {
        List<Constant> constants = in.constants().stream()
                .map(constant -> inNativeForm(in.path(), of(constant)))
                .toList();
        return new In(in.path(), in.negated(), Terms.distinct(Terms.sorted(constants, PatternPrinter::print)));
    }

    static Qualifier of(Qualifier qualifier) {
        if (qualifier instanceof Qualifier.Within within) {
            return new Qualifier.Within(plain(within.seconds()));
        }
        if (qualifier instanceof Qualifier.StartStop window) {
            return new Qualifier.StartStop(timestamp(window.start()), timestamp(window.stop()));
        }
        return qualifier;
    }

    private static Constant of(Constant constant) {
        if (constant instanceof Constant.Decimal decimal) {
            return number(decimal.value());
        }
        if (constant instanceof Constant.Hex hex) {
            return new Constant.Hex(hex.digits().toLowerCase(Locale.ROOT));
        }
        if (constant instanceof Constant.Binary binary) {
            return new Constant.Hex(HexFormat.of().formatHex(decode(binary.base64())));
        }
        return constant instanceof Constant.Timestamp timestamp ? timestamp(timestamp) : constant;
    }

    /** The decoder of the platform refuses what the parser let pass only when stray bits follow the last octet. */
    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static Constant number(BigDecimal value) {
        BigDecimal plain = plain(value);
        boolean whole = plain.scale() <= 0 && plain.abs().compareTo(WHOLE_MAX) <= 0;
        return whole ? new Constant.Whole(plain.longValueExact()) : new Constant.Decimal(plain);
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Without zeros at the end of the fraction. */
    private static Constant.Timestamp timestamp(Constant.Timestamp timestamp) {
        return new Constant.Timestamp(Timestamps.shortest(timestamp.text()));
    }

    /** Addresses by the range they stand for; registry keys and names of their values without case. */
    private static Constant inNativeForm(ObjectPath path, Constant constant) {
        if (!(constant instanceof Constant.Text text)) {
            return constant;
        }
        String steps = path.stepsText();
        return switch (path.type()) {
            case "ipv4-addr" -> steps.equals("value") ? new Constant.Text(AddressRanges.ipv4(text.value())) : constant;
            case "ipv6-addr" -> steps.equals("value") ? new Constant.Text(AddressRanges.ipv6(text.value())) : constant;
            case "windows-registry-key" ->
                isCaseless(path, steps) ? new Constant.Text(text.value().toLowerCase(Locale.ROOT)) : constant;
            default -> constant;
        };
    }

    private static boolean isCaseless(ObjectPath path, String steps) {
        boolean valueName = path.steps().size() == 3 && path.property().equals("values") && steps.endsWith("].name");
        return steps.equals("key") || valueName;
    }
}
