package org.entente.review;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.entente.log.LogFollower;
import org.entente.log.LogReader;
import org.entente.stix.StixId;

/**
 * Keeps the index of indicators by what their patterns mean, and finds by it. Of all instances one fills it at a time: the one
 * whose transaction has the cursor's row. Thread safe.
 */
@ApplicationScoped
class PatternIndex {

    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    private static final String CURSOR = "SELECT position, rules FROM indicator_pattern_cursor FOR UPDATE SKIP LOCKED";

    private static final String LAST = "SELECT coalesce(max(position), 0) AS position FROM log_entry";

    private static final String INDICATORS = """
            SELECT position, content FROM (
                SELECT e.position, c.content,
                    sum(octet_length(c.content)) OVER (ORDER BY e.position ROWS UNBOUNDED PRECEDING)
                        - octet_length(c.content) AS bytes_before
                FROM log_entry e JOIN stix_kind k USING (kind_id)
                JOIN LATERAL (SELECT o.content FROM object_content o WHERE o.content_id = e.content_id OFFSET 0) c ON true
                WHERE e.position > $1 AND e.position <= $2 AND e.class_id <> 0 AND k.name = 'indicator') sized
            WHERE bytes_before < $3 ORDER BY position""";

    private static final String SAVE = """
            INSERT INTO indicator_pattern (digest, position)
            SELECT * FROM unnest($1::bytea[], $2::bigint[]) ON CONFLICT DO NOTHING""";

    private static final String MOVE = "UPDATE indicator_pattern_cursor SET position = $1, rules = $2";

    /** The newest, of whatever class: operators may compare with what was recalled, too. */
    private static final String SAME = """
            SELECT object_uuid FROM (
                SELECT position FROM indicator_pattern WHERE digest = $1 ORDER BY position DESC LIMIT $2) newest
            JOIN log_entry USING (position) ORDER BY position DESC""";

    /** An object may stand in the log several times. */
    private static final int ENTRIES_PER_OBJECT = 10;

    private final Pool pool;
    private final LogFollower follower;

    PatternIndex(Pool pool, LogReader log) {
        this.pool = pool;
        this.follower = new LogFollower("indicator patterns", log, this::step, POLL);
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }

    /** Indicators of the log with a pattern of this meaning, the newest first. */
    Uni<Set<StixId>> same(PatternMeaning meaning, int limit) {
        return pool.preparedQuery(SAME)
                .execute(Tuple.of(Buffer.buffer(meaning.bytes()), limit * ENTRIES_PER_OBJECT))
                .map(rows -> {
                    Set<StixId> found = new LinkedHashSet<>();
                    for (Row row : rows) {
                        if (found.size() < limit) {
                            found.add(new StixId("indicator", row.getUUID("object_uuid")));
                        }
                    }
                    return found;
                });
    }

    private Uni<Boolean> step() {
        return pool.withTransaction(this::step).ifNoItem().after(TIMEOUT).fail();
    }

    /** One batch; gives whether there is more to do at once. */
    private Uni<Boolean> step(SqlConnection transaction) {
        return transaction.query(CURSOR).execute().chain(rows -> {
            if (rows.rowCount() == 0) {
                return Uni.createFrom().item(false);
            }
            Row cursor = rows.iterator().next();
            return cursor.getInteger("rules") == PatternMeaning.RULES
                    ? after(transaction, cursor.getLong("position"))
                    : anew(transaction);
        });
    }

    private static Uni<Boolean> anew(SqlConnection transaction) {
        return transaction
                .query("TRUNCATE indicator_pattern")
                .execute()
                .chain(() -> move(transaction, 0))
                .replaceWith(true);
    }

    private static Uni<Boolean> after(SqlConnection transaction, long position) {
        return transaction.query(LAST).execute().chain(rows -> {
            long last = rows.iterator().next().getLong("position");
            return last <= position
                    ? Uni.createFrom().item(false)
                    : fill(transaction, position, Math.min(last, position + BATCH))
                            .map(reached -> reached < last);
        });
    }

    /** What was read of one stretch of the log. */
    private record Found(List<Buffer> digests, List<Long> positions, long reached) {}

    private static Uni<Long> fill(SqlConnection transaction, long from, long until) {
        return transaction
                .preparedQuery(INDICATORS)
                .execute(Tuple.of(from, until, BYTES_MAX))
                // Bringing patterns into one form is too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> read(rows, from, until))
                .call(found -> transaction
                        .preparedQuery(SAVE)
                        .execute(Tuple.tuple()
                                .addValue(found.digests().toArray(Buffer[]::new))
                                .addValue(found.positions().toArray(Long[]::new))))
                .call(found -> move(transaction, found.reached()))
                .map(Found::reached);
    }

    private static Found read(RowSet<Row> rows, long from, long until) {
        List<Buffer> digests = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        long bytes = 0;
        long last = from;
        for (Row row : rows) {
            last = row.getLong("position");
            long position = last;
            byte[] content = row.getBuffer("content").getBytes();
            bytes += content.length;
            PatternMeaning.of(content).ifPresent(meaning -> {
                digests.add(Buffer.buffer(meaning.bytes()));
                positions.add(position);
            });
        }
        // Where the batch ended early, what is behind its last row has not been looked at.
        return new Found(digests, positions, bytes >= BYTES_MAX ? last : until);
    }

    private static Uni<Void> move(SqlConnection transaction, long position) {
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(position, PatternMeaning.RULES))
                .replaceWithVoid();
    }
}
