package org.entente.log;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.party.PartnerId;

/** Recalls as people look at them: what a partner was told, and who has not acknowledged what. Thread safe. */
public interface RecallBook {

    /**
     * What one partner is told of one recall.
     *
     * @param id by which the partner knows it
     * @param items how many objects it is to drop
     */
    record Notice(
            UUID id,
            RecallCause cause,
            String reason,
            Instant madeAt,
            Optional<Instant> acknowledgedAt,
            Optional<String> acknowledgedBy,
            Optional<String> note,
            long items) {}

    /**
     * A recall as operators see it.
     *
     * @param told how many partners
     * @param open who of them has not acknowledged
     * @param underWay whether more partners and objects may follow: a large recall is in force before all of it is written
     */
    record Entry(RecallAct act, long told, List<PartnerId> open, boolean underWay) {
        public Entry {
            open = List.copyOf(open);
        }
    }

    /** How many notices are open, and how long the oldest has been. */
    record Open(long notices, Duration oldest) {}

    /**
     * Notices of one partner, newest first.
     *
     * @param after the last of the page before; empty for the first page
     */
    Uni<List<Notice>> notices(PartnerId partner, boolean openOnly, Optional<UUID> after, int limit);

    /** One of them; empty where it is not the partner's. */
    Uni<Optional<Notice>> notice(PartnerId partner, UUID id);

    /** The first items of each notice, in order. */
    Uni<Map<UUID, List<RecallItem>>> items(List<UUID> notices, int limit);

    /** Items of one notice after the first so many. */
    Uni<List<RecallItem>> items(UUID notice, long skipped, int limit);

    /** Notes that the partner has dropped everything; the first time counts. */
    Uni<Optional<Notice>> acknowledge(PartnerId partner, UUID id, Instant at, String by, Optional<String> note);

    /** All recalls, newest first. */
    Uni<List<Entry>> recalls(boolean openOnly, Optional<UUID> after, int limit);

    /** One recall. */
    Uni<Optional<Entry>> recall(UUID id);

    /** The newest recall of an object made by a submitter, or by operators where none is given. */
    Uni<Optional<Entry>> lastOf(String object, Optional<PartnerId> submitter);

    /** What is open at a moment. */
    Uni<Open> open(Instant now);
}
