package org.entente.stix.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Text of JSON strings out of their bytes. */
public final class JsonText {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long MIX_1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long MIX_2 = 0xC2B2_AE3D_27D4_EB4FL;

    private JsonText() {}

    /** Eight bytes from here, the first the lowest. */
    public static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Offset of the first byte after white space; indentation is read eight bytes at a time. */
    static int afterSpace(byte[] bytes, int start) {
        int at = start;
        while (at < bytes.length) {
            byte unit = bytes[at];
            if (unit == ' ' && at + Long.BYTES <= bytes.length) {
                long others = word(bytes, at) ^ SPACES;
                at += others == 0 ? Long.BYTES : Long.numberOfTrailingZeros(others) >>> 3;
            } else if (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t') {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** The first bytes of a slice, eight at most, as one word: with the length all there is to know of a short name. */
    public static long head(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length >= Long.BYTES) {
            return word(bytes, start);
        }
        if (start + Long.BYTES <= bytes.length) {
            return word(bytes, start) & (1L << length * Byte.SIZE) - 1;
        }
        long head = 0;
        for (int at = end - 1; at >= start; at--) {
            head = head << Byte.SIZE | bytes[at] & 0xFF;
        }
        return head;
    }

    /** A hash of the bytes of a name, from its length and both its ends: cheap, and few names share it. */
    public static int hash(byte[] bytes, int start, int end) {
        int length = end - start;
        long last = length > Long.BYTES ? word(bytes, end - Long.BYTES) : 0;
        long mixed = (head(bytes, start, end) ^ length) * MIX_1 ^ (last + length) * MIX_2;
        return (int) (mixed ^ mixed >>> 32);
    }

    /** Whether a slice that begins with the right {@link #head} spells a name: the rest, read by words. */
    public static boolean sameTail(byte[] bytes, int start, int end, byte[] name) {
        int length = name.length;
        if (end - start != length) {
            return false;
        }
        int last = length - Long.BYTES;
        for (int i = Long.BYTES; i < last; i += Long.BYTES) {
            if (word(bytes, start + i) != word(name, i)) {
                return false;
            }
        }
        return last <= 0 || word(bytes, start + last) == word(name, last);
    }

    static String decode(byte[] bytes, int start, int end, boolean escaped) {
        if (!escaped) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - start);
        int run = start;
        for (int at = start; at < end; ) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            if (at > run) {
                text.append(new String(bytes, run, at - run, StandardCharsets.UTF_8));
            }
            if (at + 1 >= end) {
                return text.append('\uFFFD').toString();
            }
            at = appendEscape(text, bytes, at + 1, end);
            run = at;
        }
        text.append(new String(bytes, run, end - run, StandardCharsets.UTF_8));
        return replaceLoneSurrogates(text);
    }

    private static int appendEscape(StringBuilder text, byte[] bytes, int at, int end) {
        switch (bytes[at]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                int unit = at + 5 <= end ? hex4(bytes, at + 1) : -1;
                text.append(unit < 0 ? '\uFFFD' : (char) unit);
                return Math.min(at + 5, end);
            }
            default -> text.append((char) bytes[at]);
        }
        return at + 1;
    }

    private static String replaceLoneSurrogates(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    /** The four hex digits at this offset as a UTF-16 unit, or −1. */
    static int hex4(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
