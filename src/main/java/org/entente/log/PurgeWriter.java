package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Erases entries of the log. What they said goes, with all that was made of it; their places, dates and digests stay. Thread safe; one
 * batch after the other over all instances, and nothing is placed in the log or recalled meanwhile.
 */
public interface PurgeWriter {

    /** What one order says, as {@link Purge}. */
    record Order(
            UUID id,
            Optional<StixId> object,
            Optional<UUID> rule,
            Optional<UUID> run,
            String reason,
            Instant madeAt,
            String madeBy) {}

    /** @param erased how many entries @param left how many more were due and could not be erased just now */
    record Batch(int erased, int left) {}

    /** What of an object there is: in the log, or on its way there. */
    record Presence(boolean standing, boolean waiting) {}

    /** Nothing is erased from now to the end of the transaction. */
    Uni<Void> holdOff(SqlConnection transaction);

    /** Keeps an order, in a transaction of the caller's; its number. An order of the same id is kept once. */
    Uni<Long> order(SqlConnection transaction, Order order);

    /**
     * Erases what is due, in one transaction. What is just being asserted anew, or recalled and not all written, is left.
     *
     * @param number of the order
     * @param due positions, looked up when nothing can be held back any more
     */
    Uni<Batch> erase(long number, Function<SqlConnection, Uni<List<Long>>> due);

    /** Notes that nothing of an order is left. */
    Uni<Void> done(long number);

    /** What there is of an object. */
    Uni<Presence> presenceOf(StixId object);

    /** Whether a partner asserts an object and has not taken that back, as of a transaction; also what waits for its place. */
    Uni<Boolean> isAsserted(SqlConnection transaction, StixId object, PartnerId by);

    /** Which of these dates are those of entries erased after a number. */
    Uni<Set<Instant>> erasedAmong(Collection<Instant> dates, long afterNumber);

    /** The highest number of an erased entry; 0 for none. */
    Uni<Long> lastErased();
}
