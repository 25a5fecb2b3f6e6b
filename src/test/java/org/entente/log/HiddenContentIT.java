package org.entente.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.entente.log.QueueDatabase.A;
import static org.entente.log.QueueDatabase.B;
import static org.entente.log.QueueDatabase.join;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether others sent in the very bytes changes none of the statements by which a submission is stored and placed. */
class HiddenContentIT {

    private final RecordedStatements statements = new RecordedStatements();
    private QueueDatabase database;

    @BeforeEach
    void makeDatabase() {
        database = new QueueDatabase("hidden_content_it");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatGoesAloneIsStoredByTheSameStatements() {
        // Given
        LogWriter writer = writer();
        append(writer, assertion("xa-cert", 1));
        append(writer, assertion("xb-cert", 2));

        // When
        statements.clear();
        append(writer, assertion("xb-cert", 3));
        List<String> whereItIsNew = statements.texts();
        statements.clear();
        append(writer, assertion("xb-cert", 1));

        // Then
        assertThat(statements.texts()).hasSizeGreaterThan(2).isEqualTo(whereItIsNew);
        assertThat(database.numbers("SELECT count(*) FROM log_pending WHERE NOT fresh"))
                .containsExactly(1L);
    }

    @Test
    void onlyTheSamePartnerAssertingTheSameIsWaitedFor() {
        // Given a transaction that asserts what another sent in, and again something of its own, and does not end
        LogWriter writer = writer();
        append(writer, assertion("xa-cert", 1));
        append(writer, assertion("xa-cert", 9));
        append(writer, assertion("xb-cert", 2));
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        CompletableFuture<?> first = writer.append(
                        submitted(List.of(assertion("xb-cert", 1), assertion("xb-cert", 2)), Set.of()),
                        (transaction, appended) -> {
                            reached.complete(true);
                            return Uni.createFrom().completionStage(end);
                        })
                .subscribeAsCompletionStage();
        try {
            join(Uni.createFrom().completionStage(reached));

            // When
            CompletableFuture<?> second = writer.append(
                            submitted(List.of(assertion("xb-cert", 1)), Set.of()),
                            (transaction, appended) -> Uni.createFrom().item(appended))
                    .subscribeAsCompletionStage();

            // Then
            Awaitility.await().until(() -> waiting() == 1);
            assertThatThrownBy(() -> appendFresh(writer, submitted(List.of(assertion("xb-cert", 1)), Set.of(0))))
                    .hasMessageContaining("55P03");
            append(writer, assertion("xc-cert", 1));
            appendFresh(writer, submitted(List.of(assertion("xd-cert", 1)), Set.of(0)));
            appendFresh(writer, submitted(List.of(assertion("xb-cert", 9)), Set.of(0)));
            assertThat(second).isNotDone();
            end.complete(true);
            join(Uni.createFrom().completionStage(CompletableFuture.allOf(first, second)));
        } finally {
            end.complete(true);
        }
        assertThat(database.numbers("SELECT count(*) FROM log_claim")).containsExactly(0L);
    }

    /** PostgreSQL never sees a row when it counts them; a table it believes empty it would read once for each claim. */
    @Test
    void manyClaimsAreMadeInATableThatIsBelievedToBeEmpty() {
        String claim =
                "SELECT log_claim(array(SELECT n FROM generate_series(1, 100000) n), array_fill(1, ARRAY[100000]))";
        database.execute(claim);
        database.execute("VACUUM (TRUNCATE false) log_claim");
        database.execute("ANALYZE log_claim");

        database.execute(claim);

        assertThat(database.numbers("SELECT count(*) FROM log_claim")).containsExactly(0L);
    }

    private long waiting() {
        return database.numbers("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .get(0);
    }

    @Test
    void whatStandsIsSentInAgainBesideWhoeverElseSendsIt() {
        LogWriter writer = writer();
        append(writer, assertion("xb-cert", 1));
        database.placeByExchange(50);
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        CompletableFuture<?> first = writer.append(
                        submitted(List.of(assertion("xb-cert", 1)), Set.of()), (transaction, appended) -> {
                            reached.complete(true);
                            return Uni.createFrom().completionStage(end);
                        })
                .subscribeAsCompletionStage();
        try {
            join(Uni.createFrom().completionStage(reached));

            append(writer, assertion("xb-cert", 1));

            assertThat(first).isNotDone();
        } finally {
            end.complete(true);
        }
        join(Uni.createFrom().completionStage(first));
    }

    private static void appendFresh(LogWriter writer, LogWriter.Submitted submitted) {
        join(writer.appendFresh(List.of(submitted), new LogWriter.Along("generate_series(1, 1)", Tuple.tuple())));
    }

    @Test
    void whatIsTiedIsPlacedByTheSameStatements() {
        List<String> whereItIsNew = placed(A, true);
        List<String> whereItIsStored = placed(B, false);

        assertThat(whereItIsStored).hasSizeGreaterThan(5).isEqualTo(whereItIsNew);
        assertThat(database.numbers("SELECT count(*) FROM log_entry")).containsExactly(4L);
    }

    private List<String> placed(UUID submission, boolean fresh) {
        ReleaseClasses classes = new ReleaseClasses(database.pool());
        ReleaseClass stated = stated("xb-cert");
        int number = join(classes.numbersOf(Set.of(stated))).get(stated);
        database.queue(submission, 2);
        database.execute("UPDATE log_pending SET ties = 'indicator--00000000-0000-4000-8000-000000000001', fresh = "
                + fresh + ", class_id = " + number);
        statements.clear();
        join(database.pool()
                .withConnection(connection -> new Batch(
                                statements.over(connection),
                                classes,
                                QueueDatabase.ticks(),
                                50,
                                new TracedBatch(Traces.off()))
                        .sequence()));
        return statements.texts();
    }

    private LogWriter writer() {
        Pool pool = statements.over(database.pool());
        ReleaseClasses classes = new ReleaseClasses(pool);
        Sequencer unstarted = new Sequencer(
                pool, classes, QueueDatabase.DEFAULTS, Clock.systemUTC(), Traces.off(), new SimpleMeterRegistry());
        return new Appender(pool, classes, new StixKinds(pool), unstarted, Traces.off(), QueueDatabase.DEFAULTS);
    }

    private static void append(LogWriter writer, Assertion assertion) {
        join(writer.append(
                submitted(List.of(assertion), Set.of()),
                (transaction, appended) -> Uni.createFrom().item(appended)));
    }

    private static LogWriter.Submitted submitted(List<Assertion> assertions, Set<Integer> stored) {
        return new LogWriter.Submitted(UUID.randomUUID(), assertions, stored, Optional.empty());
    }

    private static Assertion assertion(String submitter, int object) {
        StixId id = new StixId("indicator", new UUID(0, object));
        return QueueDatabase.assertion(id, stated(submitter));
    }

    private static ReleaseClass stated(String submitter) {
        return ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", new PartnerId(submitter), Audience.OPEN);
    }
}
