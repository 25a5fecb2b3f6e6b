package org.entente.stix.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as ECMAScript's Number::toString writes them, which RFC 8785 §3.2.2.3 asks for. */
final class EcmaNumber {
    private static final int DIGITS_MAX = 17;
    private static final double INTEGER_MAX = (1L << 53) - 1;

    /** From this decimal exponent on, and down to the other, ECMAScript writes plain digits. */
    private static final int PLAIN_MAX = 21;

    private static final int PLAIN_MIN = -6;

    private EcmaNumber() {}

    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) <= INTEGER_MAX) {
            return Long.toString((long) value);
        }
        if (value < 0) {
            return "-" + text(-value);
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        return write(digits, digits.length() - shortest.scale());
    }

    /**
     * The fewest digits that read back as the value, the nearest to it among those.
     *
     * <p>{@link Double#toString} reads back, but before JDK 19 sometimes has a digit too many or not the nearest: so its length is the
     * start of the search, not its result.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        int digits = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
        while (digits > 1 && rounded(exact, digits - 1).doubleValue() == value) {
            digits--;
        }
        BigDecimal nearest = rounded(exact, digits);
        return (nearest.doubleValue() == value ? nearest : rounded(exact, DIGITS_MAX)).stripTrailingZeros();
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    /** Writes 0.digits × 10^exponent. */
    private static String write(String digits, int exponent) {
        int count = digits.length();
        if (count <= exponent && exponent <= PLAIN_MAX) {
            return digits + "0".repeat(exponent - count);
        }
        if (0 < exponent && exponent <= PLAIN_MAX) {
            return digits.substring(0, exponent) + "." + digits.substring(exponent);
        }
        if (PLAIN_MIN < exponent && exponent <= 0) {
            return "0." + "0".repeat(-exponent) + digits;
        }
        String sign = exponent - 1 < 0 ? "-" : "+";
        String power = "e" + sign + Math.abs(exponent - 1);
        return count == 1 ? digits + power : digits.charAt(0) + "." + digits.substring(1) + power;
    }
}
