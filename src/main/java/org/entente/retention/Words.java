package org.entente.retention;

import org.entente.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads what operators write. */
final class Words {

    private static final int CHARACTERS_MAX = 2_000;

    private Words() {}

    /** @throws ProblemException 400 for what is missing, too long or no text */
    static String reason(@Nullable String given) {
        String reason = given == null ? "" : given.strip();
        if (reason.isEmpty()) {
            throw ProblemException.invalidBody("/reason", "Say why.");
        }
        if (reason.length() > CHARACTERS_MAX) {
            throw ProblemException.invalidBody("/reason", "At most " + CHARACTERS_MAX + " characters.");
        }
        if (reason.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ProblemException.invalidBody("/reason", "Must have no control characters but line ends.");
        }
        return reason;
    }
}
