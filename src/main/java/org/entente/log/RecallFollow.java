package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.entente.log.RecallTroubles.Failure;
import org.entente.log.RecallTroubles.Subject;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * How far changes of policies and markings were followed, and what they take back. Thread safe. Everything is kept in the database,
 * so another instance goes on where one stopped.
 */
public interface RecallFollow {

    /** Runs some work on one instance at a time. */
    <T> Uni<T> alone(Supplier<Uni<T>> work);

    /**
     * Where the following of one partner is.
     *
     * @param revision of the fact worked out last
     * @param position in the log, while the next one is worked out
     * @param notice it is written to; empty before anything was found
     */
    record Place(PartnerId partner, long revision, long position, Optional<UUID> notice) {}

    /** Partners that changed since; those that are new start where they are. */
    Uni<List<Place>> behind();

    /** The same as a database or a transaction has them. */
    Uni<List<Place>> behind(SqlClient database);

    /** By which facts partners that changed since, and others, may hold something; and what partners are still to be told. */
    Uni<List<Tenure>> tenures(Collection<PartnerId> others);

    /**
     * Entries of classes a partner lost, and containers of classes it kept.
     *
     * @param upTo inclusive
     * @param addedUntil inclusive
     */
    record Lost(List<Integer> lost, List<Integer> kept, long after, long upTo, Instant addedUntil, int limit) {}

    /** The next of them. */
    Uni<List<StandingEntry>> lost(Lost asked);

    /** Changes with whatever is recalled, with whatever partners are told, and with the partner. */
    Uni<Long> revision(PartnerId partner);

    /** Every entry of some objects. */
    Uni<List<StandingEntry>> entriesOf(List<StixId> objects);

    /** Entries by their positions. */
    Uni<List<StandingEntry>> entriesAt(List<Long> positions);

    /**
     * Writes items of a policy's recall and where it goes on, or nothing; makes the recall with its first items.
     *
     * @param revision of the partner before it was looked at
     * @return false, and nothing is written, where it is another by now: then they are to be looked at anew
     */
    Uni<Boolean> add(Place place, RecallAct act, List<RecallAct.Item> items, long reached, long revision);

    /**
     * Goes on without an entry that failed, which is noted in the same transaction: of a recalled entry that a partner is still to
     * be told of, the recall tells it.
     *
     * @param revision as above
     * @return false, and nothing is written, where it is another by now
     */
    Uni<Boolean> leaveOut(Place place, Failure failure, long reached, long revision);

    /**
     * Tells a partner of an entry that its recall went on without, which is over with that; a recall of its own.
     *
     * @param items none where there is nothing to tell
     * @param revision as above
     * @return false, and nothing is written, where it is another by now
     */
    Uni<Boolean> tellLeftOut(Subject leftOut, RecallAct act, List<RecallAct.Item> items, long revision);

    /** All of one change is worked out. */
    Uni<Void> done(Place place, long revision);

    /** Objects of the next entries that have other versions of another class, and where those entries end. */
    record Versions(long reached, List<StixId> objects) {}

    /** The next to be looked at for stricter markings. */
    Uni<Versions> versions(int limit);

    /** They were. */
    Uni<Void> versionsDone(long reached);
}
