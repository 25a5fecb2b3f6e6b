package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.entente.log.Waiting.Own;
import org.entente.stix.StixId;

/**
 * Gives one batch of waiting assertions their positions, in one transaction on the sequencer's own connection: if that
 * connection, and with it the sequencer's lock, is lost, nothing can be committed any more.
 */
final class Batch {

    /**
     * Whole submissions only: the two halves of one would not know of each other's restrictions. In order of their first rows,
     * until there are enough rows, but always at least one.
     */
    private static final String TAKE = """
            WITH head AS (
                SELECT submission_id, min(pending_id) AS first
                FROM (SELECT submission_id, pending_id FROM log_pending ORDER BY pending_id LIMIT $1) h
                GROUP BY submission_id),
            sized AS (
                SELECT head.submission_id, head.first, count(*) AS lines
                FROM head JOIN log_pending USING (submission_id) GROUP BY head.submission_id, head.first),
            running AS (
                SELECT submission_id, sum(lines) OVER (ORDER BY first) - lines AS before FROM sized)
            SELECT p.*, k.name, r.submitter FROM running
            JOIN log_pending p USING (submission_id)
            JOIN stix_kind k USING (kind_id) JOIN release_class r USING (class_id)
            WHERE running.before < $1
            ORDER BY p.pending_id""";

    private static final String HEAD = "SELECT position, date_added FROM log_entry ORDER BY position DESC LIMIT 1";

    private static final String ASSERTED = """
            SELECT DISTINCT content_id, stated_class_id FROM log_entry
            WHERE object_uuid = ANY($1::uuid[]) AND content_id = ANY($2::bigint[])""";

    private static final String TIED = """
            SELECT DISTINCT k.name, e.object_uuid, r.submitter, e.class_id FROM log_entry e
            JOIN stix_kind k USING (kind_id) JOIN release_class r USING (class_id)
            WHERE e.object_uuid = ANY($1::uuid[]) AND r.submitter = ANY($2::text[])""";

    private static final String DEFINITIONS =
            "SELECT class_id, definition FROM release_class WHERE class_id = ANY($1::int[])";

    private static final String PLACE = """
            INSERT INTO log_entry
                (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)
            SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::uuid[], $5::int[],
                $6::timestamptz[], $7::int[], $8::int[])""";

    private static final String FORGET = "DELETE FROM log_pending WHERE pending_id = ANY($1::bigint[])";

    private final SqlConnection connection;
    private final ReleaseClasses classes;
    private final DateTicks ticks;
    private final int size;

    Batch(SqlConnection connection, ReleaseClasses classes, DateTicks ticks, int size) {
        this.connection = connection;
        this.classes = classes;
        this.ticks = ticks;
        this.size = size;
    }

    /**
     * Reads and classes first, and opens the transaction only to write: while it is open it needs no other connection.
     *
     * @return how many assertions left the queue; 0 when it was empty
     */
    Uni<Integer> sequence() {
        return take().chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(0) : place(waiting));
    }

    private Uni<List<Waiting>> take() {
        return connection.preparedQuery(TAKE).execute(Tuple.of(size)).map(rows -> {
            List<Waiting> waiting = new ArrayList<>(rows.size());
            rows.forEach(row -> waiting.add(Waiting.of(row)));
            return waiting;
        });
    }

    private Uni<Integer> place(List<Waiting> waiting) {
        return withoutRepeats(waiting)
                .chain(distinct -> classed(distinct).chain(numbers -> write(waiting, distinct, numbers)))
                .replaceWith(waiting.size());
    }

    private Uni<Void> write(List<Waiting> waiting, List<Waiting> distinct, List<Integer> numbers) {
        return connection
                .begin()
                .chain(transaction -> insert(distinct, numbers)
                        .chain(() -> forget(waiting))
                        .chain(transaction::commit)
                        .onFailure()
                        .call(() -> transaction.rollback().onFailure().recoverWithNull()));
    }

    private record Asserted(long contentId, int classNumber) {}

    /** The same partner may have sent the same content twice at once: intake could not see it, here it shows. */
    private Uni<List<Waiting>> withoutRepeats(List<Waiting> waiting) {
        List<Waiting> old = waiting.stream().filter(w -> !w.fresh()).toList();
        if (old.isEmpty()) {
            return Uni.createFrom().item(waiting);
        }
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

    /** The effective class number of each waiting assertion, in order. */
    private Uni<List<Integer>> classed(List<Waiting> waiting) {
        if (waiting.stream().noneMatch(Waiting::isTied)) {
            return Uni.createFrom()
                    .item(waiting.stream().map(Waiting::statedClass).toList());
        }
        return tiedClasses(waiting)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(logged -> new Ties(waiting, logged))
                .chain(ties -> definitions(waiting).chain(stated -> interned(waiting, ties, stated)));
    }

    private Uni<Map<Own, Set<Integer>>> tiedClasses(List<Waiting> waiting) {
        Set<Own> tied = waiting.stream().flatMap(Waiting::tied).collect(Collectors.toSet());
        Tuple asked = Tuple.tuple()
                .addValue(tied.stream().map(own -> own.id().uuid()).distinct().toArray(UUID[]::new))
                .addValue(tied.stream().map(Own::submitter).distinct().toArray(String[]::new));
        return connection.preparedQuery(TIED).execute(asked).map(rows -> {
            Map<Own, Set<Integer>> logged = new HashMap<>();
            for (Row row : rows) {
                StixId id = new StixId(row.getString("name"), row.getUUID("object_uuid"));
                logged.computeIfAbsent(new Own(id, row.getString("submitter")), any -> new TreeSet<>())
                        .add(row.getInteger("class_id"));
            }
            return logged;
        });
    }

    private Uni<Map<Integer, ReleaseClass>> definitions(List<Waiting> waiting) {
        Integer[] numbers =
                waiting.stream().map(Waiting::statedClass).distinct().toArray(Integer[]::new);
        return connection
                .preparedQuery(DEFINITIONS)
                .execute(Tuple.tuple().addValue(numbers))
                .map(Batch::readDefinitions);
    }

    private static Map<Integer, ReleaseClass> readDefinitions(RowSet<Row> rows) {
        Map<Integer, ReleaseClass> stated = new HashMap<>();
        for (Row row : rows) {
            ReleaseClassJson.tryRead(row.getString("definition"))
                    .ifPresent(c -> stated.put(row.getInteger("class_id"), c));
        }
        return stated;
    }

    private Uni<List<Integer>> interned(List<Waiting> waiting, Ties ties, Map<Integer, ReleaseClass> stated) {
        Map<Waiting, ReleaseClass> tied = new HashMap<>();
        for (Waiting w : waiting) {
            List<Set<Integer>> conditions = ties.of(w);
            ReleaseClass own = stated.get(w.statedClass());
            // A stated class this version cannot read is released to nobody as it is; it needs no further restriction.
            if (!conditions.isEmpty() && own != null) {
                tied.put(w, own.tiedTo(conditions));
            }
        }
        return classes.numbersOf(connection, new HashSet<>(tied.values()))
                .map(numbers -> waiting.stream()
                        .map(w -> tied.containsKey(w) ? numbers.getOrDefault(tied.get(w), 0) : w.statedClass())
                        .toList());
    }

    private Uni<Void> insert(List<Waiting> waiting, List<Integer> classNumbers) {
        if (waiting.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection.query(HEAD).execute().chain(head -> {
            Row last = head.rowCount() == 0 ? null : head.iterator().next();
            long position = last == null ? 0 : last.getLong("position");
            Instant dateAdded = last == null
                    ? Instant.EPOCH
                    : last.getOffsetDateTime("date_added").toInstant();
            return connection
                    .preparedQuery(PLACE)
                    .execute(rows(waiting, classNumbers, position, dateAdded))
                    .replaceWithVoid();
        });
    }

    private Tuple rows(List<Waiting> waiting, List<Integer> classNumbers, long position, Instant dateAdded) {
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
                .addValue(IntStream.range(0, waiting.size())
                        .mapToObj(classNumbers::get)
                        .toArray(Integer[]::new));
    }

    private Uni<Void> forget(List<Waiting> waiting) {
        Long[] ids = waiting.stream().map(Waiting::pendingId).toArray(Long[]::new);
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.tuple().addValue(ids))
                .replaceWithVoid();
    }
}
