package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.log.ErasedElsewhere.Entry;
import org.entente.log.PurgeWriter.Batch;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Erases entries in a transaction of the caller's, which has its turn among all who place and recall. */
final class ErasingRows {

    /** Contents are read into memory, for what was made of them. */
    private static final long BYTES_MAX = 32L * 1024 * 1024;

    /**
     * Of those that are due, as many as memory holds. One that a large recall has yet to write is left: it would be given its class
     * back. So is one whose content somebody is asserting at this moment.
     */
    private static final String LOCK = """
            WITH sized AS (
                SELECT e.position, sum(octet_length(c.content)) OVER (ORDER BY e.position) - octet_length(c.content) AS before
                FROM log_entry e JOIN object_content c USING (content_id)
                WHERE e.position = ANY($1::bigint[]) AND e.class_id <> 0
                  AND NOT EXISTS (SELECT FROM log_rewrite w WHERE w.position = e.position))
            SELECT e.position, e.date_added, e.class_id, e.content_id, e.object_uuid, k.name, e.version, r.submitter, c.digest,
                c.content
            FROM sized s JOIN log_entry e USING (position) JOIN object_content c USING (content_id)
            JOIN stix_kind k ON k.kind_id = e.kind_id JOIN release_class r ON r.class_id = e.stated_class_id
            WHERE s.before < $2
            ORDER BY e.position FOR UPDATE OF c SKIP LOCKED""";

    /** Whose other assertions of the same objects stay, those that wait for their place among them. */
    private static final String STAYING = """
            SELECT e.object_uuid, r.submitter
            FROM log_entry e JOIN release_class r ON r.class_id = e.stated_class_id
            WHERE e.object_uuid = ANY($1::uuid[]) AND e.class_id <> 0 AND e.position <> ALL($2::bigint[])
            UNION
            SELECT p.object_uuid, r.submitter FROM log_pending p JOIN release_class r USING (class_id)
            WHERE p.object_uuid = ANY($1::uuid[])""";

    private static final String ERASE =
            "UPDATE log_entry SET class_id = 0, members = NULL, foreign_ids = NULL WHERE position = ANY($1::bigint[])";

    private static final String COUNT_LESS = """
            UPDATE log_day d SET entries = d.entries - c.less
            FROM (
                SELECT (date_added AT TIME ZONE 'UTC')::date AS day, class_id, count(*) AS less
                FROM unnest($1::timestamptz[], $2::int[]) AS e(date_added, class_id) GROUP BY 1, 2) c
            WHERE d.day = c.day AND d.class_id = c.class_id""";

    private static final String UNTIE =
            "DELETE FROM log_reference WHERE target_uuid = ANY($1::uuid[]) AND position = ANY($2::bigint[])";

    private static final String BURY = """
            INSERT INTO log_purged (position, purge_number, purged_at, digest, class_id)
            SELECT e.position, $1, clock_timestamp(), e.digest, e.class_id
            FROM unnest($2::bigint[], $3::bytea[], $4::int[]) AS e(position, digest, class_id) ORDER BY e.position""";

    /** Another assertion of the same content stays with it, also one that waits for its place. */
    private static final String FORGET = """
            DELETE FROM object_content c WHERE c.content_id = ANY($1::bigint[])
              AND NOT EXISTS (
                SELECT FROM log_entry e
                WHERE e.object_uuid = c.object_uuid AND e.version = c.version AND e.content_id = c.content_id
                  AND e.class_id <> 0)
              AND c.content_id NOT IN (SELECT content_id FROM log_pending)""";

    private static final String TALLY = "UPDATE log_purge SET entries = entries + $2 WHERE purge_number = $1";

    private static final Pattern REFERENCE =
            Pattern.compile("--([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    private final SqlConnection transaction;
    private final Iterable<ErasedElsewhere> elsewhere;

    ErasingRows(SqlConnection transaction, Iterable<ErasedElsewhere> elsewhere) {
        this.transaction = transaction;
        this.elsewhere = elsewhere;
    }

    private record Found(
            long position,
            OffsetDateTime added,
            int classNumber,
            long content,
            StixId id,
            Instant version,
            PartnerId submitter,
            Buffer digest,
            byte[] bytes) {

        static Found of(Row row) {
            return new Found(
                    row.getLong("position"),
                    row.getOffsetDateTime("date_added"),
                    row.getInteger("class_id"),
                    row.getLong("content_id"),
                    new StixId(row.getString("name"), row.getUUID("object_uuid")),
                    row.getOffsetDateTime("version").toInstant(),
                    new PartnerId(row.getString("submitter")),
                    row.getBuffer("digest").getDelegate(),
                    row.getBuffer("content").getBytes());
        }
    }

    Uni<Batch> erase(long number, List<Long> due) {
        if (due.isEmpty()) {
            return Uni.createFrom().item(new Batch(0, 0));
        }
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(due.toArray(Long[]::new), BYTES_MAX))
                .map(ErasingRows::found)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(new Batch(0, due.size()))
                        : entries(found)
                                .chain(this::eraseElsewhere)
                                .chain(() -> erase(found))
                                .chain(() -> bury(number, found))
                                .replaceWith(new Batch(found.size(), due.size() - found.size())));
    }

    private static List<Found> found(RowSet<Row> rows) {
        List<Found> found = new ArrayList<>(rows.size());
        rows.forEach(row -> found.add(Found.of(row)));
        return found;
    }

    private record Own(UUID object, String submitter) {}

    private Uni<List<Entry>> entries(List<Found> found) {
        return transaction
                .preparedQuery(STAYING)
                .execute(Tuple.of(objects(found), positions(found)))
                .map(rows -> {
                    Set<Own> staying = new HashSet<>();
                    rows.forEach(row -> staying.add(new Own(row.getUUID("object_uuid"), row.getString("submitter"))));
                    return found.stream()
                            .map(one -> new Entry(
                                    one.position(),
                                    one.id(),
                                    one.version(),
                                    one.submitter(),
                                    !staying.contains(new Own(
                                            one.id().uuid(), one.submitter().value())),
                                    one.bytes()))
                            .toList();
                });
    }

    private Uni<Void> eraseElsewhere(List<Entry> entries) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (ErasedElsewhere one : elsewhere) {
            done = done.chain(() -> one.erase(transaction, entries));
        }
        return done;
    }

    private Uni<Void> erase(List<Found> found) {
        return run(UNTIE, Tuple.of(targets(found), positions(found)))
                .chain(() -> run(ERASE, Tuple.tuple().addValue(positions(found))))
                .chain(() -> run(
                        COUNT_LESS,
                        Tuple.of(
                                found.stream().map(Found::added).toArray(OffsetDateTime[]::new),
                                found.stream().map(Found::classNumber).toArray(Integer[]::new))));
    }

    private Uni<Void> bury(long number, List<Found> found) {
        return run(
                        BURY,
                        Tuple.of(
                                number,
                                positions(found),
                                found.stream().map(Found::digest).toArray(Buffer[]::new),
                                found.stream().map(Found::classNumber).toArray(Integer[]::new)))
                .chain(() -> run(
                        FORGET,
                        Tuple.tuple()
                                .addValue(found.stream()
                                        .map(Found::content)
                                        .distinct()
                                        .toArray(Long[]::new))))
                .chain(() -> run(TALLY, Tuple.of(number, (long) found.size())));
    }

    private static Long[] positions(List<Found> found) {
        return found.stream().map(Found::position).toArray(Long[]::new);
    }

    private static UUID[] objects(List<Found> found) {
        return found.stream().map(one -> one.id().uuid()).distinct().toArray(UUID[]::new);
    }

    /** All that they may refer to: references are found by what they refer to. */
    private static UUID[] targets(List<Found> found) {
        Set<UUID> targets = new HashSet<>();
        for (Found one : found) {
            Matcher ids = REFERENCE.matcher(new String(one.bytes(), StandardCharsets.ISO_8859_1));
            while (ids.find()) {
                targets.add(UUID.fromString(ids.group(1)));
            }
        }
        return targets.toArray(UUID[]::new);
    }

    private Uni<Void> run(String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
