package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class ProducersTest {

    /** Far less than producers wait by themselves. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void allAreEndedThoughABrokerKeepsThemWaiting() throws Exception {
        try (MuteBroker broker = new MuteBroker()) {
            // Given
            Producers producers = new Producers(broker.settings(new RelayWorld().config(), Duration.ofMinutes(10)));
            List<Producer<byte[], byte[]>> open =
                    IntStream.range(0, 3).mapToObj(producers::of).toList();
            open.get(2).close(Duration.ZERO);
            List<CompletableFuture<Void>> waiting = open.subList(0, 2).stream()
                    .map(producer -> run(producer::initTransactions))
                    .toList();
            assertThat(broker.awaitConnection(PATIENCE)).isTrue();

            // When
            CompletableFuture<Void> ended = run(producers::endAll);

            // Then: whoever ends them does not wait for what they wait for
            assertThat(ended).succeedsWithin(PATIENCE);

            // When
            broker.close();

            // Then: they are not connected anew
            assertThat(waiting)
                    .allSatisfy(one -> assertThat(one)
                            .failsWithin(PATIENCE)
                            .withThrowableThat()
                            .isInstanceOf(ExecutionException.class));
        }
    }

    private static CompletableFuture<Void> run(Runnable task) {
        return CompletableFuture.runAsync(task, each -> new Thread(each).start());
    }
}
