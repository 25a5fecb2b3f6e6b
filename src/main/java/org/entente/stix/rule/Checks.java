package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** The data types of STIX 2.1 §2 as checks. */
final class Checks {
    static final Check STRING = Checks::isString;
    static final Check BOOLEAN = Checks::isBoolean;
    static final Check NUMBER = Checks::isNumber;
    static final Check INTEGER = Checks::isInteger;
    static final Check TIMESTAMP = Checks::isTimestamp;
    static final Check VERSION_TIMESTAMP = Checks::isVersionTimestamp;
    static final Check STRINGS = list(STRING);
    static final Check STRING_OR_INTEGER = Checks::stringOrInteger;

    private static final int MILLISECOND_DIGITS = 3;

    private Checks() {}

    static boolean isString(Inspection in, int node) {
        return in.tape().isString(node) || wrongType(in, node, "a string");
    }

    static boolean isObject(Inspection in, int node) {
        return in.tape().isObject(node) || wrongType(in, node, "an object");
    }

    static boolean isBoolean(Inspection in, int node) {
        JsonTape.Kind kind = in.tape().kind(node);
        return kind == JsonTape.Kind.TRUE || kind == JsonTape.Kind.FALSE || wrongType(in, node, "true or false");
    }

    static boolean isNumber(Inspection in, int node) {
        return in.tape().kind(node) == JsonTape.Kind.NUMBER || wrongType(in, node, "a number");
    }

    /** A whole number: spelled without fraction, or with one of zeros only. */
    static boolean isInteger(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (tape.kind(node) != JsonTape.Kind.NUMBER) {
            return wrongType(in, node, "an integer");
        }
        return !tape.hasFraction(node) || Numbers.isWhole(tape, node) || wrongType(in, node, "an integer");
    }

    private static boolean wrongType(Inspection in, int node, String wanted) {
        JsonTape.Kind kind = in.tape().kind(node);
        if (kind != JsonTape.Kind.UNREAD) {
            String found = kind == JsonTape.Kind.NUMBER ? "the number " + in.quote(node) : kind.label();
            in.error(node, Rule.TYPE_OF_VALUE, "The value is " + found + "; it must be " + wanted + ".");
        }
        return false;
    }

    static boolean isTimestamp(Inspection in, int node) {
        if (!isString(in, node)) {
            return false;
        }
        if (!Timestamps.isTimestamp(in.tape(), node)) {
            in.error(
                    node,
                    Rule.TIMESTAMP,
                    in.quote(node)
                            + " is not a timestamp; write an existing date and time as YYYY-MM-DDTHH:mm:ss.sssZ.");
            return false;
        }
        return true;
    }

    private static void isVersionTimestamp(Inspection in, int node) {
        if (!isTimestamp(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        if (Timestamps.precision(tape.start(node), tape.end(node)) < MILLISECOND_DIGITS) {
            in.error(node, Rule.TIMESTAMP_PRECISION, in.quote(node) + " is too coarse; give at least milliseconds.");
        }
    }

    static Check integer(long low, long high) {
        return (in, node) -> {
            if (isInteger(in, node)) {
                inRange(in, node, low, high);
            }
        };
    }

    static Check atLeast(long low) {
        return (in, node) -> {
            if (isInteger(in, node)) {
                inRange(in, node, low, Double.MAX_VALUE);
            }
        };
    }

    private static void stringOrInteger(Inspection in, int node) {
        if (!in.tape().isString(node)) {
            isInteger(in, node);
        }
    }

    static Check number(double low, double high) {
        return (in, node) -> {
            if (isNumber(in, node)) {
                inRange(in, node, low, high);
            }
        };
    }

    private static void inRange(Inspection in, int node, double low, double high) {
        double value = Numbers.value(in.tape(), node);
        if (value < low || value > high) {
            String bounds = high == Double.MAX_VALUE
                    ? "at least " + Numbers.text(low)
                    : Numbers.text(low) + " to " + Numbers.text(high);
            in.error(node, Rule.VALUE_RANGE, in.quote(node) + " is out of range; it must be " + bounds + ".");
        }
    }

    /** A list of at least one value that each pass this check. */
    static Check list(Check item) {
        return (in, node) -> {
            JsonTape tape = in.tape();
            if (!tape.isArray(node)) {
                wrongType(in, node, "a list");
                return;
            }
            if (tape.isEmpty(node)) {
                in.error(node, Rule.EMPTY_LIST, "The list is empty; leave the property out or give it a value.");
            }
            for (int child = tape.first(node); child < tape.next(node); child = tape.next(child)) {
                item.check(in, child);
            }
        };
    }

    /** A string of a closed list of terms. */
    static Check enumeration(String name, String... terms) {
        TermSet allowed = TermSet.of(terms);
        return (in, node) -> {
            if (isString(in, node) && !allowed.has(in.tape(), node)) {
                in.error(node, Rule.ENUMERATION, in.quote(node) + " is not in " + name + "; use one of its terms.");
            }
        };
    }
}
