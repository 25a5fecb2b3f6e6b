package org.entente.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.gate.Gate;
import org.entente.log.ActTraces;
import org.entente.log.LogReader;
import org.entente.log.LogTraces;
import org.entente.log.RecallLog;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the log to partners' topics for as long as the exchange runs: one thread a shard, those of shards that other
 * instances run waiting. Intake neither waits for it nor knows of it.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(2);

    private final LogReader log;
    private final RecallLog recalls;
    private final CommitRows commits;
    private final Gate gate;
    private final KafkaSettings kafkaSettings;
    private final KafkaAdministration kafka;
    private final Producers producers;
    private final SubscriberTopics topics;
    private final Quarantine quarantine;
    private final Pool pool;
    private final MeterRegistry meters;
    private final Traces traces;
    private final LogTraces logTraces;
    private final ActTraces actTraces;
    private final RelayConfig config;
    private final String sealKey;
    private final String source;
    private final AtomicLong lastPosition = new AtomicLong();
    private final List<ShardWorker> workers = new ArrayList<>();
    /** Not added to once start-up is over, which is before anybody asks. */
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean stopping;
    private @Nullable Cancellable lagWatch;

    Relay(
            LogReader log,
            RecallLog recalls,
            CommitRows commits,
            Gate gate,
            KafkaSettings kafkaSettings,
            KafkaAdministration kafka,
            Producers producers,
            SubscriberTopics topics,
            Quarantine quarantine,
            Pool pool,
            MeterRegistry meters,
            Traces traces,
            LogTraces logTraces,
            ActTraces actTraces,
            RelayConfig config,
            @ConfigProperty(name = "entente.seal-key") String sealKey,
            @ConfigProperty(name = "entente.source", defaultValue = "urn:entente:exchange") String source) {
        this.log = log;
        this.recalls = recalls;
        this.commits = commits;
        this.gate = gate;
        this.kafkaSettings = kafkaSettings;
        this.kafka = kafka;
        this.producers = producers;
        this.topics = topics;
        this.quarantine = quarantine;
        this.pool = pool;
        this.meters = meters;
        this.traces = traces;
        this.logTraces = logTraces;
        this.actTraces = actTraces;
        this.config = config;
        this.sealKey = sealKey;
        this.source = source;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            LOG.info("This instance does not deliver to Kafka");
            return;
        }
        RelayLimits.check(config);
        Answers answers = new Answers(config.callTimeout());
        ShardLayout.confirm(config.shards(), pool, answers);
        RelayPorts ports = new RelayPorts(
                log,
                recalls,
                gate::upToDate,
                new KafkaProgress(kafka, kafkaSettings, pool, log, answers, config),
                commits,
                new DurableStops(quarantine, answers),
                partners -> answers.of(topics.make(partners)),
                () -> new TracedDeliveries(traces, logTraces, actTraces, answers),
                answers,
                config,
                System::nanoTime);
        for (int shard = 0; shard < config.shards(); shard++) {
            startShard(shard, ports);
        }
        log.onSequenced(this::wake);
        recalls.onRecalled(this::wake);
        watchLag();
    }

    /** There may be something to deliver. Never blocks. */
    void wake() {
        workers.forEach(ShardWorker::wake);
    }

    /** Whether every shard's thread is there; so it is where none was started. */
    boolean isAlive() {
        return stopping || threads.stream().allMatch(Thread::isAlive);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        workers.forEach(ShardWorker::stop);
        long deadline = System.nanoTime() + config.stopTimeout().toNanos();
        for (Thread thread : threads) {
            join(thread, deadline);
        }
        Cancellable watch = lagWatch;
        if (watch != null) {
            watch.cancel();
        }
    }

    private void startShard(int shard, RelayPorts ports) {
        ShardWorker worker = new ShardWorker(
                shard,
                ports,
                new Election(pool, ports.answers(), shard),
                () -> producers.of(shard),
                new FeedRecords(sealKey, source),
                new ShardMeter(meters, shard, lastPosition::get));
        // Kafka's producer blocks, for seconds while the broker is away: no thread shared with anything else.
        Thread thread = new Thread(worker, "entente-relay-" + shard);
        workers.add(worker);
        threads.add(thread);
        thread.start();
    }

    private void watchLag() {
        lagWatch = Multi.createFrom()
                .ticks()
                .every(LAG_INTERVAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick -> log.lastPosition().onFailure().recoverWithItem(lastPosition::get))
                .subscribe()
                .with(lastPosition::set, failed -> LOG.warn("The relay's lag is no longer measured", failed));
    }

    private static void join(Thread thread, long deadlineNanos) {
        try {
            long left = deadlineNanos - System.nanoTime();
            thread.join(Math.max(1, Duration.ofNanos(left).toMillis()));
            if (thread.isAlive()) {
                // Its transaction is given up, not lost: whoever runs the shard next starts before it.
                thread.interrupt();
                thread.join(Duration.ofSeconds(1).toMillis());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
