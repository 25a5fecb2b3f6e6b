package org.entente.stix.rule;

/** Untrusted text in messages: short, printable, on one line. */
final class Quotes {
    private static final int LENGTH_MAX = 60;

    private Quotes() {}

    static String of(String text) {
        String cut = cut(text, LENGTH_MAX);
        StringBuilder quoted = new StringBuilder(cut.length() + 2).append('\'');
        for (int i = 0; i < cut.length(); ) {
            int point = cut.codePointAt(i);
            quoted.appendCodePoint(point >= ' ' && point < 0x7F || isPrintable(point) ? point : 0xFFFD);
            i += Character.charCount(point);
        }
        return quoted.append('\'').toString();
    }

    /** The first characters of a text, with an ellipsis when something was cut off. */
    static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(lengthMax - 1)) ? lengthMax - 1 : lengthMax;
        return text.substring(0, end) + "…";
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
