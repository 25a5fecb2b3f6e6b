package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaAdministrationTest {

    /** Far less than clients wait by themselves. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONG = Duration.ofMinutes(10);

    private final RelayConfig config =
            new RelayWorld().with("call-timeout", LONG.toString()).config();
    private MuteBroker broker;
    private KafkaSettings settings;
    private KafkaAdministration kafka;

    @BeforeEach
    void begin() throws IOException {
        broker = new MuteBroker();
        settings = broker.settings(config, LONG);
        kafka = new KafkaAdministration(settings, config);
    }

    @AfterEach
    void end() throws IOException {
        kafka.close();
        broker.close();
    }

    @Test
    void whoBeginsAnewAndACallThatEndsTheClientTooDoNotWaitForEachOther() throws Exception {
        // Given: a call that fails over the exchange's identity, in the thread that the client's end is waited for of
        CountDownLatch underWay = new CountDownLatch(1);
        CompletableFuture<String> call = kafka.<String>callAll(admin -> {
                    CompletableFuture<String> answer = admin.describeCluster()
                            .clusterId()
                            .toCompletionStage()
                            .<String>handle((id, failed) -> {
                                throw new CompletionException(new SaslAuthenticationException("Refused", failed));
                            })
                            .toCompletableFuture();
                    underWay.countDown();
                    return answer;
                })
                .subscribeAsCompletionStage();
        assertThat(underWay.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        // When
        CompletableFuture<Void> begunAnew =
                CompletableFuture.runAsync(kafka::beginAnew, each -> new Thread(each).start());

        // Then
        assertThat(begunAnew).succeedsWithin(PATIENCE);
        assertThat(call).failsWithin(PATIENCE).withThrowableThat().isInstanceOf(ExecutionException.class);
        assertThat(client()).isNotNull();
    }

    @Test
    void nextCallHasAnotherClientOnceEverythingBeganAnew() {
        Admin first = client();
        assertThat(client()).isSameAs(first);

        kafka.beginAnew();

        assertThat(client()).isNotSameAs(first);
    }

    @Test
    void readerIsWokenWhenEverythingBeginsAnew() {
        try (KafkaConsumer<byte[], byte[]> reader = kafka.reader(settings.stateConsumer())) {
            CompletableFuture<?> read = CompletableFuture.supplyAsync(
                    () -> reader.partitionsFor("any", LONG), each -> new Thread(each).start());

            kafka.beginAnew();

            assertThat(read).failsWithin(PATIENCE).withThrowableThat().withRootCauseInstanceOf(WakeupException.class);
        }
    }

    private Admin client() {
        return kafka.callAll(CompletableFuture::completedFuture).await().atMost(PATIENCE);
    }
}
