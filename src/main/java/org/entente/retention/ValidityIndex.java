package org.entente.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.log.ErasedElsewhere;
import org.entente.log.LogFollower;
import org.entente.log.LogReader;

/**
 * Keeps until when indicators say that they are valid. Of all instances one works at a time: the one whose transaction has the
 * cursor's row.
 */
@ApplicationScoped
class ValidityIndex implements ErasedElsewhere {

    private static final Duration POLL = Duration.ofSeconds(10);
    private static final int BATCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CURSOR = "SELECT position FROM entry_validity_cursor FOR UPDATE SKIP LOCKED";
    private static final String WAIT = "SELECT position FROM entry_validity_cursor FOR UPDATE";

    /** Contents of indicators alone are read. */
    private static final String NEXT = """
            SELECT e.position, c.content
            FROM (SELECT position, content_id, kind_id, class_id FROM log_entry WHERE position > $1
                  ORDER BY position LIMIT $2) e
            JOIN stix_kind k USING (kind_id)
            LEFT JOIN object_content c ON c.content_id = e.content_id AND e.class_id <> 0 AND k.name = 'indicator'
                AND position('"valid_until"'::bytea IN c.content) > 0
            ORDER BY e.position""";

    private static final String SAVE = """
            INSERT INTO entry_validity (position, valid_until)
            SELECT * FROM unnest($1::bigint[], $2::timestamptz[]) ON CONFLICT DO NOTHING""";

    private final Pool pool;
    private final RetentionConfig config;
    private final LogFollower follower;

    ValidityIndex(Pool pool, LogReader log, RetentionConfig config) {
        this.pool = pool;
        this.config = config;
        this.follower = new LogFollower("validity", log, this::step, POLL);
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    void stop(@Observes ShutdownEvent event) {
        follower.stop();
    }

    private Uni<Boolean> step() {
        return pool.withTransaction(transaction -> transaction
                        .query(CURSOR)
                        .execute()
                        .chain(rows -> rows.rowCount() == 0
                                ? Uni.createFrom().item(false)
                                : after(transaction, rows.iterator().next().getLong("position"))))
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    private record Found(List<Long> positions, List<OffsetDateTime> until, long reached, boolean more) {}

    private static Uni<Boolean> after(SqlConnection transaction, long position) {
        return transaction
                .preparedQuery(NEXT)
                .execute(Tuple.of(position, BATCH))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> found(rows, position))
                .chain(found -> found.reached() == position
                        ? Uni.createFrom().item(false)
                        : save(transaction, found).replaceWith(found.more()));
    }

    private static Found found(RowSet<Row> rows, long from) {
        List<Long> positions = new ArrayList<>();
        List<OffsetDateTime> until = new ArrayList<>();
        long reached = from;
        for (Row row : rows) {
            long position = row.getLong("position");
            reached = position;
            Optional.ofNullable(row.getBuffer("content"))
                    .flatMap(content -> validUntil(content.getBytes()))
                    .ifPresent(moment -> {
                        positions.add(position);
                        until.add(moment);
                    });
        }
        return new Found(positions, until, reached, rows.size() == BATCH);
    }

    /** Its own property, and none of what it holds. */
    static Optional<OffsetDateTime> validUntil(byte[] content) {
        try {
            JsonNode object = JSON.readTree(content);
            JsonNode moment = object == null ? null : object.get("valid_until");
            return moment == null || !moment.isTextual()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(moment.textValue()));
        } catch (IOException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Uni<Void> save(SqlConnection transaction, Found found) {
        Uni<?> saved = found.positions().isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(SAVE)
                        .execute(Tuple.of(
                                found.positions().toArray(Long[]::new),
                                found.until().toArray(OffsetDateTime[]::new)));
        return saved.chain(() -> transaction
                        .preparedQuery("UPDATE entry_validity_cursor SET position = $1")
                        .execute(Tuple.of(found.reached())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> turn(SqlConnection transaction) {
        return transaction.query(WAIT).execute().replaceWithVoid();
    }

    @Override
    public Uni<Void> erase(SqlConnection transaction, List<Entry> entries) {
        return transaction
                .preparedQuery("DELETE FROM entry_validity WHERE position = ANY($1::bigint[])")
                .execute(Tuple.tuple()
                        .addValue(entries.stream().map(Entry::position).toArray(Long[]::new)))
                .replaceWithVoid();
    }
}
