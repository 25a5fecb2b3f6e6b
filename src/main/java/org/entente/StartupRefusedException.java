package org.entente;

import org.jspecify.annotations.Nullable;

/** The exchange must not or cannot start; the message is a sentence that says what to set. It holds no secret. */
public final class StartupRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong and what to set
     * @param cause what was met, or null if the sentence says it all
     */
    public StartupRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
