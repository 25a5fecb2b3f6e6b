package org.entente.intake;

import org.entente.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Checks words of people that others will read. */
public final class Words {

    private static final int CHARACTERS_MAX = 2_000;

    private Words() {}

    /**
     * Stripped; empty where there are none.
     *
     * @param pointer into the body
     * @throws ProblemException where it is too long or holds control characters
     */
    public static String optional(@Nullable String text, String pointer) {
        String words = text == null ? "" : text.strip();
        if (words.length() > CHARACTERS_MAX) {
            throw ProblemException.invalidBody(pointer, "At most " + CHARACTERS_MAX + " characters.");
        }
        if (words.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw ProblemException.invalidBody(pointer, "Must have no control characters but line ends.");
        }
        return words;
    }

    /**
     * The same where there must be some.
     *
     * @param why what is missing
     */
    public static String required(@Nullable String text, String pointer, String why) {
        String words = optional(text, pointer);
        if (words.isEmpty()) {
            throw ProblemException.invalidBody(pointer, why);
        }
        return words;
    }
}
