package org.entente.relay;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes connections and never answers, so that whatever a client asks for is still being waited for. */
final class MuteBroker implements AutoCloseable {

    private static final String TEN_MINUTES =
            String.valueOf(Duration.ofMinutes(10).toMillis());

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final CountDownLatch connected = new CountDownLatch(1);

    MuteBroker() throws IOException {
        Thread accepting = new Thread(this::accept, "mute-broker");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                connections.add(socket.accept());
                connected.countDown();
            }
        } catch (IOException closed) {
            // That is the end of it.
        }
    }

    boolean awaitConnection(Duration patience) throws InterruptedException {
        return connected.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Clients wait far longer than a test does, but for how long a call of a producer blocks. */
    KafkaSettings settings(RelayConfig relay, Duration block) {
        return new KafkaSettings(
                new SmallRyeConfigBuilder()
                        .withDefaultValue(
                                "kafka.bootstrap.servers",
                                socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort())
                        .withDefaultValue("kafka.max.block.ms", String.valueOf(block.toMillis()))
                        .withDefaultValue("kafka.default.api.timeout.ms", TEN_MINUTES)
                        .withDefaultValue("kafka.request.timeout.ms", TEN_MINUTES)
                        .withDefaultValue("kafka.delivery.timeout.ms", TEN_MINUTES)
                        .withDefaultValue("kafka.linger.ms", "0")
                        .build(),
                relay);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
