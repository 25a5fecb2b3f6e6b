package org.entente.release.view;

/** Text within JSON strings. */
final class Text {

    private static final String CONTROLS = "\b\f\n\r\t";
    private static final String CONTROL_LETTERS = "bfnrt";

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

    /** As it is written between quotes (RFC 8259 §7), as short as can be: a view is never longer than what it is a view of. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            int named = CONTROLS.indexOf(unit);
            if (unit == '"' || unit == '\\') {
                escaped.append('\\').append(unit);
            } else if (named >= 0) {
                escaped.append('\\').append(CONTROL_LETTERS.charAt(named));
            } else if (unit < ' ') {
                escaped.append(String.format("\\u%04x", (int) unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }
}
