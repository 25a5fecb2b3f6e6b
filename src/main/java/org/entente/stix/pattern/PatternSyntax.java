package org.entente.stix.pattern;

/** Raised inside the parser where a text stops being a pattern; carries no stack trace. */
final class PatternSyntax extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    PatternSyntax(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
