package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private volatile Duration offset = Duration.ZERO;
    private final Clock clock =
            ((InstantSource) () -> Clock.systemUTC().instant().plus(offset)).withZone(ZoneOffset.UTC);
    private MuteBroker broker;
    private KafkaAdministration kafka;
    private Producer<byte[], byte[]> producer;
    private Admin admin;
    private ClockWatch watch;

    @BeforeEach
    void begin() throws IOException {
        broker = new MuteBroker();
        RelayConfig config = new RelayWorld().config();
        KafkaSettings settings = broker.settings(config, Duration.ofMillis(10));
        Producers producers = new Producers(settings);
        kafka = new KafkaAdministration(settings, config);
        producer = producers.of(0);
        admin = client();
        watch = new ClockWatch(producers, kafka, clock);
    }

    @AfterEach
    void end() throws IOException {
        producer.close(Duration.ZERO);
        kafka.close();
        broker.close();
    }

    @Test
    void clientsGoOnWhileTheClockDoes() {
        watch.look();
        offset = Duration.ofHours(1);
        watch.look();

        assertThat(isOpen(producer)).isTrue();
        assertThat(client()).isSameAs(admin);
    }

    @Test
    void clientsBeginAnewOnceTheClockIsSetBack() {
        watch.start(new StartupEvent());
        try {
            offset = Duration.ofHours(-1);

            Awaitility.await().atMost(PATIENCE).until(() -> !isOpen(producer));
            Awaitility.await().atMost(PATIENCE).until(() -> client() != admin);
        } finally {
            watch.stop(new ShutdownEvent());
        }
    }

    private Admin client() {
        return kafka.callAll(CompletableFuture::completedFuture).await().atMost(PATIENCE);
    }

    /** One that is open asks until it gives up. */
    private static boolean isOpen(Producer<byte[], byte[]> producer) {
        return catchThrowable(() -> producer.partitionsFor("any")) instanceof TimeoutException;
    }
}
