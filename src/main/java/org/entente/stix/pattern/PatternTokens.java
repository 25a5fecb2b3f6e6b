package org.entente.stix.pattern;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a pattern into tokens, one ahead of the parser. White space is what Unicode calls so (§9.4); comments, which OASIS's own
 * grammar allows, count as white space.
 */
final class PatternTokens {
    /** What a token is. */
    enum Kind {
        END("the end of the pattern"),
        LEFT_BRACKET("'['"),
        RIGHT_BRACKET("']'"),
        LEFT_PARENTHESIS("'('"),
        RIGHT_PARENTHESIS("')'"),
        COMMA("','"),
        COLON("':'"),
        DOT("'.'"),
        ASTERISK("'*'"),
        OPERATOR("a comparison operator"),
        WORD("a word"),
        TEXT("a string"),
        HEX("a hexadecimal constant"),
        BINARY("a binary constant"),
        TIMESTAMP("a timestamp"),
        NUMBER("a number");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static final int WORD_SHOWN_MAX = 20;

    private final String pattern;
    private int at;
    private Kind kind = Kind.END;
    private int start;
    private int end;

    /** The resolved text of a string; of other tokens it is cut out when asked for. */
    private @Nullable String resolved;

    PatternTokens(String pattern) throws PatternSyntax {
        this.pattern = pattern;
        advance();
    }

    Kind kind() {
        return kind;
    }

    /** Offset of the token. */
    int start() {
        return start;
    }

    /** A word, number or operator as it is written; the inside of a constant in quotes, escapes of strings resolved. */
    String text() {
        return resolved != null ? resolved : pattern.substring(textStart(), textEnd());
    }

    private boolean isPrefixed() {
        return kind == Kind.HEX || kind == Kind.BINARY || kind == Kind.TIMESTAMP;
    }

    private int textStart() {
        return isPrefixed() ? start + 2 : start;
    }

    private int textEnd() {
        return isPrefixed() ? end - 1 : end;
    }

    /** Characters of a word, number or operator; of a string those of its resolved text. */
    int length() {
        return resolved != null ? resolved.length() : end - start;
    }

    /** Offset in the pattern of the first such character of the token as it is written, or −1. */
    int indexOf(char unit) {
        for (int i = start; i < end; i++) {
            if (pattern.charAt(i) == unit) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the token is written so. */
    boolean isWritten(String text) {
        return end - start == text.length() && pattern.startsWith(text, start);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && isWritten(word);
    }

    /** How a message names the token. */
    String found() {
        boolean shown = kind == Kind.WORD || kind == Kind.OPERATOR || kind == Kind.NUMBER;
        return shown && end - start <= WORD_SHOWN_MAX ? "'" + text() + "'" : kind.label();
    }

    /** Goes to the next token. */
    void advance() throws PatternSyntax {
        skipSpace();
        start = at;
        resolved = null;
        if (at == pattern.length()) {
            kind = Kind.END;
        } else {
            token();
        }
        end = at;
    }

    private void token() throws PatternSyntax {
        char unit = pattern.charAt(at);
        switch (unit) {
            case '[' -> single(Kind.LEFT_BRACKET);
            case ']' -> single(Kind.RIGHT_BRACKET);
            case '(' -> single(Kind.LEFT_PARENTHESIS);
            case ')' -> single(Kind.RIGHT_PARENTHESIS);
            case ',' -> single(Kind.COMMA);
            case ':' -> single(Kind.COLON);
            case '*' -> single(Kind.ASTERISK);
            case '=', '!', '<', '>' -> operator(unit);
            case '\'' -> string();
            case '.' -> {
                if (isDigit(at + 1)) {
                    number();
                } else {
                    single(Kind.DOT);
                }
            }
            default -> other(unit);
        }
    }

    private void other(char unit) throws PatternSyntax {
        if (unit == '-' || isDigit(at)) {
            number();
        } else if (!isWordStart(unit)) {
            throw new PatternSyntax(at, "found a character that has no meaning here");
        } else if (at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'' && "htb".indexOf(unit) >= 0) {
            prefixed(unit);
        } else {
            word();
        }
    }

    private void single(Kind found) {
        kind = found;
        at++;
    }

    private void operator(char unit) throws PatternSyntax {
        char second = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
        boolean two = second == '=' || unit == '<' && second == '>';
        if (unit == '!' && second != '=') {
            throw new PatternSyntax(at, "expected '!='");
        }
        kind = Kind.OPERATOR;
        at += two ? 2 : 1;
    }

    private void word() {
        while (at < pattern.length() && isWordPart(pattern.charAt(at))) {
            at++;
        }
        kind = Kind.WORD;
    }

    private void number() throws PatternSyntax {
        if (pattern.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (isDigit(at)) {
            at++;
        }
        boolean leadingZero = at - digits > 1 && pattern.charAt(digits) == '0';
        boolean fraction = at < pattern.length() && pattern.charAt(at) == '.' && isDigit(at + 1);
        if (fraction) {
            at++;
            while (isDigit(at)) {
                at++;
            }
        } else if (at == digits || leadingZero) {
            throw new PatternSyntax(start, "expected a number without sign or zeros before it");
        }
        if (at < pattern.length() && isWordStart(pattern.charAt(at))) {
            throw new PatternSyntax(at, "expected the end of a number");
        }
        kind = Kind.NUMBER;
    }

    private boolean isDigit(int offset) {
        return offset < pattern.length() && pattern.charAt(offset) >= '0' && pattern.charAt(offset) <= '9';
    }

    /** Only a backslash and an apostrophe are escaped, each by a backslash (§9.2). */
    private void string() throws PatternSyntax {
        StringBuilder value = null;
        int run = at + 1;
        for (int i = run; i < pattern.length(); i++) {
            char unit = pattern.charAt(i);
            if (unit == '\'') {
                kind = Kind.TEXT;
                resolved = value == null
                        ? pattern.substring(run, i)
                        : value.append(pattern, run, i).toString();
                at = i + 1;
                return;
            }
            if (unit == '\\') {
                char escaped = i + 1 < pattern.length() ? pattern.charAt(i + 1) : ' ';
                if (escaped != '\\' && escaped != '\'') {
                    throw new PatternSyntax(i, "expected a backslash or an apostrophe after the backslash");
                }
                value = (value == null ? new StringBuilder() : value)
                        .append(pattern, run, i)
                        .append(escaped);
                i++;
                run = i + 1;
            }
        }
        throw new PatternSyntax(start, "expected the closing apostrophe of this string");
    }

    private void prefixed(char prefix) throws PatternSyntax {
        int close = pattern.indexOf('\'', at + 2);
        if (close < 0) {
            throw new PatternSyntax(start, "expected the closing apostrophe of this constant");
        }
        kind = prefix == 'h' ? Kind.HEX : prefix == 'b' ? Kind.BINARY : Kind.TIMESTAMP;
        at = close + 1;
    }

    private void skipSpace() throws PatternSyntax {
        while (at < pattern.length()) {
            char unit = pattern.charAt(at);
            if (isSpace(unit)) {
                at++;
            } else if (unit != '/') {
                return;
            } else if (pattern.startsWith("/*", at)) {
                int close = pattern.indexOf("*/", at + 2);
                if (close < 0) {
                    throw new PatternSyntax(at, "expected the end of this comment");
                }
                at = close + 2;
            } else if (pattern.startsWith("//", at)) {
                while (at < pattern.length() && pattern.charAt(at) != '\n' && pattern.charAt(at) != '\r') {
                    at++;
                }
            } else {
                return;
            }
        }
    }

    private static boolean isSpace(char unit) {
        return unit == ' '
                || unit >= '\t' && unit <= '\r'
                || unit == '\u0085'
                || unit == '\u00A0'
                || unit == '\u1680'
                || unit >= '\u2000' && unit <= '\u200A'
                || unit == '\u2028'
                || unit == '\u2029'
                || unit == '\u202F'
                || unit == '\u205F'
                || unit == '\u3000';
    }

    private static boolean isWordStart(char unit) {
        return unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' || unit == '_';
    }

    private static boolean isWordPart(char unit) {
        return isWordStart(unit) || unit >= '0' && unit <= '9' || unit == '-';
    }
}
