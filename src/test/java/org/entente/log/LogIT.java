package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.entente.log.KnownContent.First;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.testing.OwnDatabase;
import org.entente.trace.Traces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log on a real PostgreSQL, in a database of its own. */
class LogIT {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LogConfig CONFIG = new TestLogConfig();

    private static final String PLACED_AGAIN = """
            INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version,
                stated_class_id, class_id)
            SELECT position + 10, date_added + interval '1 second', content_id, object_uuid, kind_id, version,
                stated_class_id, class_id
            FROM log_entry WHERE object_uuid = $1""";

    private static OwnDatabase database;
    private static Pool pool;

    private Sequencer sequencer;
    private LogReader reader;
    private LogWriter writer;
    private long start;

    @BeforeAll
    static void createDatabase() {
        database = new OwnDatabase("log_it");
        pool = database.pool();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void startLog() {
        ReleaseClasses classes = new ReleaseClasses(pool);
        sequencer = new Sequencer(pool, classes, CONFIG, Clock.systemUTC(), Traces.off(), new SimpleMeterRegistry());
        reader = new SqlLogReader(pool, classes, new StixKinds(pool), sequencer, CONFIG);
        writer = new Appender(pool, classes, new StixKinds(pool), sequencer, Traces.off(), CONFIG);
        sequencer.start(new io.quarkus.runtime.StartupEvent());
        start = join(reader.lastPosition());
    }

    @AfterEach
    void stopLog() {
        sequencer.stop(new io.quarkus.runtime.ShutdownEvent());
    }

    @Test
    void entriesGetDensePositionsAndIncreasingDatesInTheOrderOfTheirSubmission() {
        List<Assertion> assertions = IntStream.range(0, 200)
                .mapToObj(i -> assertion(XA, freshId("indicator")))
                .toList();

        append(assertions);

        List<LogEntry> entries = awaitEntries(200);
        assertThat(entries)
                .extracting(LogEntry::id)
                .containsExactlyElementsOf(
                        assertions.stream().map(Assertion::id).toList());
        assertThat(entries)
                .extracting(LogEntry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(start + 1, start + 200).boxed().toList());
        assertThat(entries).extracting(LogEntry::dateAdded).isSorted().doesNotHaveDuplicates();
        assertThat(entries)
                .extracting(e -> new String(e.content(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(assertions.stream()
                        .map(a -> new String(a.content(), StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void sameAssertionAgainIsKnownAndAddsNothing() {
        Assertion assertion = assertion(XA, freshId("indicator"));
        append(List.of(assertion));
        awaitEntries(1);

        List<LogWriter.Appended> again = append(List.of(assertion, assertion));
        append(List.of(assertion(XA, freshId("indicator"))));

        assertThat(again).containsOnly(LogWriter.Appended.KNOWN);
        assertThat(awaitEntries(2)).hasSize(2);
    }

    @Test
    void sameAssertionSentTwiceAtOnceIsSequencedOnce() throws Exception {
        List<Assertion> same = IntStream.range(0, 50)
                .mapToObj(i -> assertion(XA, freshId("indicator")))
                .toList();
        ExecutorService clients = Executors.newFixedThreadPool(4);

        List<Future<?>> posts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            posts.add(clients.submit(() -> append(same)));
        }
        for (Future<?> post : posts) {
            post.get(30, TimeUnit.SECONDS);
        }
        clients.shutdown();
        append(List.of(assertion(XA, freshId("marker"))));

        List<LogEntry> entries = awaitMarker();
        assertThat(entries).extracting(LogEntry::id).doesNotHaveDuplicates().hasSize(51);
    }

    @Test
    void contentIsKeptOnceHoweverManySubmitItAndEachReaderGetsItOnce() {
        StixId id = freshId("indicator");
        append(List.of(assertion(XA, id)));
        append(List.of(assertion(XB, id)));
        List<LogEntry> entries = awaitEntries(2);
        int ofXa = entries.get(0).classNumber();
        int ofXb = entries.get(1).classNumber();

        Page both = page(Set.of(ofXa, ofXb), VersionFilter.LAST);
        Page second = page(Set.of(ofXb), VersionFilter.LAST);

        // Also of classes the reader did not ask for: its decisions may be older than they are.
        assertThat(second.highestClass()).isGreaterThanOrEqualTo(Math.max(ofXa, ofXb));

        long contents = join(pool.preparedQuery("SELECT count(*) AS n FROM object_content WHERE object_uuid = $1")
                        .execute(io.vertx.mutiny.sqlclient.Tuple.of(id.uuid())))
                .iterator()
                .next()
                .getLong("n");
        assertThat(contents).isEqualTo(1);
        assertThat(both.entries())
                .extracting(LogEntry::position)
                .containsExactly(entries.get(0).position());
        assertThat(second.entries())
                .extracting(LogEntry::position)
                .containsExactly(entries.get(1).position());
        assertThat(entries.get(1).earlierClasses()).containsExactly(ofXa);
    }

    @Test
    void entryIsTheOnlyOneOfItsObjectUntilAnotherIsPlacedWhoeverPlacesIt() {
        StixId asserted = freshId("indicator");
        StixId placed = freshId("indicator");
        StixId left = freshId("indicator");
        append(List.of(assertion(XA, asserted), assertion(XA, placed), assertion(XA, left)));
        int ofXa = awaitEntries(3).get(0).classNumber();
        assertThat(List.of(soles(asserted), soles(placed), soles(left))).containsOnly(List.of(true));

        append(List.of(assertion(XB, asserted)));
        awaitEntries(4);
        // As an instance does that is older than the column.
        join(pool.preparedQuery(PLACED_AGAIN).execute(io.vertx.mutiny.sqlclient.Tuple.of(placed.uuid())));

        assertThat(List.of(soles(asserted), soles(placed))).containsOnly(List.of(false, false));
        assertThat(soles(left)).containsExactly(true);
        assertThat(page(Set.of(ofXa), VersionFilter.LAST).entries())
                .extracting(LogEntry::id)
                .containsExactly(asserted, placed, left);
    }

    private static List<Boolean> soles(StixId id) {
        List<Boolean> soles = new ArrayList<>();
        join(pool.preparedQuery("SELECT sole FROM log_entry WHERE object_uuid = $1")
                        .execute(io.vertx.mutiny.sqlclient.Tuple.of(id.uuid())))
                .forEach(row -> soles.add(row.getBoolean("sole")));
        return soles;
    }

    @Test
    void newestVersionIsTheNewestTheReaderMaySee() {
        StixId id = freshId("indicator");
        append(List.of(assertion(XA, id, "2026-01-01T00:00:00Z"), assertion(XA, id, "2026-03-01T00:00:00Z")));
        append(List.of(assertion(XB, id, "2026-02-01T00:00:00Z")));
        List<LogEntry> entries = awaitEntries(3);
        int ofXa = entries.get(0).classNumber();
        int ofXb = entries.get(2).classNumber();

        assertThat(versions(page(Set.of(ofXa, ofXb), VersionFilter.LAST))).containsExactly("2026-03-01T00:00:00Z");
        assertThat(versions(page(Set.of(ofXb), VersionFilter.LAST))).containsExactly("2026-02-01T00:00:00Z");
        assertThat(versions(page(Set.of(ofXa, ofXb), new VersionFilter.All()))).hasSize(3);
        assertThat(versions(page(Set.of(ofXa, ofXb), new VersionFilter.Any(true, false, Set.of()))))
                .containsExactly("2026-01-01T00:00:00Z");
        assertThat(versions(page(
                        Set.of(ofXa, ofXb),
                        new VersionFilter.Any(false, false, Set.of(Instant.parse("2026-02-01T00:00:00Z"))))))
                .containsExactly("2026-02-01T00:00:00Z");
    }

    @Test
    void pagesFollowOneAnotherWithoutLossOrRepeat() {
        List<Assertion> assertions = IntStream.range(0, 57)
                .mapToObj(i -> assertion(XA, freshId("indicator")))
                .toList();
        append(assertions);
        List<LogEntry> entries = awaitEntries(57);
        int[] classes = {entries.get(0).classNumber()};

        List<StixId> read = new ArrayList<>();
        long cursor = start;
        Page page;
        do {
            page = join(reader.page(new PageQuery(
                    classes, cursor, Optional.empty(), Optional.empty(), Set.of(), new VersionFilter.All(), 10)));
            page.entries().forEach(e -> read.add(e.id()));
            cursor = page.entries().get(page.entries().size() - 1).position();
        } while (page.more());

        assertThat(read)
                .containsExactlyElementsOf(
                        assertions.stream().map(Assertion::id).toList());
    }

    @Test
    void pageEndsEarlyAtItsBoundOfBytesAndSaysSo() {
        List<Assertion> large = IntStream.range(0, 5)
                .mapToObj(i ->
                        assertion(XA, freshId("artifact"), "x".repeat(40_000).getBytes(StandardCharsets.UTF_8)))
                .toList();
        append(large);
        Awaitility.await().atMost(PATIENCE).until(() -> join(reader.lastPosition()) == start + 5);
        List<LogEntry> entries = join(reader.after(start, 5));
        int[] classes = {entries.get(0).classNumber()};

        Page page = join(reader.page(new PageQuery(
                classes, start, Optional.empty(), Optional.empty(), Set.of(), new VersionFilter.All(), 100)));

        assertThat(page.entries()).hasSize(2);
        assertThat(page.more()).isTrue();
    }

    @Test
    void outlineBringsItsBeginningAndSaysWhereTheRestIs() {
        append(Stream.of(10_000, 20_000, 5_000, 40_000, 100)
                .map(bytes ->
                        assertion(XA, freshId("artifact"), "x".repeat(bytes).getBytes(StandardCharsets.UTF_8)))
                .toList());
        Awaitility.await().atMost(PATIENCE).until(() -> join(reader.lastPosition()) == start + 5);
        int[] classes = {join(reader.after(start, 1)).get(0).classNumber()};
        PageQuery all = new PageQuery(
                classes, start, Optional.empty(), Optional.empty(), Set.of(), new VersionFilter.All(), 100);

        Outline outline = join(reader.outline(all, 34_000));
        Outline ofOne = join(reader.outline(all, 1));

        assertThat(outline.positions()).containsExactly(start + 1, start + 2, start + 3, start + 4);
        assertThat(outline.sizes()).containsExactly(10_000, 20_000, 5_000, 40_000);
        assertThat(outline.more()).isTrue();
        assertThat(outline.head()).extracting(e -> e.content().length).containsExactly(10_000, 20_000);
        assertThat(outline.head()).extracting(e -> e.id().type()).containsOnly("artifact");
        assertThat(ofOne.head()).extracting(e -> e.content().length).containsExactly(10_000);
    }

    @Test
    void entryWithManyLinksIsInTheBeginningWithAllOfThem() {
        Map<StixId, Set<Integer>> members = Stream.generate(() -> freshId("tool"))
                .limit(1_000)
                .collect(Collectors.toMap(id -> id, id -> Set.of(1_000_000)));
        append(List.of(
                referring(
                        assertion(XA, freshId("report")),
                        new References(Set.of(), Map.of(), members, true, members.keySet())),
                assertion(XA, freshId("indicator"))));
        List<LogEntry> entries = awaitEntries(2);
        int[] classes = entries.stream().mapToInt(LogEntry::classNumber).toArray();
        PageQuery all = new PageQuery(
                classes, start, Optional.empty(), Optional.empty(), Set.of(), new VersionFilter.All(), 1_000);

        Outline outline = join(reader.outline(all, 100_000));

        assertThat(outline.head())
                .extracting(LogEntry::id)
                .containsExactly(entries.get(0).id(), entries.get(1).id());
        assertThat(outline.head())
                .extracting(LogEntry::links)
                .containsExactly(entries.get(0).links(), entries.get(1).links());
        assertThat(outline.head().get(0).links().foreign()).hasSize(1_000);
    }

    @Test
    void outlineOfManySmallOnesEndsItsBeginningAtTheBound() {
        append(Stream.generate(() ->
                        assertion(XA, freshId("artifact"), "x".repeat(1_000).getBytes(StandardCharsets.UTF_8)))
                .limit(20)
                .toList());
        Awaitility.await().atMost(PATIENCE).until(() -> join(reader.lastPosition()) == start + 20);
        int[] classes = {join(reader.after(start, 1)).get(0).classNumber()};
        PageQuery all = new PageQuery(
                classes, start, Optional.empty(), Optional.empty(), Set.of(), new VersionFilter.All(), 100);

        Outline outline = join(reader.outline(all, 3_500));

        assertThat(outline.sizes()).hasSize(20).containsOnly(1_000);
        assertThat(outline.head()).hasSize(3);
        assertThat(outline.head().get(0).position()).isEqualTo(start + 1);
    }

    @Test
    void relationshipIsAsRestrictedAsTheObjectsItTies() {
        StixId indicator = freshId("indicator");
        StixId relationship = freshId("relationship");
        append(List.of(assertion(XA, relationship, Set.of(indicator, freshId("malware"))), assertion(XA, indicator)));

        List<LogEntry> entries = awaitEntries(2);

        int ofIndicator = entries.get(1).classNumber();
        assertThat(classOf(entries.get(0)).ties()).containsExactly(Set.of(ofIndicator));
    }

    @Test
    void reportIsPlacedWithWhatItsMembersWaitForAndIsRestrictedToReadersOfOne() {
        StixId indicator = freshId("indicator");
        StixId malware = freshId("malware");
        StixId elsewhere = freshId("tool");
        Assertion report = referring(
                assertion(XA, freshId("report")),
                new References(
                        Set.of(),
                        Map.of(),
                        Map.of(indicator, Set.of(), malware, Set.of(), elsewhere, Set.of(1_000_000)),
                        false,
                        Set.of(elsewhere)));
        append(List.of(report, assertion(XA, indicator), assertion(XA, malware)));

        List<LogEntry> entries = awaitEntries(3);

        int ofIndicator = entries.get(1).classNumber();
        int ofMalware = entries.get(2).classNumber();
        LogEntry placed = entries.get(0);
        assertThat(placed.links().members())
                .isEqualTo(Map.of(
                        indicator,
                        List.of(Set.of(ofIndicator)),
                        malware,
                        List.of(Set.of(ofMalware)),
                        elsewhere,
                        List.of(Set.of(1_000_000))));
        assertThat(placed.links().foreign()).containsExactly(elsewhere);
        assertThat(classOf(placed).ties()).containsExactly(Set.of(ofIndicator, ofMalware, 1_000_000));
        assertThat(page(Set.of(placed.classNumber()), VersionFilter.LAST).entries())
                .extracting(LogEntry::links)
                .containsExactly(placed.links());
    }

    @Test
    void laterRelationshipToAReportWaitsForItsMembers() {
        StixId indicator = freshId("indicator");
        StixId report = freshId("report");
        References members = new References(Set.of(), Map.of(), Map.of(indicator, Set.of()), true, Set.of());
        append(List.of(referring(assertion(XA, report), members), assertion(XA, indicator)));
        List<LogEntry> first = awaitEntries(2);

        append(List.of(assertion(XA, freshId("relationship"), Set.of(report))));

        LogEntry relationship = awaitEntries(3).get(2);
        assertThat(classOf(relationship).ties())
                .containsExactlyInAnyOrder(
                        Set.of(first.get(0).classNumber()), Set.of(first.get(1).classNumber()));
    }

    @Test
    void entriesAreCountedByClassAndFoundByObject() {
        Instant before = Clock.systemUTC().instant();
        StixId id = freshId("campaign");
        append(List.of(assertion(XA, id), assertion(XA, freshId("campaign")), assertion(XB, id)));
        List<LogEntry> entries = awaitEntries(3);
        int ofXa = entries.get(0).classNumber();
        int ofXb = entries.get(2).classNumber();

        Map<Integer, Long> counted = join(reader.entriesSince(before));
        List<Placement> newest = join(reader.newest(List.of(ofXa, ofXb), 2));
        List<Placement> ofObject = join(reader.entriesOf(id));

        assertThat(counted).containsEntry(ofXa, 2L).containsEntry(ofXb, 1L);
        assertThat(join(reader.entriesSince(before.plus(Duration.ofDays(2))))).isEmpty();
        assertThat(newest)
                .extracting(Placement::position)
                .containsExactly(entries.get(2).position(), entries.get(1).position());
        assertThat(ofObject)
                .extracting(Placement::position, Placement::classNumber)
                .containsExactly(
                        tuple(entries.get(0).position(), ofXa),
                        tuple(entries.get(2).position(), ofXb));
        assertThat(join(reader.entriesOf(new StixId("tool", id.uuid())))).isEmpty();
    }

    @Test
    void whatOthersAssertIsKnownSinceItWasAddedAndOnesOwnAtOnce() {
        StixId id = freshId("indicator");
        append(List.of(assertion(XA, id)));
        LogEntry entry = awaitEntries(1).get(0);

        Map<StixId, List<KnownContent>> known = join(writer.known(List.of(id), XB));

        assertThat(known.get(id).get(0).classes()).isEqualTo(Map.of(entry.classNumber(), First.at(entry.dateAdded())));
    }

    private static Assertion referring(Assertion assertion, References references) {
        return assertion.referringTo(references, assertion.stated());
    }

    private ReleaseClass classOf(LogEntry entry) {
        return join(reader.classesAbove(entry.classNumber() - 1)).get(0).releaseClass();
    }

    @Test
    void followerOfParallelWritersMissesNothingAndSeesNothingTwice() throws Exception {
        Awaitility.await().atMost(PATIENCE).until(sequencer::isElected);
        long queuedBefore = queued();
        int writers = 8;
        int posts = 40;
        ExecutorService clients = Executors.newFixedThreadPool(writers);
        List<StixId> sent = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> running = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            running.add(clients.submit(() -> {
                for (int i = 0; i < posts; i++) {
                    List<Assertion> post =
                            List.of(assertion(XA, freshId("indicator")), assertion(XA, freshId("malware")));
                    // Placed as they are appended, unless another is being placed; then by the sequencer.
                    if (i < posts / 2) {
                        appendFresh(post);
                    } else {
                        append(post);
                    }
                    post.forEach(a -> sent.add(a.id()));
                }
            }));
        }

        List<StixId> followed = new ArrayList<>();
        Instant addedAfter = join(reader.page(new PageQuery(
                        allClasses(),
                        Math.max(0, start - 1),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        new VersionFilter.All(),
                        1)))
                .entries()
                .stream()
                .findFirst()
                .map(LogEntry::dateAdded)
                .orElse(Instant.EPOCH);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (followed.size() < writers * posts * 2 && Instant.now().isBefore(deadline)) {
            Page page = join(reader.page(new PageQuery(
                    allClasses(),
                    0,
                    Optional.of(addedAfter),
                    Optional.empty(),
                    Set.of(),
                    new VersionFilter.All(),
                    37)));
            for (LogEntry entry : page.entries()) {
                followed.add(entry.id());
                addedAfter = entry.dateAdded();
            }
        }
        for (Future<?> client : running) {
            client.get(30, TimeUnit.SECONDS);
        }
        clients.shutdown();

        Set<StixId> own = new HashSet<>(sent);
        assertThat(followed).doesNotHaveDuplicates();
        assertThat(followed.stream().filter(own::contains).collect(Collectors.toSet()))
                .isEqualTo(own);
        assertThat(queued() - queuedBefore).isBetween(writers * posts * 1L, writers * posts * 2L - 1);
    }

    /** Those that were placed as they were appended are not among them. */
    private long queued() {
        return join(pool.query(
                                "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('log_pending', 'pending_id')), 0)")
                        .execute())
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void whatWasAddedAfterTheReadersHorizonIsNotThereNorAreItsVersions() {
        StixId object = freshId("indicator");
        append(List.of(assertion(XA, object, "2026-01-01T00:00:00Z")));
        Instant horizon = awaitEntries(1).get(0).dateAdded();
        append(List.of(assertion(XA, object, "2026-02-01T00:00:00Z")));
        append(List.of(assertion(XA, freshId("indicator"))));
        awaitEntries(3);

        Page page = join(reader.page(new PageQuery(
                allClasses(), start, Optional.empty(), Optional.of(horizon), Set.of(), VersionFilter.LAST, 10)));

        assertThat(page.entries()).extracting(LogEntry::version).containsExactly(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(page.more()).isFalse();
        assertThat(join(reader.page(new PageQuery(
                                allClasses(),
                                start,
                                Optional.empty(),
                                Optional.of(Instant.MIN),
                                Set.of(),
                                VersionFilter.LAST,
                                10)))
                        .entries())
                .isEmpty();
    }

    @Test
    void anotherSequencerTakesOverWhenTheFirstIsGone() {
        Sequencer second = new Sequencer(
                pool, new ReleaseClasses(pool), CONFIG, Clock.systemUTC(), Traces.off(), new SimpleMeterRegistry());
        second.start(new io.quarkus.runtime.StartupEvent());
        append(List.of(assertion(XA, freshId("indicator"))));
        awaitEntries(1);

        sequencer.stop(new io.quarkus.runtime.ShutdownEvent());
        append(List.of(assertion(XA, freshId("indicator"))));

        assertThat(awaitEntries(2)).hasSize(2);
        second.stop(new io.quarkus.runtime.ShutdownEvent());
    }

    @Test
    void whatWaitsForItsPlaceStaysWhenAnEarlierVersionIsErased() {
        // Given
        append(List.of(assertion(XA, freshId("indicator"))));
        long position = awaitEntries(1).get(0).position();
        List<ErasedElsewhere.Entry> erased = new ArrayList<>();

        // When
        join(pool.withTransaction(transaction -> newerVersionWaits(transaction, position)
                .chain(purge -> new ErasingRows(transaction, List.of((ErasedElsewhere) (any, entries) -> {
                            erased.addAll(entries);
                            return Uni.createFrom().voidItem();
                        }))
                        .erase(purge, List.of(position)))
                // Or the sequencer would place what is made up.
                .chain(() -> transaction.query("DELETE FROM log_pending").execute())));

        // Then
        assertThat(erased).hasSize(1);
        assertThat(erased.get(0).last()).isFalse();
    }

    private static Uni<Long> newerVersionWaits(SqlConnection transaction, long position) {
        return transaction
                .preparedQuery(
                        "INSERT INTO log_pending (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh)"
                                + " SELECT gen_random_uuid(), content_id, object_uuid, kind_id, version + interval '1 day', class_id, false"
                                + " FROM log_entry WHERE position = $1")
                .execute(Tuple.of(position))
                .chain(() -> transaction
                        .query("INSERT INTO log_purge (purge_id, cause, object_id, reason, made_at, made_by)"
                                + " VALUES (gen_random_uuid(), 'operator', 'any', 'A test', now(), 'admin')"
                                + " RETURNING purge_number")
                        .execute())
                .map(rows -> rows.iterator().next().getLong("purge_number"));
    }

    private int[] allClasses() {
        return join(reader.classesAbove(0)).stream()
                .mapToInt(NumberedClass::number)
                .toArray();
    }

    private Page page(Set<Integer> classes, VersionFilter versions) {
        int[] numbers = classes.stream().mapToInt(Integer::intValue).toArray();
        return join(reader.page(
                new PageQuery(numbers, start, Optional.empty(), Optional.empty(), Set.of(), versions, 100)));
    }

    private static List<String> versions(Page page) {
        return page.entries().stream().map(e -> e.version().toString()).toList();
    }

    private List<LogWriter.Appended> append(List<Assertion> assertions) {
        return join(writer.append(
                UUID.randomUUID(),
                assertions,
                (transaction, appended) -> Uni.createFrom().item(appended)));
    }

    private void appendFresh(List<Assertion> assertions) {
        join(writer.appendFresh(
                List.of(new LogWriter.Submitted(UUID.randomUUID(), assertions, Optional.empty())),
                new LogWriter.Along("generate_series(1, 1)", Tuple.tuple())));
    }

    private List<LogEntry> awaitEntries(int count) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> join(reader.after(start, 10_000)), entries -> entries.size() >= count);
    }

    private List<LogEntry> awaitMarker() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> join(reader.after(start, 10_000)),
                        entries -> entries.stream().anyMatch(e -> e.id().type().equals("marker")));
    }

    private static StixId freshId(String type) {
        return new StixId(type, UUID.randomUUID());
    }

    private static Assertion assertion(PartnerId submitter, StixId id) {
        return assertion(submitter, id, "2026-01-01T00:00:00Z");
    }

    private static Assertion assertion(PartnerId submitter, StixId id, Set<StixId> ties) {
        Assertion plain = assertion(submitter, id);
        return new Assertion(
                id, plain.version(), plain.digest(), plain.content(), plain.stated(), References.toOwn(ties));
    }

    private static Assertion assertion(PartnerId submitter, StixId id, String version) {
        byte[] content =
                ("{\"id\": \"" + id + "\", \"modified\": \"" + version + "\"}").getBytes(StandardCharsets.UTF_8);
        return assertion(submitter, id, version, content);
    }

    private static Assertion assertion(PartnerId submitter, StixId id, byte[] content) {
        return assertion(submitter, id, "2026-01-01T00:00:00Z", content);
    }

    private static Assertion assertion(PartnerId submitter, StixId id, String version, byte[] content) {
        ReleaseClass stated = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, id.type(), submitter, Audience.OPEN);
        return new Assertion(
                id,
                Instant.parse(version),
                ReleaseClassJson.fingerprint(new String(content, StandardCharsets.UTF_8)),
                content,
                stated,
                References.NONE);
    }

    private static <T> T join(Uni<T> uni) {
        return uni.subscribe()
                .asCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** The defaults, but for a bound of bytes small enough to be met. */
    private static final class TestLogConfig implements LogConfig {
        @Override
        public int sequencerBatch() {
            return 100;
        }

        @Override
        public Duration sequencerPoll() {
            return Duration.ofMillis(20);
        }

        @Override
        public Duration sequencerGather() {
            return Duration.ofMillis(1);
        }

        @Override
        public Duration sequencerRetry() {
            return Duration.ofMillis(100);
        }

        @Override
        public long readBytesMax() {
            return 65_536;
        }

        @Override
        public Duration queryTimeout() {
            return Duration.ofSeconds(20);
        }
    }
}
