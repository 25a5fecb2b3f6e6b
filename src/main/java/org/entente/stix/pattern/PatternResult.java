package org.entente.stix.pattern;

/** What came of parsing a pattern. */
public sealed interface PatternResult {
    /** It is a pattern. */
    record Parsed(ObservationExpression expression) implements PatternResult {}

    /**
     * It is not.
     *
     * @param line from 1
     * @param column from 1, in UTF-16 units: where the text stops being a pattern
     * @param message what was expected there; repeats at most one short word of the text
     */
    record Failed(int line, int column, String message) implements PatternResult {}
}
