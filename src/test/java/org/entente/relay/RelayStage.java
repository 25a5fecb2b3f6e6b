package org.entente.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.entente.audit.AuditLog;
import org.entente.log.Feed;
import org.entente.partner.SubscriberAccess.Access;
import org.entente.party.PartnerId;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.OwnDatabase;
import org.entente.trace.Traces;

/**
 * The relay on a real broker and a real database, with the log and the directory of a {@link RelayWorld}. Each stage has a
 * shard of its own, so that stages and the exchange of other tests do not fence one another.
 */
final class RelayStage implements AutoCloseable {

    /** Without an exchange around them repairs are in no trail. */
    static final RepairNotes UNNOTED = (asked, found) -> Uni.createFrom().voidItem();

    /** Killed producers take their time: an instance that fails for ten seconds leaves its shard to others for six. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Of a broker that asks nobody who they are. */
    static final Access WITHOUT_CREDENTIAL = new Access("anybody", Optional.empty(), List.of(), "anybody.");

    private static final int SHARDS = 64;
    private static final AtomicInteger LAST_SHARD = new AtomicInteger();

    final int shard = LAST_SHARD.incrementAndGet();
    final RelayWorld world;
    final RelayConfig config;
    final Quarantine quarantine;
    final KafkaAdministration kafka;
    final KafkaSubscriberAccess access;
    final SubscriberTopics topics;
    final KafkaSettings settings;
    final SubscriberClaims claims;
    final CommitRows commits;

    private final OwnDatabase database;
    private final Map<String, String> clients;
    private final List<Running> workers = new ArrayList<>();
    private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();

    RelayStage(OwnDatabase database) {
        this(database, EmbeddedServices.configuration());
    }

    /** @param services as in {@link EmbeddedServices#configuration}, with {@code kafka.} properties of another broker */
    RelayStage(OwnDatabase database, Map<String, String> services) {
        this(database, services, Map.of());
    }

    /** @param relaySettings under {@code entente.relay.}, in place of this stage's */
    RelayStage(OwnDatabase database, Map<String, String> services, Map<String, String> relaySettings) {
        this.database = database;
        this.clients = services;
        this.world = new RelayWorld(shard)
                .with("shards", String.valueOf(SHARDS))
                .with("retry-delay-max", "500ms")
                .with("call-timeout", "10s");
        relaySettings.forEach(world::with);
        this.config = world.config();
        SmallRyeConfigBuilder properties = new SmallRyeConfigBuilder().withDefaultValues(services);
        this.settings = new KafkaSettings(properties.build(), config);
        this.kafka = new KafkaAdministration(settings, config);
        this.topics = new SubscriberTopics(kafka, settings, config);
        this.claims = new SubscriberClaims(database.pool(), config);
        this.access = new KafkaSubscriberAccess(kafka, settings, topics, claims, config);
        this.commits = new CommitRows(database.pool(), config);
        this.quarantine = new Quarantine(database.pool(), config, new AuditLog(Clock.systemUTC()));
    }

    static <T> T join(Uni<T> asked) {
        return asked.subscribeAsCompletionStage()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** A partner with topics and a credential. */
    Subscriber subscriber(String name) {
        PartnerId partner = new PartnerId(name + "-" + shard);
        Access given = provision(partner);
        world.partner(partner.value());
        return new Subscriber(partner, given);
    }

    /** Access that is in force: a broker hears of a new credential a moment after the call for it has returned. */
    Access provision(PartnerId partner) {
        Access given = join(access.provision(partner));
        Awaitility.await().atMost(PATIENCE).until(() -> signsIn(given));
        return given;
    }

    private boolean signsIn(Access given) {
        try (Admin admin = Admin.create(properties(given))) {
            return !admin.listTopics().names().get(20, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    RelayPorts ports() {
        Answers answers = new Answers(config.callTimeout());
        return new RelayPorts(
                world,
                world.recalls,
                // Asked where the database answers, which nothing may block; tests do in this.
                () -> world.decide().runSubscriptionOn(Infrastructure.getDefaultWorkerPool()),
                new KafkaProgress(kafka, settings, database.pool(), world, answers, config),
                commits,
                new DurableStops(quarantine, answers),
                partners -> answers.of(topics.make(partners)),
                () -> new TracedDeliveries(
                        Traces.off(), (first, last) -> Uni.createFrom().item(List.of()), world.acts, answers),
                answers,
                config,
                System::nanoTime);
    }

    Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings.producer(shard));
    }

    ShardMeter meter() {
        return new ShardMeter(new SimpleMeterRegistry(), shard, () -> 0);
    }

    FeedRecords records() {
        return new FeedRecords(RelayWorld.SEAL_KEY, "urn:test");
    }

    /** A delivery as one elected worker would run it, from what is committed. */
    Delivery delivery(FeedProducer producer) {
        RelayPorts ports = ports();
        return new Delivery(
                shard,
                ports,
                producer,
                records(),
                new Holds(Duration.ofMillis(500), System::nanoTime),
                meter(),
                ports.progress().committed(shard));
    }

    FeedProducer feedProducer() {
        return new FeedProducer(producer(), shard);
    }

    /** Starts an instance of the exchange, as far as the relay goes. */
    Running start() {
        return start(producer -> producer);
    }

    Running start(UnaryOperator<Producer<byte[], byte[]>> producers) {
        Supplier<Producer<byte[], byte[]>> made = () -> producers.apply(producer());
        RelayPorts ports = ports();
        ShardWorker worker = new ShardWorker(
                shard, ports, new Election(database.pool(), ports.answers(), shard), made, records(), meter());
        Running running = new Running(worker, new Thread(worker, "relay-test-" + shard));
        workers.add(running);
        running.thread().start();
        return running;
    }

    /** An instance that runs. */
    record Running(ShardWorker worker, Thread thread) {
        void stop() {
            worker.stop();
            try {
                thread.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Client properties of a partner, as it was told them. */
    Map<String, Object> properties(Access given) {
        if (given.equals(WITHOUT_CREDENTIAL)) {
            return new HashMap<>(Map.of("bootstrap.servers", clients.get("kafka.bootstrap.servers")));
        }
        Map<String, Object> all = new HashMap<>();
        all.put("bootstrap.servers", clients.get("entente.kafka.client.bootstrap-servers"));
        all.put("security.protocol", clients.get("entente.kafka.client.security-protocol"));
        all.put("sasl.mechanism", clients.get("entente.kafka.client.sasl-mechanism"));
        all.put("ssl.truststore.type", "PEM");
        all.put(
                "ssl.truststore.location",
                Path.of(clients.get("entente.kafka.client.ca-file")).toString());
        all.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + given.username()
                        + "\" password=\"" + given.password().orElseThrow() + "\";");
        return all;
    }

    /** A partner's own consumer of committed records. */
    KafkaConsumer<byte[], byte[]> consumer(Access given, String group) {
        Map<String, Object> all = properties(given);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumers.add(consumer);
        return consumer;
    }

    /** Reads the partner's threats until there are as many records, and then a little longer for what must not come. */
    List<String> read(Subscriber subscriber, int count) {
        return receive(subscriber, count).stream()
                .map(received -> new String(received.value(), StandardCharsets.UTF_8))
                .toList();
    }

    static List<String> sequences(List<ConsumerRecord<byte[], byte[]>> received) {
        return received.stream()
                .map(one -> new String(one.headers().lastHeader("ce_sequence").value(), StandardCharsets.UTF_8))
                .toList();
    }

    static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    /** The records that {@link #read} has the content of. */
    List<ConsumerRecord<byte[], byte[]>> receive(Subscriber subscriber, int count) {
        KafkaConsumer<byte[], byte[]> consumer =
                consumer(subscriber.access(), subscriber.access().groupPrefix() + "test");
        consumer.subscribe(List.of(TopicNames.feed(subscriber.partner(), Feed.THREATS)));
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (read.size() < count && System.nanoTime() < deadline) {
            poll(consumer, Duration.ofMillis(200), read);
        }
        for (int more = 0; more < 3; more++) {
            poll(consumer, Duration.ofMillis(300), read);
        }
        consumer.close();
        return read;
    }

    private static void poll(
            KafkaConsumer<byte[], byte[]> consumer, Duration most, List<ConsumerRecord<byte[], byte[]>> read) {
        consumer.poll(most).forEach(read::add);
    }

    /** The content of all that was logged, in order. */
    List<String> logged(int count) {
        return join(world.after(0, count)).stream()
                .map(entry -> new String(entry.content(), StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * A partner and how it connects.
     *
     * @param access as it was given
     */
    record Subscriber(PartnerId partner, Access access) {}

    @Override
    public void close() {
        consumers.forEach(
                consumer -> consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO)));
        workers.forEach(Running::stop);
        kafka.close();
    }
}
