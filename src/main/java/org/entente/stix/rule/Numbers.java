package org.entente.stix.rule;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.entente.stix.json.JsonTape;

/** Values of number tokens, which the scanner has already bounded in length and range. */
final class Numbers {
    private Numbers() {}

    static double value(JsonTape tape, int node) {
        return Double.parseDouble(spelling(tape, node));
    }

    private static String spelling(JsonTape tape, int node) {
        return new String(
                tape.source(), tape.start(node), tape.end(node) - tape.start(node), StandardCharsets.ISO_8859_1);
    }

    /** Whether a number spelled with a fraction or exponent is an integer within ±(2^53−1). */
    static boolean isWhole(JsonTape tape, int node) {
        double value = value(tape, node);
        return value == Math.rint(value) && Math.abs(value) < 1L << 53;
    }

    static String text(double bound) {
        return bound == Math.rint(bound) ? BigDecimal.valueOf((long) bound).toPlainString() : Double.toString(bound);
    }
}
