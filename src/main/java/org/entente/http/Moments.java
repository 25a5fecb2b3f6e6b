package org.entente.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reads moments from query parameters. */
public final class Moments {

    /** The database keeps no others that anybody could mean. */
    private static final int YEAR_MIN = 1970;

    private static final int YEAR_MAX = 9999;

    private Moments() {}

    /** @throws ProblemException 400 for what is no date and time of RFC 3339 from 1970 to 9999 */
    public static Instant read(String name, String text) {
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            if (year >= YEAR_MIN && year <= YEAR_MAX) {
                return moment;
            }
        } catch (DateTimeException e) {
            throw refused(name);
        }
        throw refused(name);
    }

    private static ProblemException refused(String name) {
        return ProblemException.invalidParameter(
                name + " must be a date and time such as 2026-01-31T12:00:00Z, from 1970 to 9999.");
    }
}
