package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.Year;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people call an advisory, for example {@code ENTENTE-2026-K7Q4-M2XD}: a prefix, the year it was begun and eight random
 * letters. Random and not counted: the gaps in a count would tell each reader how many it is not given.
 *
 * @param value in upper case
 */
public record TrackingId(@JsonValue String value) implements Comparable<TrackingId> {

    private static final Pattern FORM =
            Pattern.compile("[A-Z][A-Z0-9]{1,19}-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");

    /** Crockford's: without letters that look like digits or make words. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final Pattern PREFIX = Pattern.compile("[A-Z][A-Z0-9]{1,19}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int GROUP = 4;

    /** @throws IllegalArgumentException for what is no tracking id */
    @JsonCreator
    public TrackingId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A tracking id looks like ENTENTE-2026-K7Q4-M2XD");
        }
    }

    /** Reads one from outside, in any case; empty when it cannot be one. */
    public static Optional<TrackingId> tryParse(String text) {
        String upper = text.toUpperCase(java.util.Locale.ROOT);
        return FORM.matcher(upper).matches() ? Optional.of(new TrackingId(upper)) : Optional.empty();
    }

    /** A new one. */
    static TrackingId random(String prefix, Year year) {
        return new TrackingId(String.format("%s-%04d-%s-%s", prefix, year.getValue(), group(), group()));
    }

    /** Whether tracking ids can begin with it. */
    static boolean isPrefix(String prefix) {
        return PREFIX.matcher(prefix).matches();
    }

    private static String group() {
        StringBuilder letters = new StringBuilder(GROUP);
        for (int i = 0; i < GROUP; i++) {
            letters.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    @Override
    public int compareTo(TrackingId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
