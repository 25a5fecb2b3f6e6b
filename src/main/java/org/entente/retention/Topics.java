package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.entente.log.PurgeWriter;
import org.entente.partner.ExitBarrier;
import org.entente.relay.TopicPurge;
import org.entente.retention.Rule.Since;
import org.entente.retention.Rule.State;
import org.jspecify.annotations.Nullable;

/** Brings partners' topics after the log: nothing that was erased stays on them. Thread safe. */
@ApplicationScoped
class Topics {

    private static final String STATE = "SELECT purged_number, looked_number, looked_at FROM retention_topics";

    private static final String LOOKED =
            "UPDATE retention_topics SET purged_number = $1, looked_number = $2, looked_at = $3";

    private final Pool pool;
    private final PurgeWriter writer;
    private final TopicPurge topics;
    private final Rules rules;
    private final Instance<ExitBarrier> barriers;
    private final RetentionConfig config;
    private final Clock clock;

    Topics(
            Pool pool,
            PurgeWriter writer,
            TopicPurge topics,
            Rules rules,
            Instance<ExitBarrier> barriers,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.writer = writer;
        this.topics = topics;
        this.rules = rules;
        this.barriers = barriers;
        this.config = config;
        this.clock = clock;
    }

    /**
     * How far topics are.
     *
     * @param settled up to which number nothing of what was erased can be on them
     * @param looked up to which nothing was when they were looked at
     * @param lookedAt when
     */
    record Reached(long settled, long looked, Instant lookedAt) {}

    Uni<Reached> reached() {
        return bounded(pool.query(STATE).execute()).map(rows -> {
            Row row = rows.iterator().next();
            @Nullable OffsetDateTime at = row.getOffsetDateTime("looked_at");
            return new Reached(
                    row.getLong("purged_number"),
                    row.getLong("looked_number"),
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
                    boolean settles = reached.looked() > reached.settled()
                            && !reached.lookedAt().plus(config.settling()).isAfter(clock.instant());
                    return last > reached.looked() || settles
                            ? look(reached, last, settles)
                            : Uni.createFrom().voidItem();
                });
    }

    private Uni<Void> look(Reached reached, long last, boolean settles) {
        return passed().chain(() -> topics.look(dates -> writer.erasedAmong(dates, reached.settled())))
                .chain(() -> bounded(pool.preparedQuery(LOOKED)
                        .execute(Tuple.of(
                                settles ? reached.looked() : reached.settled(),
                                last,
                                clock.instant().atOffset(ZoneOffset.UTC)))))
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

    /** Brokers give up by themselves what no rule lets stay, whether or not anybody looks. */
    Uni<Void> align() {
        return rules.all(Optional.of(State.ACTIVE))
                .map(active -> active.stream()
                        .filter(rule -> rule.since() == Since.ACCEPTED)
                        .map(rule -> Duration.ofDays(rule.days()))
                        .min(Duration::compareTo))
                .chain(shortest -> shortest.isPresent()
                        ? topics.keepAtMost(shortest.get()).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
