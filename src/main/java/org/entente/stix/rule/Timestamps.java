package org.entente.stix.rule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.entente.stix.json.JsonTape;

/**
 * Timestamps {@code YYYY-MM-DDTHH:mm:ss[.s+]Z} (STIX 2.1 §2.16), read from their bytes.
 *
 * <p>Any number of fraction digits is compared exactly; an {@link Instant} keeps nine of them. A leap second is the same moment as
 * the second after it.
 */
public final class Timestamps {
    /** Not a timestamp. */
    static final long INVALID = Long.MIN_VALUE;

    private static final int SECONDS_LENGTH = 19;
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_TO_EPOCH = 719_528;
    private static final int NANO_DIGITS = 9;

    private Timestamps() {}

    /** Whole seconds since the epoch, or {@link #INVALID}. */
    static long seconds(byte[] bytes, int start, int end) {
        if (end - start <= SECONDS_LENGTH || bytes[end - 1] != 'Z' || !hasShape(bytes, start)) {
            return INVALID;
        }
        if (!fractionFits(bytes, start + SECONDS_LENGTH, end - 1)) {
            return INVALID;
        }
        int year = number(bytes, start, 4);
        int month = number(bytes, start + 5, 2);
        int day = number(bytes, start + 8, 2);
        if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
            return INVALID;
        }
        int hour = number(bytes, start + 11, 2);
        int minute = number(bytes, start + 14, 2);
        int second = number(bytes, start + 17, 2);
        boolean leapSecond = second == 60 && hour == 23 && minute == 59;
        if (hour > 23 || minute > 59 || second > 59 && !leapSecond) {
            return INVALID;
        }
        return epochDay(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
    }

    private static boolean hasShape(byte[] bytes, int start) {
        for (int i = 0; i < SECONDS_LENGTH; i++) {
            char wanted = SHAPE.charAt(i);
            byte unit = bytes[start + i];
            if (wanted == 'd' ? unit < '0' || unit > '9' : unit != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean fractionFits(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != '.' || start + 1 == end) {
            return false;
        }
        for (int i = start + 1; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int daysInMonth(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1];
    }

    private static long epochDay(int year, int month, int day) {
        long before = year * 365L + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        long leapDay = month > 2 && isLeap(year) ? 1 : 0;
        return before + DAYS_BEFORE_MONTH[month - 1] + leapDay + day - 1 - DAYS_TO_EPOCH;
    }

    /** Digits after the decimal point. */
    static int precision(int start, int end) {
        return Math.max(0, end - 1 - start - SECONDS_LENGTH - 1);
    }

    /** The moment, to the nanosecond; the text must be a timestamp. */
    public static Instant instant(byte[] bytes, int start, int end) {
        int digits = Math.min(precision(start, end), NANO_DIGITS);
        int nanos = digits == 0 ? 0 : number(bytes, start + SECONDS_LENGTH + 1, digits);
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(seconds(bytes, start, end), nanos);
    }

    /** Whether a text is a timestamp. */
    public static boolean isTimestamp(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return seconds(bytes, 0, bytes.length) != INVALID;
    }

    /** The same timestamp without zeros at the end of its fraction. */
    public static String shortest(String timestamp) {
        int end = timestamp.length() - 1;
        if (timestamp.indexOf('.') < 0) {
            return timestamp;
        }
        while (timestamp.charAt(end - 1) == '0') {
            end--;
        }
        boolean empty = timestamp.charAt(end - 1) == '.';
        return timestamp.substring(0, empty ? end - 1 : end) + "Z";
    }

    static boolean isTimestamp(JsonTape tape, int node) {
        return tape.isString(node) && seconds(tape.source(), tape.start(node), tape.end(node)) != INVALID;
    }

    /** Orders two timestamps of one tape, which must be valid. */
    static int compare(JsonTape tape, int one, int other) {
        byte[] bytes = tape.source();
        int bySecond = Long.compare(
                seconds(bytes, tape.start(one), tape.end(one)), seconds(bytes, tape.start(other), tape.end(other)));
        if (bySecond != 0) {
            return bySecond;
        }
        int oneAt = tape.start(one) + SECONDS_LENGTH + 1;
        int otherAt = tape.start(other) + SECONDS_LENGTH + 1;
        int digits = Math.max(precision(tape.start(one), tape.end(one)), precision(tape.start(other), tape.end(other)));
        for (int i = 0; i < digits; i++) {
            int byDigit = digit(bytes, oneAt + i, tape.end(one) - 1) - digit(bytes, otherAt + i, tape.end(other) - 1);
            if (byDigit != 0) {
                return byDigit;
            }
        }
        return 0;
    }

    private static int digit(byte[] bytes, int at, int end) {
        return at < end ? bytes[at] : '0';
    }
}
