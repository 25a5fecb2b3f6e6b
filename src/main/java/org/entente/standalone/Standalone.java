package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything the exchange needs around it, on one machine: PostgreSQL, Kafka, certificates and keys under one data directory.
 *
 * <p>{@link #start} gives the configuration that reaches them. Thread-safe; one per process, because Kafka's metrics are:
 * a second start with another data directory finds the first one.
 */
public final class Standalone {
    private static final Logger LOG = Logger.getLogger(Standalone.class);

    /**
     * Names, among the process's properties, the file with the configuration of what runs. Dev mode and tests load this class anew
     * at every restart of the application, so a static field would forget; the properties themselves would show the passwords.
     */
    private static final String RUNNING = Standalone.class.getName() + ".running";

    private static @Nullable Standalone running;

    private final Map<String, String> configuration;
    private final DataDirectoryLock lock;
    private final EmbeddedPostgres postgres;
    private final EmbeddedKafka kafka;

    private Standalone(
            Map<String, String> configuration, DataDirectoryLock lock, EmbeddedPostgres postgres, EmbeddedKafka kafka) {
        this.configuration = Map.copyOf(configuration);
        this.lock = lock;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /**
     * Starts both services, or finds them started, and says how to reach them.
     *
     * <p>The keys are those an administrator would set for external services ({@code quarkus.datasource.*}, {@code kafka.*},
     * {@code quarkus.http.ssl.*}, {@code mp.jwt.*}, {@code smallrye.jwt.*}, {@code entente.seal-key}), and under {@code
     * entente.kafka.client.*} what a subscriber has to be told. The values hold secrets: never log them.
     *
     * @param dataDir where everything is kept; made if it is not there
     * @param kafkaPort where subscribers reach Kafka on this machine; 0 for any free port
     * @throws StandaloneException with a sentence for the person who started it
     */
    public static synchronized Map<String, String> start(Path dataDir, int kafkaPort) {
        try {
            String known = System.getProperty(RUNNING);
            if (known != null) {
                return RunningFile.read(Path.of(known));
            }
            Path folder = dataDir.toAbsolutePath().normalize();
            Standalone started = launch(folder, kafkaPort);
            running = started;
            System.setProperty(
                    RUNNING, RunningFile.write(folder, started.configuration).toString());
            return started.configuration;
        } catch (IOException e) {
            throw new StandaloneException("The data directory " + dataDir + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Stops Kafka, then PostgreSQL, each within a bound. The caller has stopped the application before. */
    public static synchronized void stop() {
        Standalone stopping = running;
        running = null;
        if (stopping == null) {
            return;
        }
        System.clearProperty(RUNNING);
        stopping.kafka.stop();
        stopping.postgres.stop();
        try {
            stopping.lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the data directory ends with the process", e);
        }
    }

    private static Standalone launch(Path dataDir, int kafkaPort) throws IOException {
        OwnerOnlyFiles.folder(dataDir);
        DataDirectoryLock lock = DataDirectoryLock.take(dataDir);
        boolean complete = false;
        try {
            GeneratedSecrets secrets = GeneratedSecrets.in(dataDir.resolve("secrets"));
            GeneratedCertificates tls = new GeneratedCertificates(secrets.folder(), Clock.systemUTC());
            Starting<EmbeddedPostgres> postgres = Starting.inBackground(
                    "postgres", () -> EmbeddedPostgres.start(dataDir.resolve("postgres"), secrets));
            Starting<EmbeddedKafka> kafka = Starting.inBackground("kafka", () -> {
                tls.ensure();
                return EmbeddedKafka.start(dataDir.resolve("kafka"), kafkaPort, secrets, tls);
            });
            try {
                Map<String, String> configuration = new HashMap<>(ofKeys(secrets));
                configuration.putAll(ofServices(dataDir, tls, postgres.result(), kafka.result()));
                complete = true;
                return new Standalone(configuration, lock, postgres.result(), kafka.result());
            } finally {
                if (!complete) {
                    kafka.ifStarted().ifPresent(EmbeddedKafka::stop);
                    postgres.ifStarted().ifPresent(EmbeddedPostgres::stop);
                }
            }
        } finally {
            if (!complete) {
                lock.close();
            }
        }
    }

    /** What can be made while the services start. */
    private static Map<String, String> ofKeys(GeneratedSecrets secrets) throws IOException {
        GeneratedSecrets.KeyFiles tokens = secrets.rsaKeyPair("token");
        Path advisories = secrets.openPgpKey(
                "csaf-signing-key.asc", "Entente, on trial", Clock.systemUTC().instant());
        return Map.of(
                "entente.seal-key", secrets.password("seal-key"),
                "mp.jwt.verify.publickey.location", tokens.publicKey().toString(),
                "smallrye.jwt.sign.key.location", tokens.privateKey().toString(),
                "entente.csaf.signing-key.location", advisories.toString());
    }

    private static Map<String, String> ofServices(
            Path dataDir, GeneratedCertificates tls, EmbeddedPostgres postgres, EmbeddedKafka kafka)
            throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("entente.standalone.data-dir", dataDir.toString());

        all.put("quarkus.datasource.reactive.url", postgres.url());
        all.put("quarkus.datasource.username", EmbeddedPostgres.USER);
        all.put("quarkus.datasource.password", postgres.password());

        all.put("kafka.bootstrap.servers", kafka.internalAddress());
        all.put("kafka.security.protocol", "SASL_PLAINTEXT");
        all.put("kafka.sasl.mechanism", KafkaBrokerProperties.SCRAM);
        all.put("kafka.sasl.jaas.config", kafka.jaas());

        all.put("entente.kafka.client.bootstrap-servers", kafka.clientAddress());
        all.put("entente.kafka.client.security-protocol", "SASL_SSL");
        all.put("entente.kafka.client.sasl-mechanism", KafkaBrokerProperties.SCRAM);
        all.put("entente.kafka.client.ca-file", tls.authorityFile().toString());

        all.put("quarkus.http.ssl.certificate.files", tls.serverFile().toString());
        all.put("quarkus.http.ssl.certificate.key-files", tls.serverKeyFile().toString());
        all.put(
                "quarkus.http.ssl.certificate.trust-store-files",
                tls.authorityFile().toString());
        return all;
    }
}
