package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.entente.log.Classing.Sequenced;

/**
 * Gives one batch of waiting assertions their positions, in one transaction on the sequencer's own connection: if that
 * connection, and with it the sequencer's lock, is lost, nothing can be committed any more.
 */
final class Batch {

    /** Behind the gap that a restored backup left, too. */
    private static final String HEAD = """
            SELECT greatest((SELECT coalesce(max(position), 0) FROM log_entry),
                    (SELECT coalesce(max(next_position), 0) FROM log_gap)) AS position,
                coalesce((SELECT date_added FROM log_entry ORDER BY position DESC LIMIT 1), 'epoch') AS date_added""";

    private static final String ASSERTED = """
            SELECT DISTINCT content_id, stated_class_id FROM log_entry
            WHERE object_uuid = ANY($1::uuid[]) AND content_id = ANY($2::bigint[]) AND class_id <> 0""";

    private static final String PLACE = """
            WITH placed AS (
                INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version,
                    stated_class_id, class_id, members, foreign_ids)
                SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::uuid[], $5::int[],
                    $6::timestamptz[], $7::int[], $8::int[], $9::text[], $10::text[])
                RETURNING date_added, class_id)
            INSERT INTO log_day (day, class_id, entries)
            SELECT (date_added AT TIME ZONE 'UTC')::date, class_id, count(*) FROM placed GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (day, class_id) DO UPDATE SET entries = log_day.entries + excluded.entries""";

    private static final String LOCK = "SELECT pg_advisory_lock($1)";

    private static final String UNLOCK = "SELECT pg_advisory_unlock($1)";

    private static final String REFER = """
            INSERT INTO log_reference (target_uuid, position, member, classes)
            SELECT target_uuid, position, member, string_to_array(classes, ',')::int[]
            FROM unnest($1::uuid[], $2::bigint[], $3::boolean[], $4::text[])
                AS r(target_uuid, position, member, classes)""";

    private static final String FORGET = "DELETE FROM log_pending WHERE pending_id = ANY($1::bigint[])";

    private final SqlConnection connection;
    private final ReleaseClasses classes;
    private final DateTicks ticks;
    private final int size;
    private final TracedBatch traced;

    Batch(SqlConnection connection, ReleaseClasses classes, DateTicks ticks, int size, TracedBatch traced) {
        this.connection = connection;
        this.classes = classes;
        this.ticks = ticks;
        this.size = size;
        this.traced = traced;
    }

    /**
     * Reads and classes first, and opens the transaction only to write: while it is open it needs no other connection.
     *
     * @return how many assertions left the queue; 0 when it was empty
     */
    Uni<Integer> sequence() {
        return new QueueHead(connection, size)
                .take()
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(0) : place(waiting));
    }

    /**
     * Nothing is recalled meanwhile: what refers to something would be classed by what that was before. Nor erased: what stands already
     * would not any more.
     */
    private Uni<Integer> place(List<Waiting> waiting) {
        return turn(LOCK)
                .chain(() -> withoutRepeats(waiting))
                .chain(distinct -> RecallScopes.of(connection, distinct)
                        .chain(recalled -> place(waiting, recalled.moved(distinct), recalled)))
                .call(() -> turn(UNLOCK))
                .replaceWith(waiting.size());
    }

    /** Where this fails the connection is given up, and the lock with it. */
    private Uni<Void> turn(String statement) {
        return connection
                .preparedQuery(statement)
                .execute(Tuple.of(LogLocks.ENTRIES))
                .replaceWithVoid();
    }

    private Uni<Void> place(List<Waiting> waiting, List<Waiting> distinct, RecallScopes recalled) {
        return new Classing(connection, classes, recalled)
                .of(distinct)
                .chain(sequenced -> write(waiting, distinct, sequenced));
    }

    private Uni<Void> write(List<Waiting> waiting, List<Waiting> distinct, List<Sequenced> sequenced) {
        return connection
                .begin()
                .chain(transaction -> insert(distinct, sequenced)
                        .chain(() -> forget(waiting))
                        .chain(transaction::commit)
                        .invoke(traced::committed)
                        .onFailure()
                        .invoke(traced::failed)
                        .onFailure()
                        .call(() -> transaction.rollback().onFailure().recoverWithNull()));
    }

    private record Asserted(long contentId, int classNumber) {}

    /**
     * The same partner may have sent the same content twice at once: intake could not see it, here it shows. Asked whether or not a content was
     * there before: the date of an entry is not to tell what others sent in.
     */
    private Uni<List<Waiting>> withoutRepeats(List<Waiting> waiting) {
        List<Waiting> old = waiting.stream().filter(w -> !w.fresh()).toList();
        Tuple asked = Tuple.tuple()
                .addValue(old.stream().map(Waiting::uuid).distinct().toArray(UUID[]::new))
                .addValue(old.stream().map(Waiting::contentId).distinct().toArray(Long[]::new));
        return connection.preparedQuery(ASSERTED).execute(asked).map(rows -> {
            Set<Asserted> seen = new HashSet<>();
            rows.forEach(row -> seen.add(new Asserted(row.getLong("content_id"), row.getInteger("stated_class_id"))));
            return waiting.stream()
                    .filter(w -> seen.add(new Asserted(w.contentId(), w.statedClass())))
                    .toList();
        });
    }

    private Uni<Void> insert(List<Waiting> waiting, List<Sequenced> sequenced) {
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection.query(HEAD).execute().chain(head -> {
            Row last = head.iterator().next();
            long position = last.getLong("position");
            Instant dateAdded = last.getOffsetDateTime("date_added").toInstant();
            return connection
                    .preparedQuery(PLACE)
                    .execute(rows(waiting, sequenced, position, dateAdded))
                    .chain(() -> refer(waiting, position))
                    .chain(() -> traced.place(connection, waiting, position));
        });
    }

    private Uni<Void> refer(List<Waiting> waiting, long position) {
        List<Reference> references = new ArrayList<>();
        for (int i = 0; i < waiting.size(); i++) {
            references.addAll(
                    Reference.of(waiting.get(i).references(), waiting.get(i).id(), position + 1 + i));
        }
        return references.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(REFER)
                        .execute(Reference.rows(references))
                        .replaceWithVoid();
    }

    private Tuple rows(List<Waiting> waiting, List<Sequenced> sequenced, long position, Instant dateAdded) {
        OffsetDateTime[] dates = ticks.after(dateAdded, waiting.size()).stream()
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        return Tuple.tuple()
                .addValue(LongStream.rangeClosed(position + 1, position + waiting.size())
                        .boxed()
                        .toArray(Long[]::new))
                .addValue(dates)
                .addValue(waiting.stream().map(Waiting::contentId).toArray(Long[]::new))
                .addValue(waiting.stream().map(Waiting::uuid).toArray(UUID[]::new))
                .addValue(waiting.stream().map(Waiting::kind).toArray(Integer[]::new))
                .addValue(waiting.stream().map(Waiting::version).toArray(OffsetDateTime[]::new))
                .addValue(waiting.stream().map(Waiting::statedClass).toArray(Integer[]::new))
                .addValue(sequenced.stream().map(Sequenced::classNumber).toArray(Integer[]::new))
                .addValue(sequenced.stream()
                        .map(s -> ReferencesText.links(s.links().members()))
                        .toArray(String[]::new))
                .addValue(sequenced.stream()
                        .map(s -> ReferencesText.ids(s.links().foreign()))
                        .toArray(String[]::new));
    }

    private Uni<Void> forget(List<Waiting> waiting) {
        Long[] ids = waiting.stream().map(Waiting::pendingId).toArray(Long[]::new);
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.tuple().addValue(ids))
                .replaceWithVoid();
    }
}
