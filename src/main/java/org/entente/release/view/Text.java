package org.entente.release.view;

/** Text within JSON strings. */
final class Text {

    private Text() {}

    /** Every occurrence, in whatever case, replaced. */
    static String replace(String text, String ascii, String by) {
        StringBuilder replaced = null;
        int copied = 0;
        for (int at = 0; at + ascii.length() <= text.length(); ) {
            if (text.regionMatches(true, at, ascii, 0, ascii.length())) {
                replaced = replaced == null ? new StringBuilder(text.length()) : replaced;
                replaced.append(text, copied, at).append(by);
                at += ascii.length();
                copied = at;
            } else {
                at++;
            }
        }
        return replaced == null
                ? text
                : replaced.append(text, copied, text.length()).toString();
    }

    /** As it is written between quotes (RFC 8259 §7). */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"' || unit == '\\') {
                escaped.append('\\').append(unit);
            } else if (unit < ' ') {
                escaped.append(String.format("\\u%04x", (int) unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }
}
