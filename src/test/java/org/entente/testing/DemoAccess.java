package org.entente.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.standalone.AccessFile;

/** The demo's callers as a user finds them: by reading {@code access.json}. */
public final class DemoAccess {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AccessDocument document;

    private DemoAccess(AccessDocument document) {
        this.document = document;
    }

    /** Waits until the exchange of this test run has written its file. */
    public static DemoAccess awaited() {
        return awaited(EmbeddedServices.DATA);
    }

    /** Waits for the file in a data directory. */
    public static DemoAccess awaited(Path dataDir) {
        return new DemoAccess(Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> read(dataDir), Optional::isPresent)
                .orElseThrow());
    }

    /** The callers of an exchange whose file was read already. */
    public static DemoAccess of(AccessDocument document) {
        return new DemoAccess(document);
    }

    private static Optional<AccessDocument> read(Path dataDir) {
        try {
            return AccessFile.read(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file. */
    public AccessDocument document() {
        return document;
    }

    /** One caller. */
    public AccessDocument.Caller caller(String name) {
        AccessDocument.Caller caller = document.callers().get(name);
        if (caller == null) {
            throw new IllegalArgumentException("No such caller: " + name);
        }
        return caller;
    }

    /** A caller's Kafka access. */
    public AccessDocument.Kafka kafka(String name) {
        return Optional.ofNullable(caller(name).kafka()).orElseThrow();
    }

    /** A plain consumer that signs in as the partner and sees committed records only. */
    public KafkaConsumer<String, byte[]> consumer(String partner, String group) {
        AccessDocument.Kafka access = kafka(partner);
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, document.kafka());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, access.protocol());
        config.put(SaslConfigs.SASL_MECHANISM, access.mechanism());
        config.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + access.username()
                        + "\" password=\"" + access.password() + "\";");
        if (access.caFile() != null) {
            config.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            config.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, access.caFile());
        }
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
