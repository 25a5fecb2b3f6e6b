package org.entente.relay;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.gate.Gate;
import org.entente.log.ActTraces;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.entente.release.event.FeedEvents;
import org.entente.trace.Stage;
import org.entente.trace.TraceParent;
import org.entente.trace.TraceStep;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends replays, on a thread of its own and by a producer of its own, so that live feeds never wait for them. Of all instances
 * one does. Another takes over where the last transaction ended.
 */
@ApplicationScoped
public class Replayer {

    private static final Logger LOG = Logger.getLogger(Replayer.class);

    /** Beyond any shard of partners: names the election, the transactional id and the commits of replays. */
    static final int SHARD = 1_000;

    private static final Duration ELECTION_INTERVAL = Duration.ofSeconds(2);
    /** After failing for so long it lets another instance try: brokers may be out of reach for this one alone. */
    private static final Duration FAILING_MAX = Duration.ofSeconds(10);

    /** Others stand for election more often. */
    private static final Duration LEFT_TO_OTHERS = ELECTION_INTERVAL.multipliedBy(3);

    private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);

    private final ReplayPorts ports;
    private final Producers producers;
    private final ReplayRecords records;
    private final Election election;
    private final RelayConfig config;
    private final Wake wake = new Wake();

    // Not the same: a new request must not quicken the pace of those under way.
    private final Wake pace = new Wake();
    private volatile boolean stopping;
    private @Nullable Thread thread;
    private int failures;
    private long failingSinceNanos;

    Replayer(
            Pool pool,
            Gate gate,
            LogReader log,
            RecallLog recalls,
            Replays replays,
            CommitRows commits,
            Traces traces,
            ActTraces acts,
            KafkaAdministration kafka,
            Producers producers,
            RelayConfig config,
            @ConfigProperty(name = "entente.seal-key") String sealKey,
            @ConfigProperty(name = "entente.source", defaultValue = "urn:entente:exchange") String source) {
        Answers answers = new Answers(config.callTimeout());
        this.ports = new ReplayPorts(
                replays,
                log,
                recalls,
                gate::upToDate,
                commits,
                new KafkaReplayProgress(kafka, answers),
                replay -> traced(replay, traces, acts, answers),
                answers,
                config);
        this.producers = producers;
        this.records = new ReplayRecords(new FeedEvents(sealKey), source);
        this.election = new Election(pool, answers, SHARD);
        this.config = config;
    }

    private static TracedTransaction traced(Replay replay, Traces traces, ActTraces acts, Answers answers) {
        Optional<TraceParent> asked = traces.isOn() ? answers.of(acts.of(replay.id())) : Optional.empty();
        return new TracedTransaction(
                asked.map(parent -> traces.continued(parent, Stage.RELAY)).orElse(TraceStep.NONE));
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            Thread started = new Thread(this::run, "entente-replay");
            thread = started;
            started.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        wake.signal();
        pace.signal();
        Thread started = thread;
        if (started != null) {
            try {
                started.join(config.stopTimeout().toMillis());
                started.interrupt();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Something was asked for. Never blocks. */
    void wake() {
        wake.signal();
    }

    private void run() {
        while (!stopping) {
            wake.await(turn());
        }
        election.resign();
    }

    /** One try at everything; how long to wait before the next. */
    private Duration turn() {
        try {
            if (!election.stand()) {
                return ELECTION_INTERVAL;
            }
            if (!ports.answers().of(ports.replays().active()).isEmpty()) {
                send();
            }
            failures = 0;
            return IDLE_INTERVAL;
        } catch (RuntimeException | Error trouble) {
            // An error too: a thread that died would keep replays from every instance.
            return failed(trouble);
        }
    }

    /** Until there is nothing to send; the producer goes then, since most exchanges replay rarely. */
    private void send() {
        long lastCommit = ports.answers().of(ports.commits().last());
        try (FeedProducer producer = new FeedProducer(producers.of(SHARD), SHARD)) {
            ports.answers().of(ports.commits().fenced(SHARD, lastCommit));
            new ReplayDelivery(ports, producer, records, pace).run(() -> !stopping && election.holds());
        }
    }

    private Duration failed(Throwable trouble) {
        if (stopping) {
            return Duration.ZERO;
        }
        failures++;
        if (failures == 1) {
            LOG.warn("Replays cannot be sent just now; trying again", trouble);
        } else {
            LOG.debugf(trouble, "Replays still cannot be sent failures=%d", failures);
        }
        if (failures == 1) {
            failingSinceNanos = System.nanoTime();
        } else if (System.nanoTime() - failingSinceNanos >= FAILING_MAX.toNanos()) {
            election.resign();
            failingSinceNanos = System.nanoTime() + LEFT_TO_OTHERS.toNanos();
            return LEFT_TO_OTHERS;
        }
        long doubled = config.retryDelayMin().toMillis() << Math.min(failures - 1, 20);
        return Duration.ofMillis(Math.min(doubled, config.retryDelayMax().toMillis()));
    }
}
