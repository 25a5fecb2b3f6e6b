package org.entente.overview;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.entente.overview.Overview.Hour;
import org.entente.overview.Overview.Index;
import org.entente.overview.Overview.OpenRecall;
import org.entente.overview.Overview.Queue;
import org.jspecify.annotations.Nullable;

/** Reads the numbers, each list with one statement over narrow rows or a few steps down an index. Thread safe. */
@ApplicationScoped
class Numbers {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HOURS = 24;
    private static final int RECALLS_SHOWN = 20;

    /** Positions are dense and grow with the date: how many came in between is a difference. */
    private static final String HOURS_SQL = """
            SELECT h.at, coalesce((SELECT e.position FROM log_entry e WHERE e.date_added < h.at
                                   ORDER BY e.date_added DESC LIMIT 1), 0) AS position
            FROM generate_series($1::timestamptz, $1::timestamptz + make_interval(hours => $2), interval '1 hour') AS h(at)
            ORDER BY h.at""";

    private static final String DAYS_SQL = "SELECT day, class_id, entries FROM log_day WHERE day >= $1 ORDER BY day";

    private static final String FEEDS_SQL = """
            SELECT p.partner_id, p.kafka_state,
                EXISTS (SELECT 1 FROM quarantine q WHERE q.partner_id = p.partner_id AND q.resolution IS NULL) AS stopped
            FROM partner p""";

    private static final String AGES_SQL = """
            SELECT a.position, (SELECT e.date_added FROM log_entry e WHERE e.position > a.position
                                ORDER BY e.position LIMIT 1) AS at
            FROM unnest($1::bigint[]) AS a(position)""";

    private static final String QUEUES_SQL = """
            SELECT 'reviews' AS name, count(*) AS waiting, min(held_at) AS oldest FROM held_object WHERE decision IS NULL
            UNION ALL
            SELECT 'quarantines', count(*), min(found_at) FROM quarantine WHERE resolution IS NULL
            UNION ALL
            SELECT 'policy-drafts', count(*), min((
                SELECT max(e.at) FROM policy_draft_event e
                WHERE e.partner_id = d.partner_id AND e.draft = d.number AND e.action = 'SUBMITTED'))
            FROM policy_draft d WHERE d.state = 'SUBMITTED'
            UNION ALL
            SELECT 'advisories', count(*), min(changed_at) FROM advisory WHERE state = 'IN_REVIEW'
            UNION ALL
            SELECT 'recall-notices', count(*), min(r.made_at)
            FROM recall_notice n JOIN recall r USING (recall_number) WHERE n.acknowledged_at IS NULL""";

    private static final String RECALLS_SQL = """
            SELECT r.recall_id, r.cause, r.made_at, o.open FROM (
                SELECT recall_number, count(*) AS open FROM recall_notice WHERE acknowledged_at IS NULL
                GROUP BY recall_number ORDER BY recall_number LIMIT $1) o
            JOIN recall r USING (recall_number) ORDER BY recall_number""";

    private static final String INDEXES_SQL = """
            SELECT c.name, greatest(0, (SELECT coalesce(max(position), 0) FROM log_entry) - c.position) AS lag FROM (
                SELECT 'search' AS name, position FROM search_cursor
                UNION ALL SELECT 'mitigations', position FROM mitigation_cursor
                UNION ALL SELECT 'markings', position FROM recall_marking) c
            ORDER BY c.name""";

    /** Beyond, one more tells nobody anything, and counting would take long. */
    static final int PENDING_MAX = 100_000;

    private static final String PENDING_SQL = "SELECT count(*) AS pending FROM (SELECT 1 FROM log_pending LIMIT $1) p";

    private final Pool pool;

    Numbers(Pool pool) {
        this.pool = pool;
    }

    /** Entries of a class on a day. */
    record OfDay(LocalDate day, int classNumber, long entries) {}

    /** A partner's topics as the directory has them. */
    record OfFeed(String partner, String kafka, boolean stopped) {}

    /** What was added right behind a position. */
    record Next(long position, @Nullable Instant addedAt) {}

    /** Objects accepted that have no place in the log yet, counted up to {@link #PENDING_MAX}. */
    Uni<Long> pending() {
        return list(PENDING_SQL, Tuple.of(PENDING_MAX), row -> row.getLong("pending"))
                .map(found -> found.get(0));
    }

    Uni<List<Hour>> hours(Instant now) {
        OffsetDateTime first = now.truncatedTo(ChronoUnit.HOURS)
                .minus(HOURS - 1, ChronoUnit.HOURS)
                .atOffset(ZoneOffset.UTC);
        return list(
                        HOURS_SQL,
                        Tuple.of(first, HOURS),
                        row -> new Hour(row.getOffsetDateTime("at").toInstant(), row.getLong("position")))
                .map(Numbers::differences);
    }

    private static List<Hour> differences(List<Hour> ends) {
        List<Hour> hours = new ArrayList<>();
        for (int i = 0; i + 1 < ends.size(); i++) {
            hours.add(new Hour(
                    ends.get(i).from(), ends.get(i + 1).received() - ends.get(i).received()));
        }
        return hours;
    }

    Uni<List<OfDay>> days(LocalDate since) {
        return list(
                DAYS_SQL,
                Tuple.of(since),
                row -> new OfDay(row.getLocalDate("day"), row.getInteger("class_id"), row.getLong("entries")));
    }

    Uni<List<OfFeed>> feeds() {
        return list(
                FEEDS_SQL,
                Tuple.tuple(),
                row -> new OfFeed(
                        row.getString("partner_id"),
                        row.getString("kafka_state").toLowerCase(java.util.Locale.ROOT),
                        row.getBoolean("stopped")));
    }

    Uni<List<Next>> next(Long[] positions) {
        return list(AGES_SQL, Tuple.of(positions), row -> {
            @Nullable OffsetDateTime at = row.getOffsetDateTime("at");
            return new Next(row.getLong("position"), at == null ? null : at.toInstant());
        });
    }

    Uni<List<Queue>> queues(Instant now) {
        return list(QUEUES_SQL, Tuple.tuple(), row -> {
            @Nullable OffsetDateTime oldest = row.getOffsetDateTime("oldest");
            return new Queue(
                    row.getString("name"),
                    row.getLong("waiting"),
                    oldest == null ? null : seconds(oldest.toInstant(), now));
        });
    }

    Uni<List<OpenRecall>> recalls(Instant now) {
        return list(RECALLS_SQL, Tuple.of(RECALLS_SHOWN), row -> {
            Instant madeAt = row.getOffsetDateTime("made_at").toInstant();
            return new OpenRecall(
                    row.getUUID("recall_id"),
                    row.getString("cause"),
                    madeAt,
                    seconds(madeAt, now),
                    row.getLong("open"));
        });
    }

    Uni<List<Index>> indexes() {
        return list(INDEXES_SQL, Tuple.tuple(), row -> new Index(row.getString("name"), row.getLong("lag")));
    }

    static long seconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> read) {
        return pool.preparedQuery(sql)
                .execute(values)
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(rows -> {
                    List<T> all = new ArrayList<>();
                    rows.forEach(row -> all.add(read.apply(row)));
                    return all;
                });
    }
}
