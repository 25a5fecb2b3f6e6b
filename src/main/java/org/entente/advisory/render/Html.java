package org.entente.advisory.render;

/** HTML being written, which is well-formed XML too. Used once, by one thread. */
final class Html {

    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();

    /** Markup of ours, or what {@link Markdown} made. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text of anybody's, which stays text. */
    Html text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** An element with text of anybody's. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag + ">\n");
    }

    /** An element of a class with text of anybody's. */
    Html element(String tag, String name, String text) {
        return raw("<" + tag + " class=\"" + name + "\">").text(text).raw("</" + tag + ">\n");
    }

    /** A link whose address was checked to be http or https. */
    Html link(String url, String text) {
        return raw("<a rel=\"nofollow noopener noreferrer\" href=\"" + escaped(url) + "\">")
                .text(text)
                .raw("</a>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return clean(out.toString());
    }

    /** Without characters that XML has not, and without those that turn the reading direction of what stands beside them. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isShown(c) ? c : REPLACEMENT));
        return clean.toString();
    }

    private static boolean isShown(int c) {
        boolean xml = c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= ' ' && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
        boolean turning = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return xml && !turning && c != 0x7F;
    }
}
