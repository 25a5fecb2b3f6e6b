package org.entente.audit;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something done, as it is noted.
 *
 * @param action of the catalogue
 * @param subject what it was done to
 * @param reason the actor's words, where it gave any
 * @param details names and small values that say what changed; never content, a secret, or an indicator
 */
public record Act(Action action, Subject subject, Optional<String> reason, Map<String, String> details) {

    private static final int TEXT_CHARACTERS_MAX = 2_000;
    private static final int DETAILS_MAX = 8;
    private static final int DETAIL_CHARACTERS_MAX = 200;

    public Act {
        if (details.size() > DETAILS_MAX) {
            throw new IllegalArgumentException("At most " + DETAILS_MAX + " details are noted");
        }
        reason = reason.filter(text -> !text.isEmpty()).map(text -> cut(text, TEXT_CHARACTERS_MAX));
        TreeMap<String, String> kept = new TreeMap<>();
        details.forEach((name, value) -> kept.put(name, cut(value, DETAIL_CHARACTERS_MAX)));
        details = Collections.unmodifiableMap(kept);
    }

    /** One without a reason or details. */
    public static Act of(Action action, Subject subject) {
        return new Act(action, subject, Optional.empty(), Map.of());
    }

    /** The same, with what it changed. */
    public Act with(Map<String, String> told) {
        return new Act(action, subject, reason, told);
    }

    /** The same, with why. */
    public Act because(String words) {
        return new Act(action, subject, Optional.of(words), details);
    }

    /** NUL is what the database cannot keep. */
    private static String cut(String text, int charactersMax) {
        String kept = text.replace('\u0000', ' ');
        return kept.length() > charactersMax ? kept.substring(0, charactersMax) : kept;
    }
}
