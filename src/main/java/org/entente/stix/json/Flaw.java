package org.entente.stix.json;

/**
 * Something in a value that JSON's grammar lets pass, or that a scanner can step over, but that intake refuses.
 *
 * @param node the tape node it was found at, or the innermost recorded one around it
 * @param kind what it is
 * @param offset the byte it starts at, from the start of the whole input
 */
public record Flaw(int node, Kind kind, int offset) {
    /** The kinds of flaw, each refused under a rule of its own. */
    public enum Kind {
        DUPLICATE_KEY("duplicate-key", "an object names the same key twice; keep one of them"),
        LONE_SURROGATE(
                "lone-surrogate",
                "a \\u escape is half of a surrogate pair; write both halves or the character itself"),
        INVALID_UTF8("invalid-utf8", "a string holds bytes that are not UTF-8; encode the text as UTF-8"),
        NUL_CHARACTER("nul-character", "a string holds U+0000, which storage cannot keep; leave it out"),
        CONTROL_CHARACTER("control-character", "a string holds a raw control character; write it as an escape"),
        NUMBER_RANGE("number-range", "an integer lies outside ±(2^53−1); send it as a string or leave it out"),
        NUMBER_OVERFLOW("number-overflow", "a number does not fit a double; use a smaller exponent"),
        NOT_A_NUMBER("not-a-number", "NaN and Infinity are not JSON; leave the property out"),
        DEPTH_LIMIT("depth-limit", "values are nested deeper than this exchange accepts; flatten them"),
        STRING_LIMIT("string-limit", "a string is longer than this exchange accepts; shorten or split it"),
        NUMBER_LIMIT("number-limit", "a number is spelled with more characters than this exchange accepts; shorten it"),
        ITEMS_LIMIT("items-limit", "a list or object has more members than this exchange accepts; split it");

        private final String rule;
        private final String advice;

        Kind(String rule, String advice) {
            this.rule = rule;
            this.advice = advice;
        }

        /** Stable slug of the rule that refuses it. */
        public String rule() {
            return rule;
        }

        /** One sentence part: what is wrong and what would be right. */
        public String advice() {
            return advice;
        }
    }
}
