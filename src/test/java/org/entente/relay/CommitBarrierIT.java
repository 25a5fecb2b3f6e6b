package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.relay.RelayStage.Running;
import org.entente.relay.RelayStage.Subscriber;
import org.entente.testing.OwnDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever narrows what may go out is answered when nothing decided before can still be committed. */
class CommitBarrierIT {

    /** For commits that never end by themselves; what the exchange waits is for those that are merely slow. */
    private static final Duration FENCE_SOON = Duration.ofSeconds(1);

    private static OwnDatabase database;
    private RelayStage stage;
    private CommitBarrier barrier;

    @BeforeAll
    static void createDatabase() {
        database = new OwnDatabase("commit_barrier_it");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @BeforeEach
    void setStage() {
        stage = new RelayStage(database);
        barrier = new CommitBarrier(stage.commits, stage.kafka);
    }

    @AfterEach
    void clearStage() {
        stage.close();
    }

    @Test
    void changeIsAnsweredAfterTheCommitThatWasDecidedBeforeIt() throws InterruptedException {
        // Given a commit that was checked and has not happened
        Subscriber xb = stage.subscriber("xb-cert");
        PausingProducer pausing = new PausingProducer();
        Running relay = stage.start(pausing::around);
        stage.world.log();
        relay.worker().wake();
        pausing.awaitCommit();

        // When
        stage.world.close(xb.partner());
        CompletableFuture<Void> answered = passed();
        Awaitility.await().during(Duration.ofSeconds(1)).until(() -> !answered.isDone());
        pausing.goOn();
        answered.orTimeout(20, TimeUnit.SECONDS).join();

        // Then it is there by then, and nothing is after it
        stage.world.log();
        relay.worker().wake();
        assertThat(stage.read(xb, 1)).isEqualTo(stage.logged(1));
    }

    @Test
    void nothingDecidedBeforeAChangeIsCommittedAfterItsAnswer() {
        // Given a relay that commits all the time
        stage.world.with("transaction-duration-max", "10ms");
        Subscriber xb = stage.subscriber("xb-cert");
        Subscriber xc = stage.subscriber("xc-cert");
        Running relay = stage.start();
        try (CommittedCount count = new CommittedCount(stage, xb)) {
            for (int round = 0; round < 20; round++) {
                stage.world.open(xb.partner());
                logMany(200, relay);
                count.await(count.now() + 1);

                // When
                stage.world.close(xb.partner());
                passed().orTimeout(20, TimeUnit.SECONDS).join();

                // Then
                long answered = count.now();
                logMany(1, relay);
                awaitDelivered();
                assertThat(count.now()).isEqualTo(answered);
            }
        }
        assertThat(stage.read(xc, 1)).isNotEmpty();
    }

    @Test
    void commitOfAnInstanceThatFrozeIsEndedRatherThanWaitedFor() throws InterruptedException {
        // Given
        Subscriber xb = stage.subscriber("xb-cert");
        PausingProducer frozen = new PausingProducer();
        Running relay = stage.start(first(frozen));
        stage.world.log();
        relay.worker().wake();
        frozen.awaitCommit();

        // When
        stage.world.close(xb.partner());
        passed(impatient(stage.kafka, Duration.ofSeconds(15)))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();

        // Then it can commit no more when it goes on
        frozen.goOn();
        logMany(1, relay);
        awaitDelivered();
        assertThat(stage.read(xb, 0)).isEmpty();
    }

    @Test
    void callerIsToldWhenNobodyCanSayWhetherADeliveryIsUnderWay() {
        // Given a commit of an instance that died, and no broker to ask
        RelayStage.join(stage.commits.begin(stage.shard));
        KafkaSettings nowhere = new KafkaSettings(
                new SmallRyeConfigBuilder()
                        .withDefaultValues(Map.of("kafka.bootstrap.servers", "127.0.0.1:1"))
                        .build(),
                stage.config);
        KafkaAdministration away = new KafkaAdministration(nowhere, stage.config);

        // When, then
        assertThatThrownBy(() -> passed(impatient(away, Duration.ofSeconds(4)))
                        .orTimeout(40, TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
        away.close();

        // When the broker is there again, then
        passed(impatient(stage.kafka, Duration.ofSeconds(15)))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private CommitBarrier impatient(KafkaAdministration kafka, Duration patience) {
        return new CommitBarrier(stage.commits, kafka, FENCE_SOON, patience);
    }

    private static java.util.function.UnaryOperator<Producer<byte[], byte[]>> first(PausingProducer pausing) {
        boolean[] made = {false};
        return producer -> {
            boolean again = made[0];
            made[0] = true;
            return again ? producer : pausing.around(producer);
        };
    }

    private CompletableFuture<Void> passed() {
        return passed(barrier);
    }

    private static CompletableFuture<Void> passed(CommitBarrier barrier) {
        return barrier.passed().subscribeAsCompletionStage();
    }

    private void awaitDelivered() {
        long last = RelayStage.join(stage.world.lastPosition());
        Awaitility.await()
                .atMost(RelayStage.PATIENCE)
                .ignoreException(RelayTrouble.class)
                .until(() -> stage.ports()
                                .progress()
                                .committed(stage.shard)
                                .progress()
                                .position()
                        >= last);
    }

    private void logMany(int count, Running relay) {
        for (int i = 0; i < count; i++) {
            stage.world.log();
        }
        relay.worker().wake();
    }
}
