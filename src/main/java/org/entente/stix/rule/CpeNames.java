package org.entente.stix.rule;

/** CPE 2.3 formatted strings (NIST IR 7695 §6.2). */
final class CpeNames {
    private static final String PREFIX = "cpe:2.3:";
    private static final int COMPONENTS = 11;
    private static final int LANGUAGE = 6;
    private static final int LENGTH_MAX = 2_000;
    private static final String PLAIN = "-._";

    private CpeNames() {}

    static boolean isFormattedString(String text) {
        if (text.length() > LENGTH_MAX || !text.startsWith(PREFIX)) {
            return false;
        }
        int component = 0;
        int start = PREFIX.length();
        for (int at = start; at <= text.length(); at++) {
            if (at < text.length() && text.charAt(at) == '\\') {
                at++;
            } else if (at == text.length() || text.charAt(at) == ':') {
                if (!isComponent(text.substring(start, at), component)) {
                    return false;
                }
                component++;
                start = at + 1;
            }
        }
        return component == COMPONENTS;
    }

    private static boolean isComponent(String text, int component) {
        if (text.equals("*") || text.equals("-")) {
            return true;
        }
        if (component == 0) {
            return text.equals("a") || text.equals("h") || text.equals("o");
        }
        return component == LANGUAGE ? isLanguage(text) : isValue(text);
    }

    private static boolean isLanguage(String text) {
        int hyphen = text.indexOf('-');
        String language = hyphen < 0 ? text : text.substring(0, hyphen);
        String region = hyphen < 0 ? "" : text.substring(hyphen + 1);
        boolean regionFits = hyphen < 0
                || region.length() == 2 && region.chars().allMatch(Character::isLetter)
                || region.length() == 3 && region.chars().allMatch(Character::isDigit);
        return regionFits
                && (language.length() == 2 || language.length() == 3)
                && language.chars().allMatch(Character::isLetter);
    }

    /** Letters, digits, quoted punctuation; at either end wildcards: one asterisk or some question marks. */
    private static boolean isValue(String text) {
        int start = 0;
        int end = text.length();
        if (text.startsWith("*")) {
            start = 1;
        }
        while (start < end && text.charAt(start) == '?') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '?' && !isQuoted(text, end - 1)) {
            end--;
        }
        if (end > start && text.charAt(end - 1) == '*' && !isQuoted(text, end - 1)) {
            end--;
        }
        return start < end && isPlainText(text, start, end);
    }

    private static boolean isQuoted(String text, int at) {
        return at > 0 && text.charAt(at - 1) == '\\';
    }

    private static boolean isPlainText(String text, int start, int end) {
        for (int at = start; at < end; at++) {
            char unit = text.charAt(at);
            boolean plain = unit >= 'a' && unit <= 'z'
                    || unit >= 'A' && unit <= 'Z'
                    || unit >= '0' && unit <= '9'
                    || PLAIN.indexOf(unit) >= 0;
            if (unit == '\\' && at + 1 < end) {
                at++;
            } else if (!plain) {
                return false;
            }
        }
        return true;
    }
}
