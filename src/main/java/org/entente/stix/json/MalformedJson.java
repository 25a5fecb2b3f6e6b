package org.entente.stix.json;

/**
 * The bytes are not JSON at {@link #offset()}, and nothing after that offset can be trusted to mean anything.
 *
 * <p>Carries no stack trace: it is an expected outcome on the way to a finding, raised as often as a hostile sender likes.
 */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedJson(int offset, String reason) {
        super(reason, null, false, false);
        this.offset = offset;
    }

    /** Offset of the first byte that does not fit, at most the length of the input. */
    public int offset() {
        return offset;
    }
}
