package org.entente.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.entente.http.Listing;
import org.entente.http.ProblemException;

/** A place in a list by time: behind one item, by when that came and its id. */
record QueuePlace(OffsetDateTime at, UUID id) {

    /** Empty for the first page. */
    static Optional<QueuePlace> of(Listing.Query query) {
        if (query.after().isEmpty()) {
            return Optional.empty();
        }
        int space = query.after().indexOf(' ');
        try {
            return Optional.of(new QueuePlace(
                    Instant.parse(query.after().substring(0, Math.max(0, space)))
                            .atOffset(ZoneOffset.UTC),
                    UUID.fromString(query.after().substring(space + 1))));
        } catch (DateTimeException | IllegalArgumentException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    /** @param at as {@link StatusWriter#timestamp} writes it */
    static String key(String at, UUID id) {
        return at + " " + id;
    }
}
