package org.entente.stix.rule;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.JsonText;

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
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_TO_EPOCH = 719_528;
    private static final int NANO_DIGITS = 9;

    /** "0000-00-" and "00T00:00" as words, their punctuation as masks. */
    private static final long DATE = 0x2D30_302D_3030_3030L;

    private static final long TIME = 0x3030_3A30_3054_3030L;
    private static final long DATE_MARKS = 0xFF00_00FF_0000_0000L;
    private static final long TIME_MARKS = 0x0000_FF00_00FF_0000L;

    /** What makes a byte above 9 show its highest bit. */
    private static final long NINES_TO_SIGN = 0x7676_7676_7676_7676L;

    private static final long SIGNS = 0x8080_8080_8080_8080L;

    private Timestamps() {}

    /** Whole seconds since the epoch, or {@link #INVALID}. */
    static long seconds(byte[] bytes, int start, int end) {
        if (end - start <= SECONDS_LENGTH || bytes[end - 1] != 'Z' || bytes[start + 16] != ':') {
            return INVALID;
        }
        long date = JsonText.word(bytes, start) ^ DATE;
        long time = JsonText.word(bytes, start + 8) ^ TIME;
        if (!areDigits(date, DATE_MARKS) || !areDigits(time, TIME_MARKS)) {
            return INVALID;
        }
        long dates = pairs(date);
        long times = pairs(time);
        int year = byteOf(dates, 0) * 100 + byteOf(dates, 2);
        int month = byteOf(dates, 5);
        int day = byteOf(times, 0);
        int hour = byteOf(times, 3);
        int minute = byteOf(times, 6);
        int second = two(bytes, start + 17);
        if (second < 0 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysInMonth(year, month)) {
            return INVALID;
        }
        boolean leapSecond = second == 60 && hour == 23 && minute == 59;
        if (hour > 23
                || minute > 59
                || second > 59 && !leapSecond
                || !fractionFits(bytes, start + SECONDS_LENGTH, end - 1)) {
            return INVALID;
        }
        return epochDay(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second;
    }

    /** Whether a word from which its expected text was taken away holds 0 to 9 in every byte, and 0 under the marks. */
    private static boolean areDigits(long word, long marks) {
        return (word & marks) == 0 && ((word | word + NINES_TO_SIGN) & SIGNS) == 0;
    }

    /** In each byte the number its digit and the one after it make. */
    private static long pairs(long digits) {
        return digits * 10 + (digits >>> Byte.SIZE);
    }

    private static int byteOf(long word, int index) {
        return (int) (word >>> index * Byte.SIZE) & 0xFF;
    }

    /** Two digits as a number; negative if one is none. */
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1_000_000 : tens * 10 + ones;
    }

    private static boolean fractionFits(byte[] bytes, int start, int end) {
        if (start == end) {
            return true;
        }
        if (bytes[start] != '.' || start + 1 == end) {
            return false;
        }
        int digits = start + 1;
        int signs = 0;
        for (; digits + 1 < end; digits += 2) {
            signs |= two(bytes, digits);
        }
        return signs >= 0 && (digits == end || bytes[digits] >= '0' && bytes[digits] <= '9');
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

    /** Orders two timestamps of one tape, which must be valid; of one precision their order is that of their bytes. */
    static int compare(JsonTape tape, int one, int other) {
        byte[] bytes = tape.source();
        if (tape.end(one) - tape.start(one) == tape.end(other) - tape.start(other)) {
            return Arrays.compare(bytes, tape.start(one), tape.end(one), bytes, tape.start(other), tape.end(other));
        }
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
