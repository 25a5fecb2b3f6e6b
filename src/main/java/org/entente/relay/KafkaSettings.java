package org.entente.relay;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;

/**
 * The properties of this exchange's Kafka clients: every property under {@code kafka.}, as an administrator would write it
 * into a client's properties file, over what the relay prefers, under what exactly-once needs. Thread safe.
 */
@ApplicationScoped
public class KafkaSettings {

    private static final String PREFIX = "kafka.";
    private static final Pattern JAAS_USER = Pattern.compile("\\busername\\s*=\\s*\"([^\"]+)\"");

    /** For headers, key and batch overhead around the largest content. */
    private static final int RECORD_OVERHEAD_BYTES = 64 * 1024;

    private final Map<String, String> configured;
    private final RelayConfig relay;

    KafkaSettings(Config config, RelayConfig relay) {
        this.configured = Map.copyOf(read(config));
        this.relay = relay;
        if (!configured.containsKey(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalStateException(
                    "Set kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) to the addresses of the"
                            + " Kafka brokers that partners' feeds go to");
        }
    }

    /** What the administration client is made of. */
    Map<String, Object> admin() {
        Map<String, Object> all = new HashMap<>(configured);
        all.keySet().retainAll(AdminClientConfig.configNames());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "entente-admin");
        return all;
    }

    /** What a shard's producer is made of. */
    Map<String, Object> producer(int shard) {
        Map<String, Object> all = new HashMap<>();
        // Everything below is a preference; what is configured under kafka. wins.
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(64L * 1024 * 1024, 2L * requestBytesMax()));
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, requestBytesMax());
        // A second request would arrive before the first of a transaction has opened its partitions, only to be refused
        // and
        // sent again; seen twice as slow.
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        // A broker asks for another try while the last transaction is not quite over, which takes milliseconds.
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        // A shard that waits longer than this for one topic keeps all its partners waiting.
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        // An abandoned transaction hides later records from read_committed readers until it ends or is fenced.
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
        configured.forEach((name, value) -> {
            if (ProducerConfig.configNames().contains(name)) {
                all.put(name, value);
            }
        });
        all.put(ProducerConfig.CLIENT_ID_CONFIG, TopicNames.transactionalId(shard));
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TopicNames.transactionalId(shard));
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return all;
    }

    /** What reads the relay's own state is made of: a consumer of committed records, of no group. */
    Map<String, Object> stateConsumer() {
        Map<String, Object> all = new HashMap<>(configured);
        all.keySet().retainAll(ConsumerConfig.configNames());
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "entente-relay-state");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    /** What reads partners' topics is made of: a consumer of all that is stored, of no group. */
    Map<String, Object> everythingConsumer() {
        Map<String, Object> all = stateConsumer();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, "entente-retention");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return all;
    }

    /** The largest request a producer sends and the largest message a feed topic takes, in bytes. */
    int requestBytesMax() {
        return relay.topic().recordBytesMax() + RECORD_OVERHEAD_BYTES;
    }

    /** Whether the name is the SCRAM user by which the exchange itself signs in. */
    boolean isOwnUser(String name) {
        Matcher user = JAAS_USER.matcher(configured.getOrDefault("sasl.jaas.config", ""));
        return user.find() && user.group(1).equals(name);
    }

    /** Asked for by name as well as listed: an environment variable is listed under its own spelling only. */
    private static Map<String, String> read(Config config) {
        Set<String> names = new HashSet<>(AdminClientConfig.configNames());
        names.addAll(ProducerConfig.configNames());
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                names.add(name.substring(PREFIX.length()));
            }
        }
        Map<String, String> found = new HashMap<>();
        for (String name : names) {
            config.getOptionalValue(PREFIX + name, String.class).ifPresent(value -> found.put(name, value));
        }
        return found;
    }
}
