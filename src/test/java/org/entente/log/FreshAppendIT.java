package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entente.log.QueueDatabase.A;
import static org.entente.log.QueueDatabase.B;
import static org.entente.log.QueueDatabase.C;
import static org.entente.log.QueueDatabase.join;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is new gets its place as it is appended, or waits for the sequencer. */
class FreshAppendIT {

    private static final ReleaseClass XA = classOf("xa-cert");
    private static final ReleaseClass XB = classOf("xb-cert");
    private static final ReleaseClass XB_AMBER =
            ReleaseClass.plain(Tlp.AMBER, Feed.THREATS, "indicator", new PartnerId("xb-cert"), Audience.OPEN);
    private static final StixId OTHER = new StixId("indicator", new UUID(7, 7));
    private static final LogWriter.Along NOTHING = new LogWriter.Along("generate_series(1, 1)", Tuple.tuple());
    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
    private static final References FOREIGN = new References(Set.of(), Map.of(), Map.of(), false, Set.of(OTHER));

    private QueueDatabase database;

    @BeforeEach
    void makeDatabase() {
        database = new QueueDatabase("fresh_append_it");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void entriesAreThoseTheSequencerWouldMakeOfTheQueue() {
        // Given submissions that do not come in the order of their objects' keys, and one that refers to what is not
        // here
        List<LogWriter.Submitted> submissions = List.of(
                submitted(A, 9, 3), submitted(B, 5), submitted(C, 4, 8, 1), referring(new UUID(0, 0xd), FOREIGN));
        database.execute("INSERT INTO log_gap (after_position, next_position) VALUES (0, 1000)");

        placeEarlier();
        assertThat(append(submissions, true)).isEqualTo(7);
        List<String> placed = database.placed();
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(0L);
        for (String table : List.of("log_entry", "log_day", "object_content")) {
            database.execute("DELETE FROM " + table);
        }
        database.execute("ALTER SEQUENCE object_content_content_id_seq RESTART");
        placeEarlier();
        assertThat(append(submissions, false)).isZero();
        assertThat(database.placed()).hasSize(1 + 1);
        database.placeByExchange(50);

        assertThat(placed).hasSize(1 + 7 + 1).isEqualTo(database.placed());
    }

    /** An entry of an object that another version follows of. */
    private void placeEarlier() {
        append(List.of(submitted(new UUID(0, 0xe), List.of(assertion(8, References.NONE, EARLIER)))), true);
    }

    @Test
    void entriesFollowThoseThatAreThere() {
        append(List.of(submitted(A, 1, 2)), true);
        append(List.of(submitted(B, 3)), true);

        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .containsExactly(1L, 2L, 3L);
        assertThat(database.numbers("SELECT sum(entries)::bigint FROM log_day")).containsExactly(3L);
    }

    @Test
    void dateIsNeverBeforeThatOfTheLastEntry() {
        append(List.of(submitted(A, 1)), true);
        database.execute("UPDATE log_entry SET date_added = now() + interval '1 hour'");

        append(List.of(submitted(B, 2)), true);

        assertThat(database.numbers("SELECT position FROM log_entry ORDER BY date_added"))
                .containsExactly(1L, 2L);
    }

    @Test
    void stepsBetweenDatesAreOfOneToEightMicroseconds() {
        append(List.of(submitted(A, IntStream.range(0, 500).toArray())), true);

        List<Long> steps =
                database.numbers("SELECT DISTINCT (extract(epoch FROM date_added - before) * 1000000)::bigint AS step"
                        + " FROM (SELECT date_added, lag(date_added) OVER (ORDER BY position) AS before FROM log_entry) e"
                        + " WHERE before IS NOT NULL ORDER BY step");
        assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void nothingPassesWhatWaits() {
        database.queue(C, 1);

        assertThat(append(List.of(submitted(A, 1), submitted(B, 2)), true)).isZero();

        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(0L);
        assertThat(database.numbers("SELECT count(*) FROM log_pending")).containsExactly(3L);
    }

    @Test
    void whatItsSubmitterRecalledWaits() {
        database.recall(new UUID(0, 2), "xa-cert");

        assertThat(append(List.of(submitted(A, 1), submitted(B, 2)), true)).isZero();

        assertThatAllWait(2);
    }

    @Test
    void moreThanShouldHoldTheLockWait() {
        assertThat(append(List.of(submitted(A, IntStream.range(0, 501).toArray())), true))
                .isZero();

        assertThatAllWait(501);
    }

    @Test
    void recallBySomebodyElseDecidesNothing() {
        database.recall(new UUID(0, 2), "xb-cert");

        assertThat(append(List.of(submitted(A, 1), submitted(B, 2)), true)).isEqualTo(2);
    }

    @Test
    void momentOfAnInstanceThatWasFrozenDatesNothing() {
        DateTicks old = new DateTicks(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5)), new SecureRandom());

        assertThat(join(appender().append(database.pool(), List.of(submitted(A, 1)), NOTHING, () -> true, old)))
                .isZero();

        assertThatAllWait(1);
    }

    @Test
    void dateIsOfAfterWhatWasWaitedFor() {
        database.execute("CREATE TABLE along (done_at timestamptz)");
        database.execute("CREATE FUNCTION go_slowly() RETURNS int LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_sleep(1.5); INSERT INTO along VALUES (clock_timestamp()); RETURN 1; END'");

        append(List.of(submitted(A, 1)), new LogWriter.Along("go_slowly()", Tuple.tuple()));

        assertThat(database.numbers(
                        "SELECT count(*) FROM log_entry, along WHERE date_added > done_at - interval '1 second'"))
                .containsExactly(1L);
    }

    @Test
    void whatWaitsTooLongForAnothersKeyIsNotDone() {
        String save = "submission_save($1, $2, $3, $4, $5, $6)";

        assertThatThrownBy(() -> join(database.pool()
                        .withTransaction(other -> other.preparedQuery("SELECT " + save)
                                .execute(keyed(B))
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(held -> append(List.of(submitted(A, 1)), new LogWriter.Along(save, keyed(A)))))))
                .hasMessageContaining("55P03");

        assertThat(database.numbers("SELECT count(*) FROM object_content")).containsExactly(0L);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(0L);
    }

    private static Tuple keyed(UUID submission) {
        return Tuple.tuple()
                .addValue(new UUID[] {submission})
                .addValue(new String[] {"xa-cert"})
                .addValue(new OffsetDateTime[] {Instant.EPOCH.atOffset(ZoneOffset.UTC)})
                .addValue(new String[] {"key"})
                .addValue(new Buffer[] {Buffer.buffer(new byte[32])})
                .addValue(new String[] {"{}"});
    }

    @Test
    void whatIsTiedWaitsAndWhatComesWithIt() {
        References ties = References.toOwn(Set.of(OTHER));

        assertThat(append(List.of(submitted(A, 1), referring(B, ties)), true)).isZero();

        assertThatAllWait(2);
    }

    @Test
    void whatIsNotThisInstancesToDateWaits() {
        assertThat(append(List.of(submitted(A, 1)), false)).isZero();

        assertThatAllWait(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_advisory_xact_lock", "pg_advisory_xact_lock_shared"})
    void nothingIsPlacedUnderALockThatSomebodyElseHolds(String lock) {
        int placed = join(database.pool()
                .withTransaction(recall -> recall.query("SELECT " + lock + "(" + LogLocks.ENTRIES + ")")
                        .execute()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(locked -> append(List.of(submitted(A, 1)), true))));

        assertThat(placed).isZero();
        assertThatAllWait(1);
    }

    private void assertThatAllWait(long objects) {
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(0L);
        assertThat(database.numbers("SELECT count(*) FROM log_pending JOIN object_content USING (content_id)"))
                .containsExactly(objects);
    }

    @Test
    void contentThatAnotherSentInIsPlacedAsWhatIsNew() {
        append(List.of(submitted(A, 2, 3)), true);

        List<LogWriter.Submitted> others = List.of(
                repeating(B, XB, 2), submitted(C, List.of(assertion(XB, 1))), repeating(new UUID(0, 0xd), XB, 3));

        assertThat(append(others, true)).isEqualTo(3);

        List<String> placed = database.placed();
        database.execute("DELETE FROM log_entry WHERE position > 2");
        database.execute("DELETE FROM log_day WHERE class_id = 2");
        database.execute("DELETE FROM object_content WHERE object_uuid = '" + new UUID(0, 1) + "'");
        database.execute("ALTER SEQUENCE object_content_content_id_seq RESTART 3");
        assertThat(append(others, false)).isZero();
        assertThat(database.numbers("SELECT count(*) FROM log_pending WHERE fresh"))
                .containsExactly(1L);
        database.placeByExchange(50);
        assertThat(placed).hasSize(2 + 3 + 2).isEqualTo(database.placed());
    }

    /** As the second of the same would be where nobody else has it: see {@link #whereSomethingIsThereNothingIsDone}. */
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatTheSamePartnerAssertedMeanwhileGoesAlone(boolean placed, boolean underAnotherClass) {
        append(List.of(submitted(A, 1)), true);
        append(List.of(repeating(B, underAnotherClass ? XB_AMBER : XB, 1)), placed);

        assertThatThrownBy(() -> append(List.of(submitted(C, 2), repeating(new UUID(0, 0xd), XB, 1)), true))
                .hasMessageContaining("23505");

        assertThat(database.numbers("SELECT count(*) FROM object_content")).containsExactly(1L);
    }

    @Test
    void contentIsFoundOnceOnly() {
        append(List.of(submitted(A, 1)), true);

        assertThatThrownBy(() -> append(List.of(repeating(B, XB, 1), repeating(C, XB, 1)), true))
                .hasMessageContaining("P0002");
    }

    @Test
    void whereAContentWasErasedMeanwhileNothingIsDone() {
        append(List.of(submitted(A, 1)), true);

        assertThatThrownBy(() -> append(List.of(submitted(B, 2), repeating(C, XB, 3)), true))
                .hasMessageContaining("P0002");

        assertThat(database.numbers("SELECT count(*) FROM object_content")).containsExactly(1L);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(1L);
    }

    @Test
    void contentThatIsBeingErasedIsWaitedForByItsSubmissionAlone() {
        append(List.of(submitted(A, 1)), true);

        assertThatThrownBy(() -> whileContentsAreLocked("FOR UPDATE", () -> append(List.of(repeating(B, XB, 1)), true)))
                .hasMessageContaining("P0002");

        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(1L);
    }

    @Test
    void contentThatOthersAreAssertingIsNotWaitedFor() {
        append(List.of(submitted(A, 1)), true);

        assertThat(whileContentsAreLocked("FOR KEY SHARE", () -> append(List.of(repeating(B, XB, 1)), true)))
                .isEqualTo(1);
    }

    private int whileContentsAreLocked(String lock, IntSupplier call) {
        return join(database.pool()
                .withTransaction(holding -> holding.query("SELECT FROM object_content " + lock)
                        .execute()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(locked -> call.getAsInt())));
    }

    @Test
    void whereSomethingIsThereNothingIsDone() {
        append(List.of(submitted(A, 1)), true);
        database.execute("CREATE TABLE along (n int)");
        database.execute("CREATE FUNCTION go_along(asked int) RETURNS int LANGUAGE sql"
                + " AS 'INSERT INTO along VALUES (asked) RETURNING n'");

        assertThatThrownBy(() -> append(
                        List.of(submitted(B, 2), submitted(C, 1)), new LogWriter.Along("go_along($1)", Tuple.of(5))))
                .hasMessageContaining("23505");
        assertThat(database.numbers("SELECT count(*) FROM object_content")).containsExactly(1L);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(1L);
        assertThat(database.numbers("SELECT count(*) FROM along")).containsExactly(0L);

        append(List.of(submitted(B, 2)), new LogWriter.Along("go_along($1)", Tuple.of(6)));
        assertThat(database.numbers("SELECT n::bigint FROM along")).containsExactly(6L);
    }

    private int append(List<LogWriter.Submitted> submissions, LogWriter.Along along) {
        return join(appender().append(database.pool(), submissions, along, () -> true, QueueDatabase.ticks()));
    }

    private int append(List<LogWriter.Submitted> submissions, boolean elected) {
        return join(appender().append(database.pool(), submissions, NOTHING, () -> elected, QueueDatabase.ticks()));
    }

    private static FreshAppend appender() {
        return new FreshAppend(Map.of("indicator", 1), Map.of(XA, 1, XB, 2, XB_AMBER, 3));
    }

    private static LogWriter.Submitted submitted(UUID id, int... objects) {
        return submitted(
                id,
                IntStream.of(objects)
                        .mapToObj(object -> assertion(object, References.NONE))
                        .toList());
    }

    /** Sends in what is there already. */
    private static LogWriter.Submitted repeating(UUID id, ReleaseClass stated, int object) {
        return new LogWriter.Submitted(id, List.of(assertion(stated, object)), Set.of(0), Optional.empty());
    }

    private static LogWriter.Submitted referring(UUID id, References references) {
        return submitted(id, List.of(assertion(6, references)));
    }

    private static LogWriter.Submitted submitted(UUID id, List<Assertion> assertions) {
        return new LogWriter.Submitted(id, assertions, Optional.empty());
    }

    private static Assertion assertion(int object, References references) {
        return assertion(object, references, EARLIER.plusSeconds(1));
    }

    private static Assertion assertion(int object, References references, Instant version) {
        StixId id = new StixId("indicator", new UUID(0, object));
        String content = "{\"id\": \"" + id + "\"}";
        return new Assertion(
                id,
                version,
                ReleaseClassJson.fingerprint(content),
                content.getBytes(StandardCharsets.UTF_8),
                XA,
                references);
    }

    private static Assertion assertion(ReleaseClass stated, int object) {
        return assertion(object, References.NONE).referringTo(References.NONE, stated);
    }

    private static ReleaseClass classOf(String submitter) {
        return ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", new PartnerId(submitter), Audience.OPEN);
    }
}
