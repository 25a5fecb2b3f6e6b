package org.entente.stix.pattern;

import java.math.BigDecimal;
import org.entente.stix.rule.Timestamps;

/** Reads constants out of their text (STIX 2.1 §9.2). */
final class Constants {
    private static final long WHOLE_MAX = (1L << 53) - 1;
    private static final int WHOLE_DIGITS_MAX = 17;
    private static final int DECIMAL_LENGTH_MAX = 64;
    private static final int TIMESTAMP_LENGTH_MAX = 64;

    private Constants() {}

    static long whole(String text, int offset) throws PatternSyntax {
        long value = text.length() <= WHOLE_DIGITS_MAX ? Long.parseLong(text) : Long.MAX_VALUE;
        if (Math.abs(value) > WHOLE_MAX) {
            throw new PatternSyntax(offset, "found an integer outside ±(2^53−1)");
        }
        return value;
    }

    static BigDecimal decimal(String text, int offset) throws PatternSyntax {
        if (text.length() > DECIMAL_LENGTH_MAX) {
            throw new PatternSyntax(offset, "found a number of more than " + DECIMAL_LENGTH_MAX + " characters");
        }
        return new BigDecimal(text);
    }

    static Constant number(String text, int offset) throws PatternSyntax {
        return text.indexOf('.') < 0
                ? new Constant.Whole(whole(text, offset))
                : new Constant.Decimal(decimal(text, offset));
    }

    static Constant.Timestamp timestamp(String text, int offset) throws PatternSyntax {
        if (text.length() > TIMESTAMP_LENGTH_MAX || !Timestamps.isTimestamp(text)) {
            throw new PatternSyntax(offset, "expected an existing date and time like t'2026-01-31T00:00:00Z'");
        }
        return new Constant.Timestamp(text);
    }

    static Constant hex(String digits, int offset) throws PatternSyntax {
        boolean fits = digits.length() % 2 == 0
                && digits.chars().allMatch(unit -> unit < 128 && Character.digit(unit, 16) >= 0);
        if (!fits) {
            throw new PatternSyntax(offset, "expected an even number of hexadecimal digits");
        }
        return new Constant.Hex(digits);
    }

    /** Line feeds inside are ignored. */
    static Constant binary(String text, int offset) throws PatternSyntax {
        String base64 = text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace("\n", "").replace("\r", "");
        int data = base64.endsWith("==")
                ? base64.length() - 2
                : base64.endsWith("=") ? base64.length() - 1 : base64.length();
        boolean fits = base64.length() % 4 == 0 && base64.chars().limit(data).allMatch(Constants::isBase64);
        if (!fits) {
            throw new PatternSyntax(offset, "expected base64 with padding");
        }
        return new Constant.Binary(base64);
    }

    private static boolean isBase64(int unit) {
        return unit >= 'a' && unit <= 'z'
                || unit >= 'A' && unit <= 'Z'
                || unit >= '0' && unit <= '9'
                || unit == '+'
                || unit == '/';
    }
}
