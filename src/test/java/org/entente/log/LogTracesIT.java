package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.entente.log.LogTraces.Stretch;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.testing.OwnDatabase;
import org.entente.trace.TraceParent;
import org.entente.trace.Traces;
import org.entente.trace.TracesInMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Traces across the log: what was traced at its start is found by its places, and is over for the log after a day. */
class LogTracesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TracesInMemory traced = new TracesInMemory(1);
    private OwnDatabase database;
    private Sequencer sequencer;
    private LogReader reader;
    private Appender writer;

    @BeforeEach
    void makeLog() {
        database = new OwnDatabase("log_traces_it");
    }

    @AfterEach
    void stopLog() {
        sequencer.stop(new ShutdownEvent());
        database.close();
    }

    /** Not started, so that what is appended gathers. */
    private void log(Traces traces) {
        ReleaseClasses classes = new ReleaseClasses(database.pool());
        sequencer = new Sequencer(
                database.pool(), classes, QueueDatabase.DEFAULTS, Clock.systemUTC(), traces, new SimpleMeterRegistry());
        reader = new SqlLogReader(
                database.pool(), classes, new StixKinds(database.pool()), sequencer, QueueDatabase.DEFAULTS);
        writer = new Appender(
                database.pool(), classes, new StixKinds(database.pool()), sequencer, traces, QueueDatabase.DEFAULTS);
    }

    private void sequence(int entries) {
        sequencer.start(new StartupEvent());
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> join(reader.lastPosition()) >= entries);
    }

    @Test
    void tracedSubmissionIsFoundByItsPlacesAmongOthers() {
        // Given one that is traced, appended in two parts with another between them
        log(traced.traces());
        UUID submission = UUID.randomUUID();
        Optional<TraceParent> trace = traced.request().parent();
        append(submission, trace);
        append(UUID.randomUUID(), Optional.empty());
        append(submission, trace);
        appendFresh(trace);

        // When
        sequence(4);

        // Then the sequencer keeps the order in which they were appended
        assertThat(between(1, 10)).extracting(Stretch::first).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(between(2, 2)).isEmpty();
        assertThat(between(3, 3)).containsExactly(new Stretch(trace.orElseThrow(), 3, 3));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(traced.names()).containsExactly("sequence", "sequence"));
        assertThat(traced.traceIds())
                .singleElement()
                .satisfies(id -> assertThat(trace.orElseThrow().text()).contains(id));
    }

    @Test
    void tracedSubmissionThatIsPlacedAsItIsAppendedIsFoundByItsPlaceToo() {
        log(traced.traces());
        sequencer.start(new StartupEvent());
        Awaitility.await().atMost(PATIENCE).until(sequencer::isElected);
        Optional<TraceParent> trace = traced.request().parent();
        appendFresh(Optional.empty());

        appendFresh(trace);

        assertThat(join(reader.lastPosition())).isEqualTo(2);
        assertThat(between(1, 10)).containsExactly(new Stretch(trace.orElseThrow(), 2, 2));
        assertThat(traced.names()).containsExactly("sequence");
    }

    @Test
    void whereNothingIsTracedNothingIsKept() {
        log(Traces.off());
        append(UUID.randomUUID(), Optional.empty());
        appendFresh(Optional.empty());

        sequence(2);

        assertThat(rows()).isZero();
    }

    @Test
    void whatIsOldIsForgottenAlsoByAnInstanceThatTracesNothing() {
        // Given
        log(Traces.off());
        append(UUID.randomUUID(), traced.request().parent());
        append(UUID.randomUUID(), traced.request().parent());
        join(database.pool()
                .query("UPDATE log_trace SET appended_at = now() - interval '25 hours'"
                        + " WHERE submission_id = (SELECT min(submission_id::text)::uuid FROM log_trace)")
                .execute());

        // When
        sequence(2);

        // Then
        Awaitility.await().atMost(PATIENCE).until(() -> rows() == 1);
    }

    private long rows() {
        return join(database.pool()
                .query("SELECT count(*) FROM log_trace")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private List<Stretch> between(long first, long last) {
        return join(new TraceRows(database.pool(), QueueDatabase.DEFAULTS).between(first, last));
    }

    private void append(UUID submission, Optional<TraceParent> trace) {
        join(writer.append(
                new LogWriter.Submitted(submission, List.of(assertion()), trace),
                (transaction, appended) -> Uni.createFrom().item(appended)));
    }

    private void appendFresh(Optional<TraceParent> trace) {
        join(writer.appendFresh(
                List.of(new LogWriter.Submitted(UUID.randomUUID(), List.of(assertion()), trace)),
                new LogWriter.Along("generate_series(1, 1)", Tuple.tuple())));
    }

    private static Assertion assertion() {
        StixId id = new StixId("indicator", UUID.randomUUID());
        return QueueDatabase.assertion(
                id, ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, id.type(), new PartnerId("xa-cert"), Audience.OPEN));
    }

    private static <T> T join(Uni<T> uni) {
        return uni.subscribe()
                .asCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
