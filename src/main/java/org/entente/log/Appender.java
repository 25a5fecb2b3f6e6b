package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Appends in set-based statements, four at most a submission: contents that are new, the numbers of those that were there,
 * which of these the submitter asserted before, and the queue of the sequencer.
 */
@ApplicationScoped
class Appender implements LogWriter {

    private static final Logger LOG = Logger.getLogger(Appender.class);

    private static final String STORE = """
            INSERT INTO object_content (object_uuid, kind_id, version, digest, content)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::bytea[], $5::bytea[])
            ON CONFLICT DO NOTHING
            RETURNING content_id, object_uuid, kind_id, version, digest""";

    /** Locked: what is asserted anew must not be erased before the assertion is committed, nor asserted once it was. */
    private static final String FIND = """
            SELECT c.content_id, c.object_uuid, c.kind_id, c.version, c.digest
            FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::bytea[]) AS i(object_uuid, kind_id, version, digest)
            JOIN object_content c USING (object_uuid, kind_id, version, digest)
            ORDER BY c.object_uuid, c.version, c.digest FOR KEY SHARE OF c""";

    private static final String ASSERTED = "SELECT content_id, class_id FROM log_asserted($1, $2, $3, $4)";

    private static final String QUEUE = """
            INSERT INTO log_pending
                (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh, ties, members, foreign_ids)
            SELECT $1, i.* FROM unnest(
                $2::bigint[], $3::uuid[], $4::int[], $5::timestamptz[], $6::int[], $7::boolean[], $8::text[],
                $9::text[], $10::text[]) AS i""";

    private static final String KNOWN =
            "SELECT content_id, object_uuid, name, version, digest, class_id, date_added, members FROM log_known($1, $2)";

    private static final String CONTENTS =
            "SELECT content_id, content FROM object_content WHERE content_id = ANY($1::bigint[])";

    private final Pool pool;
    private final ReleaseClasses classes;
    private final StixKinds kinds;
    private final Sequencer sequencer;
    private final Traces traces;
    private final LogConfig config;

    Appender(Pool pool, ReleaseClasses classes, StixKinds kinds, Sequencer sequencer, Traces traces, LogConfig config) {
        this.pool = pool;
        this.classes = classes;
        this.kinds = kinds;
        this.sequencer = sequencer;
        this.traces = traces;
        this.config = config;
    }

    /** The natural key of a content. */
    private record ContentKey(UUID object, int kind, Instant version, Buffer digest) implements Comparable<ContentKey> {

        static ContentKey of(Row row) {
            return new ContentKey(
                    row.getUUID("object_uuid"),
                    row.getInteger("kind_id"),
                    row.getOffsetDateTime("version").toInstant(),
                    bytes(row, "digest"));
        }

        @Override
        public int compareTo(ContentKey other) {
            int byObject = object.compareTo(other.object);
            int byVersion = byObject != 0 ? byObject : version.compareTo(other.version);
            return byVersion != 0 ? byVersion : Arrays.compare(digest.getBytes(), other.digest.getBytes());
        }
    }

    /** An assertion with everything interned. */
    private record Line(Assertion assertion, ContentKey key, int classNumber) {}

    private record Asserted(long contentId, int classNumber) {}

    /** A content that was there when it was to be stored, and was erased before it was found. */
    private static final class Erased extends RuntimeException {
        private static final long serialVersionUID = 1;

        Erased() {
            super("A content was neither stored nor found");
        }
    }

    private static final int ERASED_RETRIES = 3;

    @Override
    public <T> Uni<T> append(UUID submissionId, List<Assertion> assertions, Completion<T> completion) {
        return append(new Submitted(submissionId, assertions, traces.current().parent()), completion);
    }

    @Override
    public <T> Uni<T> append(Submitted submitted, Completion<T> completion) {
        List<Assertion> assertions = submitted.assertions();
        return interned(assertions, (kindNumbers, classNumbers) -> lines(assertions, kindNumbers, classNumbers))
                .chain(lines -> pool.withTransaction(transaction -> completion
                                .before(transaction)
                                .chain(() -> write(transaction, submitted.submissionId(), lines))
                                .call(() -> TraceRows.keep(transaction, List.of(submitted)))
                                .chain(appended -> completion.write(transaction, appended)))
                        .onFailure(Erased.class)
                        .retry()
                        .atMost(ERASED_RETRIES))
                .invoke(sequencer::wake)
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    @Override
    public Uni<Void> appendFresh(List<Submitted> submissions, Along along) {
        List<Assertion> assertions =
                submissions.stream().flatMap(s -> s.assertions().stream()).toList();
        return interned(assertions, FreshAppend::new)
                .chain(append -> {
                    TracedBatch traced = new TracedBatch(traces);
                    return append.append(pool, submissions, along, sequencer::isElected, sequencer.ticks())
                            .invoke(placed -> appended(submissions, placed, traced));
                })
                .ifNoItem()
                .after(config.queryTimeout())
                .fail()
                .replaceWithVoid();
    }

    /** It is committed: whoever follows and fails at it does not make it a failure. */
    private void appended(List<Submitted> submissions, int placed, TracedBatch traced) {
        try {
            tell(submissions, placed, traced);
        } catch (RuntimeException failed) {
            LOG.warn("What was appended is committed, but not everybody was told", failed);
        }
    }

    private void tell(List<Submitted> submissions, int placed, TracedBatch traced) {
        if (placed == 0) {
            sequencer.wake();
            return;
        }
        traced.placed(submissions.stream()
                .filter(s -> !s.assertions().isEmpty())
                .flatMap(s -> s.trace().stream())
                .toList());
        sequencer.placed(placed);
    }

    /** Before the transaction, so that one transaction never waits for a second connection of the pool. */
    private <T> Uni<T> interned(
            List<Assertion> assertions, BiFunction<Map<String, Integer>, Map<ReleaseClass, Integer>, T> use) {
        Set<String> names = assertions.stream().map(a -> a.id().type()).collect(Collectors.toSet());
        Set<ReleaseClass> stated = assertions.stream().map(Assertion::stated).collect(Collectors.toSet());
        return Uni.combine()
                .all()
                .unis(kinds.numbersOf(names), classes.numbersOf(stated))
                .with(use);
    }

    private static List<Line> lines(
            List<Assertion> assertions, Map<String, Integer> kindNumbers, Map<ReleaseClass, Integer> classNumbers) {
        List<Line> lines = new ArrayList<>(assertions.size());
        for (Assertion a : assertions) {
            ContentKey key = new ContentKey(
                    a.id().uuid(),
                    number(kindNumbers, a.id().type()),
                    a.version().truncatedTo(ChronoUnit.MICROS),
                    Buffer.buffer(a.digest()));
            lines.add(new Line(a, key, number(classNumbers, a.stated())));
        }
        return lines;
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalStateException("Not interned");
        }
        return number;
    }

    private Uni<List<Appended>> write(SqlConnection transaction, UUID submissionId, List<Line> lines) {
        if (lines.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store(transaction, lines)
                .chain(fresh -> complete(transaction, lines, fresh))
                .chain(placed -> queue(transaction, submissionId, lines, placed));
    }

    /** In key order, so that two submissions of the same objects wait for one another instead of deadlocking. */
    private Uni<Map<ContentKey, Long>> store(SqlConnection transaction, List<Line> lines) {
        Map<ContentKey, Line> distinct = new java.util.TreeMap<>();
        lines.forEach(line -> distinct.putIfAbsent(line.key(), line));
        Tuple rows = keys(distinct.keySet())
                .addValue(distinct.values().stream()
                        .map(line -> Buffer.buffer(line.assertion().content()))
                        .toArray(Buffer[]::new));
        return transaction.preparedQuery(STORE).execute(rows).map(Appender::numbered);
    }

    private static Tuple keys(Collection<ContentKey> keys) {
        return Tuple.tuple()
                .addValue(keys.stream().map(ContentKey::object).toArray(UUID[]::new))
                .addValue(keys.stream().map(ContentKey::kind).toArray(Integer[]::new))
                .addValue(keys.stream().map(k -> utc(k.version())).toArray(OffsetDateTime[]::new))
                .addValue(keys.stream().map(ContentKey::digest).toArray(Buffer[]::new));
    }

    private static Map<ContentKey, Long> numbered(RowSet<Row> rows) {
        Map<ContentKey, Long> numbers = new HashMap<>();
        rows.forEach(row -> numbers.put(ContentKey.of(row), row.getLong("content_id")));
        return numbers;
    }

    /** Where the contents of a submission are, and which assertions of them stand already. */
    private record Placed(Map<ContentKey, Long> numbers, Set<ContentKey> fresh, Set<Asserted> asserted) {}

    /** Asked whether or not something was there: the time of an answer is not to tell what others sent in. */
    private Uni<Placed> complete(SqlConnection transaction, List<Line> lines, Map<ContentKey, Long> fresh) {
        Set<ContentKey> old = lines.stream().map(Line::key).collect(Collectors.toCollection(LinkedHashSet::new));
        old.removeAll(fresh.keySet());
        return transaction
                .preparedQuery(FIND)
                .execute(keys(old))
                .map(Appender::numbered)
                .chain(found -> asserted(transaction, lines, found).map(asserted -> {
                    Map<ContentKey, Long> all = new HashMap<>(fresh);
                    all.putAll(found);
                    return new Placed(all, fresh.keySet(), asserted);
                }));
    }

    private static Uni<Set<Asserted>> asserted(
            SqlConnection transaction, List<Line> lines, Map<ContentKey, Long> found) {
        List<Line> old =
                lines.stream().filter(line -> found.containsKey(line.key())).toList();
        Tuple asked = Tuple.tuple()
                .addValue(old.stream().map(line -> line.key().object()).toArray(UUID[]::new))
                .addValue(old.stream().map(line -> utc(line.key().version())).toArray(OffsetDateTime[]::new))
                .addValue(old.stream().map(line -> found.get(line.key())).toArray(Long[]::new))
                .addValue(old.stream().map(Line::classNumber).toArray(Integer[]::new));
        return transaction.preparedQuery(ASSERTED).execute(asked).map(rows -> {
            Set<Asserted> asserted = new HashSet<>();
            rows.forEach(row -> asserted.add(new Asserted(row.getLong("content_id"), row.getInteger("class_id"))));
            return asserted;
        });
    }

    private Uni<List<Appended>> queue(SqlConnection transaction, UUID submissionId, List<Line> lines, Placed placed) {
        List<Appended> answers = new ArrayList<>(lines.size());
        List<Line> fresh = new ArrayList<>(lines.size());
        Set<Asserted> seen = new HashSet<>(placed.asserted());
        for (Line line : lines) {
            boolean isNew = seen.add(new Asserted(number(placed, line), line.classNumber()));
            answers.add(isNew ? Appended.NEW : Appended.KNOWN);
            if (isNew) {
                fresh.add(line);
            }
        }
        return fresh.isEmpty()
                ? Uni.createFrom().item(answers)
                : transaction
                        .preparedQuery(QUEUE)
                        .execute(queueRows(submissionId, fresh, placed))
                        .replaceWith(answers);
    }

    private static long number(Placed placed, Line line) {
        Long number = placed.numbers().get(line.key());
        if (number == null) {
            throw new Erased();
        }
        return number;
    }

    private static Tuple queueRows(UUID submissionId, List<Line> lines, Placed placed) {
        return Tuple.tuple()
                .addUUID(submissionId)
                .addValue(lines.stream().map(line -> number(placed, line)).toArray(Long[]::new))
                .addValue(lines.stream().map(line -> line.key().object()).toArray(UUID[]::new))
                .addValue(lines.stream().map(line -> line.key().kind()).toArray(Integer[]::new))
                .addValue(lines.stream().map(line -> utc(line.key().version())).toArray(OffsetDateTime[]::new))
                .addValue(lines.stream().map(Line::classNumber).toArray(Integer[]::new))
                .addValue(lines.stream()
                        .map(line -> placed.fresh().contains(line.key()))
                        .toArray(Boolean[]::new))
                .addValue(references(lines, ReferencesText::ties))
                .addValue(references(lines, ReferencesText::members))
                .addValue(references(lines, r -> ReferencesText.ids(r.foreign())));
    }

    private static @Nullable String[] references(List<Line> lines, Function<References, @Nullable String> column) {
        return lines.stream()
                .map(line -> column.apply(line.assertion().references()))
                .toArray(String[]::new);
    }

    @Override
    public Uni<Map<StixId, List<KnownContent>>> known(Collection<StixId> ids, PartnerId submitter) {
        Set<StixId> asked = new HashSet<>(ids);
        Tuple uuids = Tuple.tuple()
                .addValue(asked.stream().map(StixId::uuid).distinct().toArray(UUID[]::new))
                .addString(submitter.value());
        return pool.preparedQuery(KNOWN)
                .execute(uuids)
                .map(rows -> KnownRows.of(rows, asked))
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    @Override
    public Uni<Map<Long, byte[]>> contents(Collection<Long> contentIds) {
        Tuple asked = Tuple.tuple().addValue(contentIds.toArray(Long[]::new));
        return pool.preparedQuery(CONTENTS)
                .execute(asked)
                .map(rows -> {
                    Map<Long, byte[]> contents = new HashMap<>();
                    rows.forEach(row -> contents.put(
                            row.getLong("content_id"), bytes(row, "content").getBytes()));
                    return contents;
                })
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }

    private static Buffer bytes(Row row, String column) {
        return row.getBuffer(column).getDelegate();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
