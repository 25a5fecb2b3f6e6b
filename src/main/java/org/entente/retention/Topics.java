package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.entente.log.PurgeWriter;
import org.entente.partner.ExitBarrier;
import org.entente.relay.TopicPurge;
import org.jspecify.annotations.Nullable;

/** Brings partners' topics after the log: nothing that was erased stays on them. Thread safe. */
@ApplicationScoped
class Topics {

    private static final String STATE =
            "SELECT purged_number, looked_number, settling_number, settling_at FROM retention_topics";

    /** An instance that was frozen meanwhile is behind what another found. */
    private static final String LOOKED =
            "UPDATE retention_topics SET purged_number = $1, looked_number = $2, looked_at = $3, settling_number = $4,"
                    + " settling_at = $5 WHERE purged_number <= $1 AND looked_number <= $2";

    private final Pool pool;
    private final PurgeWriter writer;
    private final TopicPurge topics;
    private final Instance<ExitBarrier> barriers;
    private final RetentionConfig config;
    private final Clock clock;

    Topics(
            Pool pool,
            PurgeWriter writer,
            TopicPurge topics,
            Instance<ExitBarrier> barriers,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.writer = writer;
        this.topics = topics;
        this.barriers = barriers;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How far topics are.
     *
     * @param settled up to which number nothing of what was erased can be on them
     * @param looked up to which nothing was when they were looked at
     * @param settling up to which a look found nothing that is to be confirmed
     * @param settlingAt when
     */
    record Reached(long settled, long looked, long settling, Instant settlingAt) {

        boolean isSettling() {
            return settling > settled;
        }

        /** An instance of an earlier version beside notes that it looked, and not that this is to be confirmed. */
        boolean isForgotten() {
            return looked > settled && !isSettling();
        }

        /** @param confirms whether it is the second look for what the first found */
        Reached lookedAgain(long last, boolean confirms, Instant now) {
            // Another first look does not put off the second, or with something erased every minute it would never
            // come.
            boolean first = confirms || !isSettling();
            return new Reached(confirms ? settling : settled, last, first ? last : settling, first ? now : settlingAt);
        }
    }

    Uni<Reached> reached() {
        return bounded(pool.query(STATE).execute()).map(rows -> {
            Row row = rows.iterator().next();
            @Nullable OffsetDateTime at = row.getOffsetDateTime("settling_at");
            return new Reached(
                    row.getLong("purged_number"),
                    row.getLong("looked_number"),
                    row.getLong("settling_number"),
                    at == null ? Instant.EPOCH : at.toInstant());
        });
    }

    /** Looks where something was erased since, and once more when no delivery can be under way that was decided before. */
    Uni<Void> follow() {
        return Uni.combine()
                .all()
                .unis(reached(), writer.lastErased())
                .asTuple()
                .chain(both -> {
                    Reached reached = both.getItem1();
                    long last = both.getItem2();
                    boolean settles = reached.isSettling()
                            && !reached.settlingAt().plus(config.settling()).isAfter(clock.instant());
                    return last > reached.looked() || settles || reached.isForgotten()
                            ? look(reached, last, settles)
                            : Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> look(Reached reached, long last, boolean settles) {
        return passed().chain(() -> topics.look(dates -> writer.erasedAmong(dates, reached.settled())))
                .map(report -> clock.instant())
                .chain(now -> keep(reached.lookedAgain(last, settles, now), now));
    }

    private Uni<Void> keep(Reached reached, Instant now) {
        return bounded(pool.preparedQuery(LOOKED)
                        .execute(Tuple.of(
                                reached.settled(),
                                reached.looked(),
                                now.atOffset(ZoneOffset.UTC),
                                reached.settling(),
                                reached.settlingAt().atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    /** Nothing that was decided before is under way to anybody afterwards. */
    private Uni<Void> passed() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ExitBarrier barrier : barriers) {
            all = all.chain(barrier::passed);
        }
        return all;
    }

    /** Whether nothing that was erased can be on any. */
    Uni<Boolean> areClear() {
        return Uni.combine()
                .all()
                .unis(reached(), writer.lastErased())
                .with((reached, last) -> reached.settled() >= last);
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
