package org.entente.standalone;

import org.jspecify.annotations.Nullable;

/** The embedded services cannot run; the message is a sentence for the person who started them, and holds no secret. */
public final class StandaloneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong and what to do about it
     */
    public StandaloneException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause what was met, or null if the sentence says it all
     */
    public StandaloneException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
