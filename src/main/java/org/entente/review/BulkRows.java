package org.entente.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.http.ProblemException;
import org.entente.party.OperatorId;

/** The table of decisions on many held objects. */
@ApplicationScoped
class BulkRows {

    private static final Duration KEPT_UNUSED = Duration.ofDays(1);

    private static final String SAVE = """
            INSERT INTO review_bulk (token, operator_id, action, words, expires_in, items, revisions, shown, shown_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String FORGET = "DELETE FROM review_bulk WHERE begun_at IS NULL AND shown_at < $1";

    private static final String FIND = "SELECT * FROM review_bulk WHERE token = $1 AND operator_id = $2";

    private static final String BEGIN = "UPDATE review_bulk SET begun_at = $2 WHERE token = $1 AND begun_at IS NULL";

    /** The first result stands: a later one would call what was done failed, or the other way round. */
    private static final String FINISH = """
            UPDATE review_bulk SET result = coalesce(result, $2) WHERE token = $1 RETURNING result""";

    private final Pool pool;
    private final ObjectMapper json;

    BulkRows(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * What was shown, and what became of it.
     *
     * @param revisions of the items, by id
     */
    record Shown(
            UUID token,
            Bulk.Order order,
            Map<UUID, Long> revisions,
            byte[] fingerprint,
            Instant at,
            boolean begun,
            Optional<Bulk.Result> result) {

        boolean isStill(byte[] now) {
            return Arrays.equals(fingerprint, now);
        }
    }

    Uni<Void> save(UUID token, Bulk.Order order, List<Bulk.PreviewItem> items, Instant now) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(now.minus(KEPT_UNUSED).atOffset(ZoneOffset.UTC)))
                .chain(() -> pool.preparedQuery(SAVE)
                        .execute(Tuple.tuple()
                                .addUUID(token)
                                .addString(order.by().value())
                                .addString(order.action().label())
                                .addString(order.words())
                                .addString(order.expiresIn().toString())
                                .addValue(
                                        items.stream().map(Bulk.PreviewItem::id).toArray(UUID[]::new))
                                .addValue(items.stream()
                                        .map(Bulk.PreviewItem::revision)
                                        .toArray(Long[]::new))
                                .addValue(Buffer.buffer(Bulk.fingerprint(order, items)))
                                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))))
                .replaceWithVoid();
    }

    /** What was shown to the operator. Fails with 404. */
    Uni<Shown> shown(UUID token, OperatorId by) {
        return pool.preparedQuery(FIND).execute(Tuple.of(token, by.value())).map(rows -> {
            for (Row row : rows) {
                return shown(row);
            }
            throw ProblemException.notFound();
        });
    }

    private Shown shown(Row row) {
        UUID[] items = row.getArrayOfUUIDs("items");
        Long[] revisions = row.getArrayOfLongs("revisions");
        Map<UUID, Long> byId = new LinkedHashMap<>();
        for (int i = 0; i < items.length; i++) {
            byId.put(items[i], revisions[i]);
        }
        return new Shown(
                row.getUUID("token"),
                new Bulk.Order(
                        new OperatorId(row.getString("operator_id")),
                        Bulk.Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                        row.getString("words"),
                        Duration.parse(row.getString("expires_in")),
                        // The database has another order of ids than Java.
                        Arrays.stream(items).sorted().toList()),
                byId,
                row.getBuffer("shown").getBytes(),
                row.getOffsetDateTime("shown_at").toInstant(),
                row.getOffsetDateTime("begun_at") != null,
                Optional.ofNullable(row.getString("result")).map(this::result));
    }

    Uni<Void> begin(UUID token, Instant now) {
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(token, now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Keeps the result, or gives the one that was kept before. */
    Uni<Bulk.Result> finish(UUID token, Bulk.Result result) {
        return pool.preparedQuery(FINISH)
                .execute(Tuple.of(token, text(result)))
                .map(rows -> result(rows.iterator().next().getString("result")));
    }

    private String text(Bulk.Result result) {
        try {
            return json.writeValueAsString(result);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A result always has a JSON form", broken);
        }
    }

    private Bulk.Result result(String text) {
        try {
            return json.readValue(text, Bulk.Result.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored result cannot be read", broken);
        }
    }
}
