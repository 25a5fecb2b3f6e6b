package org.entente.stix.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as ECMAScript's Number::toString writes them, which RFC 8785 §3.2.2.3 asks for. */
final class EcmaNumber {
    private static final int DIGITS_MAX = 17;

    /** From this decimal exponent on, and down to the other, ECMAScript writes plain digits. */
    private static final int PLAIN_MAX = 21;

    private static final int PLAIN_MIN = -6;

    private EcmaNumber() {}

    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + text(-value);
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale();
        return write(digits, exponent);
    }

    /**
     * The fewest digits that read back as the value, the nearest to it among those.
     *
     * <p>Not {@link Double#toString}, which before JDK 19 sometimes gives one digit too many.
     */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DIGITS_MAX; digits++) {
            BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (candidate.doubleValue() == value) {
                return candidate.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(DIGITS_MAX, RoundingMode.HALF_EVEN)).stripTrailingZeros();
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
