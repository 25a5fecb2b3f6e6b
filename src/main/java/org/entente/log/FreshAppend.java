package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appends contents of which none is there yet, of one submission or several, in one statement: numbers are drawn first, so that
 * nothing has to be joined to what was just stored.
 */
final class FreshAppend {

    /** The queue is in the order of the submissions; {@code place} says where in that of the contents a line is. */
    private static final String APPEND = """
            WITH drawn AS MATERIALIZED (
                SELECT array_agg(nextval('object_content_content_id_seq')) AS ids
                FROM generate_series(1, cardinality($1::uuid[]))),
            stored AS (
                INSERT INTO object_content (content_id, object_uuid, kind_id, version, digest, content)
                OVERRIDING SYSTEM VALUE
                SELECT * FROM unnest((SELECT ids FROM drawn), $1::uuid[], $2::int[], $3::timestamptz[], $4::bytea[],
                    $5::bytea[]))
            INSERT INTO log_pending
                (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh, ties, members, foreign_ids)
            SELECT submission_id, ids[place], ($1::uuid[])[place], ($2::int[])[place], ($3::timestamptz[])[place], class_id,
                true, ties, members, foreign_ids
            FROM drawn, unnest($6::int[], $7::uuid[], $8::int[], $9::text[], $10::text[], $11::text[])
                WITH ORDINALITY AS l(place, submission_id, class_id, ties, members, foreign_ids, line)
            ORDER BY line""";

    private static final Comparator<Line> BY_KEY = Comparator.<Line, UUID>comparing(
                    line -> line.assertion().id().uuid())
            .thenComparing(line -> line.assertion().version());

    private final Map<String, Integer> kinds;
    private final Map<ReleaseClass, Integer> classes;

    FreshAppend(Map<String, Integer> kinds, Map<ReleaseClass, Integer> classes) {
        this.kinds = kinds;
        this.classes = classes;
    }

    /** @param place in the order of the submissions, from 0 */
    private record Line(int place, UUID submission, Assertion assertion) {}

    /** Fails with PostgreSQL's unique_violation where a content was there, and the transaction has to be taken back. */
    Uni<Void> append(SqlConnection transaction, List<LogWriter.Submitted> submissions) {
        List<Line> lines = lines(submissions);
        return lines.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(APPEND).execute(rows(lines)).replaceWithVoid();
    }

    private static List<Line> lines(List<LogWriter.Submitted> submissions) {
        List<Line> lines = new ArrayList<>();
        for (LogWriter.Submitted submitted : submissions) {
            submitted
                    .assertions()
                    .forEach(assertion -> lines.add(new Line(lines.size(), submitted.submissionId(), assertion)));
        }
        return lines;
    }

    /** Contents in key order, so that two transactions with the same objects wait for one another instead of deadlocking. */
    private Tuple rows(List<Line> lines) {
        List<Line> byKey = new ArrayList<>(lines);
        byKey.sort(BY_KEY);
        Integer[] places = new Integer[lines.size()];
        for (int i = 0; i < places.length; i++) {
            places[byKey.get(i).place()] = i + 1;
        }
        return Tuple.tuple()
                .addValue(assertions(byKey, a -> a.id().uuid()).toArray(UUID[]::new))
                .addValue(assertions(byKey, a -> number(kinds, a.id().type())).toArray(Integer[]::new))
                .addValue(assertions(byKey, FreshAppend::version).toArray(OffsetDateTime[]::new))
                .addValue(assertions(byKey, a -> Buffer.buffer(a.digest())).toArray(Buffer[]::new))
                .addValue(assertions(byKey, a -> Buffer.buffer(a.content())).toArray(Buffer[]::new))
                .addValue(places)
                .addValue(lines.stream().map(Line::submission).toArray(UUID[]::new))
                .addValue(assertions(lines, a -> number(classes, a.stated())).toArray(Integer[]::new))
                .addValue(references(lines, ReferencesText::ties))
                .addValue(references(lines, ReferencesText::members))
                .addValue(references(lines, r -> ReferencesText.ids(r.foreign())));
    }

    private static <T> List<T> assertions(List<Line> lines, Function<Assertion, T> column) {
        List<T> values = new ArrayList<>(lines.size());
        lines.forEach(line -> values.add(column.apply(line.assertion())));
        return values;
    }

    private static @Nullable String[] references(List<Line> lines, Function<References, @Nullable String> column) {
        return lines.stream()
                .map(line -> column.apply(line.assertion().references()))
                .toArray(String[]::new);
    }

    private static OffsetDateTime version(Assertion assertion) {
        return assertion.version().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalStateException("Not interned");
        }
        return number;
    }
}
