package org.entente.stix.pattern;

import java.math.BigDecimal;

/** A value a property is compared to (STIX 2.1 §9.2). Immutable, compared by value. */
public sealed interface Constant {
    /** Text, escapes resolved. */
    record Text(String value) implements Constant {}

    /** A whole number within ±(2^53−1). */
    record Whole(long value) implements Constant {}

    /** A number with a fraction, as spelled. */
    record Decimal(BigDecimal value) implements Constant {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value) implements Constant {}

    /** Octets as hexadecimal digits, an even number of them, as spelled. */
    record Hex(String digits) implements Constant {}

    /** Octets as base64, as spelled without line feeds. */
    record Binary(String base64) implements Constant {}

    /** A valid timestamp, as spelled. */
    record Timestamp(String text) implements Constant {}
}
