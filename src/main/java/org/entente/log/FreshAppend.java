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

    private static final String APPEND = """
            WITH lines AS MATERIALIZED (
                SELECT nextval('object_content_content_id_seq') AS content_id, l.* FROM unnest($1::int[], $2::uuid[],
                    $3::uuid[], $4::int[], $5::timestamptz[], $6::bytea[], $7::bytea[], $8::int[], $9::text[], $10::text[],
                    $11::text[])
                AS l(place, submission_id, object_uuid, kind_id, version, digest, content, class_id, ties, members, foreign_ids)),
            stored AS (
                INSERT INTO object_content (content_id, object_uuid, kind_id, version, digest, content)
                OVERRIDING SYSTEM VALUE
                SELECT content_id, object_uuid, kind_id, version, digest, content FROM lines
                ON CONFLICT DO NOTHING
                RETURNING content_id),
            queued AS (
                INSERT INTO log_pending
                    (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh, ties, members, foreign_ids)
                SELECT submission_id, content_id, object_uuid, kind_id, version, class_id, true, ties, members, foreign_ids
                FROM lines ORDER BY place)
            SELECT count(*) AS stored FROM stored""";

    private static final Comparator<Line> BY_KEY = Comparator.<Line, UUID>comparing(
                    line -> line.assertion().id().uuid())
            .thenComparing(line -> line.assertion().version());

    private final Map<String, Integer> kinds;
    private final Map<ReleaseClass, Integer> classes;

    FreshAppend(Map<String, Integer> kinds, Map<ReleaseClass, Integer> classes) {
        this.kinds = kinds;
        this.classes = classes;
    }

    private record Line(int place, UUID submission, Assertion assertion) {}

    /** Fails with {@link NotFreshException} where a content was there, and the transaction has to be taken back. */
    Uni<Void> append(SqlConnection transaction, List<LogWriter.Submitted> submissions) {
        List<Line> lines = lines(submissions);
        if (lines.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return transaction
                .preparedQuery(APPEND)
                .execute(rows(lines))
                .invoke(answer -> {
                    if (answer.iterator().next().getLong("stored") != lines.size()) {
                        throw new NotFreshException();
                    }
                })
                .replaceWithVoid();
    }

    /** In key order, so that two transactions with the same objects wait for one another instead of deadlocking. */
    private static List<Line> lines(List<LogWriter.Submitted> submissions) {
        List<Line> lines = new ArrayList<>();
        for (LogWriter.Submitted submitted : submissions) {
            submitted
                    .assertions()
                    .forEach(assertion -> lines.add(new Line(lines.size(), submitted.submissionId(), assertion)));
        }
        lines.sort(BY_KEY);
        return lines;
    }

    private Tuple rows(List<Line> lines) {
        return Tuple.tuple()
                .addValue(lines.stream().map(Line::place).toArray(Integer[]::new))
                .addValue(lines.stream().map(Line::submission).toArray(UUID[]::new))
                .addValue(assertions(lines, a -> a.id().uuid()).toArray(UUID[]::new))
                .addValue(assertions(lines, a -> number(kinds, a.id().type())).toArray(Integer[]::new))
                .addValue(assertions(lines, FreshAppend::version).toArray(OffsetDateTime[]::new))
                .addValue(assertions(lines, a -> Buffer.buffer(a.digest())).toArray(Buffer[]::new))
                .addValue(assertions(lines, a -> Buffer.buffer(a.content())).toArray(Buffer[]::new))
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
