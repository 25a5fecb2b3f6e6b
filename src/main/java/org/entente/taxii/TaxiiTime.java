package org.entente.taxii;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Timestamps as TAXII 2.1 §2 spells them: up to six fraction digits are read, six are written, and the zone is {@code Z}. */
final class TaxiiTime {

    private static final Pattern SHAPE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T(?:[01]\\d|2[0-3]):\\d{2}:\\d{2}(?:\\.\\d{1,6})?Z");

    private static final DateTimeFormatter SIX_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private TaxiiTime() {}

    /** Empty when the text is no timestamp, or names a day that never was. */
    static Optional<Instant> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException noSuchMoment) {
            return Optional.empty();
        }
    }

    static String format(Instant instant) {
        return SIX_DIGITS.format(instant);
    }
}
