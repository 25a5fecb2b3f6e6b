package org.entente.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jboss.logging.Logger;

/**
 * A durable Kafka node of this machine's own, broker and controller in one, in this JVM.
 *
 * <p>Nobody but the exchange may do anything that no ACL allows, no topic comes into being by being asked for, and every
 * connection signs in. What is written survives {@code kill -9}: the next start recovers the logs. Not thread-safe.
 */
final class EmbeddedKafka {
    private static final Logger LOG = Logger.getLogger(EmbeddedKafka.class);
    private static final int START_ATTEMPTS = 3;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;
    private final KafkaBrokerProperties properties;

    private EmbeddedKafka(KafkaRaftServer server, KafkaBrokerProperties properties) {
        this.server = server;
        this.properties = properties;
    }

    /**
     * Starts the broker, having formatted its folder on first start.
     *
     * @param clientPort where subscribers connect; 0 for any free port
     * @throws StandaloneException if the port is taken or the broker does not come up
     */
    static EmbeddedKafka start(Path folder, int clientPort, GeneratedSecrets secrets, GeneratedCertificates tls)
            throws IOException {
        OwnerOnlyFiles.folder(folder);
        if (clientPort != 0 && !LoopbackPorts.isFree(clientPort)) {
            throw new StandaloneException(
                    "Port " + clientPort
                            + ", where Kafka clients are to connect, is in use. Set ENTENTE_KAFKA_PORT to another, or to 0 for any.");
        }
        String password = secrets.password("kafka-password");
        formatOnce(folder, password);
        for (int attempt = 1; ; attempt++) {
            int[] free = LoopbackPorts.free(3);
            KafkaBrokerProperties properties = new KafkaBrokerProperties(
                    folder, clientPort == 0 ? free[2] : clientPort, free[0], free[1], password, tls);
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties.asMap(), false), Time.SYSTEM);
            try {
                server.startup();
                LOG.infof("Embedded Kafka started port=%d", properties.clientPort());
                return new EmbeddedKafka(server, properties);
            } catch (RuntimeException e) {
                server.shutdown();
                if (attempt == START_ATTEMPTS || !isBindFailure(e)) {
                    throw new StandaloneException("The embedded Kafka broker did not start on " + folder + ".", e);
                }
            }
        }
    }

    /** Where subscribers connect, over TLS. */
    String clientAddress() {
        return LoopbackPorts.HOST + ":" + properties.clientPort();
    }

    /** Where the exchange itself connects. */
    String internalAddress() {
        return LoopbackPorts.HOST + ":" + properties.internalPort();
    }

    /** The JAAS line of the exchange's own account. */
    String jaas() {
        return KafkaBrokerProperties.scramJaas(KafkaBrokerProperties.USER, properties.password());
    }

    /** Stops the broker; what takes longer than the bound is left to recovery at the next start. */
    void stop() {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stopper = new Thread(
                () -> {
                    server.shutdown();
                    stopped.countDown();
                },
                "entente-kafka-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            if (stopped.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Embedded Kafka stopped");
            } else {
                LOG.warn("Embedded Kafka did not stop in time; it recovers its logs at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void formatOnce(Path folder, String password) throws IOException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(KafkaBrokerProperties.NODE_ID)
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(KafkaBrokerProperties.CONTROLLER_LISTENER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setScramArguments(List.of(KafkaBrokerProperties.SCRAM + "=[name=" + KafkaBrokerProperties.USER
                            + ",password=" + password + "]"))
                    .run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new StandaloneException("The folder of the embedded Kafka broker could not be set up: " + folder, e);
        }
    }

    private static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }
}
