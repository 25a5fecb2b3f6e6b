package org.entente.log;

/** Some content was there already, or came at the same moment; nothing was appended. */
public final class NotFreshException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotFreshException() {
        super("Not all contents are new", null, false, false);
    }
}
