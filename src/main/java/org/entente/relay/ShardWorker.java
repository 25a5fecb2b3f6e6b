package org.entente.relay;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/**
 * Runs one shard on a thread of its own: waits to be elected, delivers until trouble, and starts anew. Every new start takes a
 * new producer, which fences all before it, and asks Kafka what was committed; so it does not matter what the trouble was.
 */
final class ShardWorker implements Runnable {

    private static final Logger LOG = Logger.getLogger(ShardWorker.class);
    private static final Duration ELECTION_INTERVAL = Duration.ofSeconds(2);

    /** Failures in a row after which the reason is hardly a restarting broker, and a person should look. */
    private static final int FAILURES_ALARMING = 10;

    /** After failing for so long it lets another instance try: brokers may be out of reach for this one alone. */
    private static final Duration FAILING_MAX = Duration.ofSeconds(10);

    /** How long; others stand for election more often. */
    private static final Duration LEFT_TO_OTHERS = ELECTION_INTERVAL.multipliedBy(3);

    private final int shard;
    private final RelayPorts ports;
    private final Election election;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final FeedRecords records;
    private final ShardMeter meter;
    private final Holds holds;
    private final Wake wake = new Wake();
    private volatile boolean stopping;
    private int failures;
    private long failingSinceNanos;
    private long standsFromNanos;

    ShardWorker(
            int shard,
            RelayPorts ports,
            Election election,
            Supplier<Producer<byte[], byte[]>> producers,
            FeedRecords records,
            ShardMeter meter) {
        this.shard = shard;
        this.ports = ports;
        this.election = election;
        this.producers = producers;
        this.records = records;
        this.meter = meter;
        this.holds = new Holds(ports.config().retryDelayMax(), ports.nanoTime());
        this.standsFromNanos = ports.nanoTime().getAsLong();
    }

    /** There may be something to do. Never blocks. */
    void wake() {
        wake.signal();
    }

    /** Finish what is under way and return. Never blocks. */
    void stop() {
        stopping = true;
        wake.signal();
    }

    @Override
    public void run() {
        while (!stopping) {
            Duration pause = turn();
            if (!stopping && !pause.isZero()) {
                wake.await(pause);
            }
        }
        election.resign();
        meter.left();
    }

    /** One try at everything; how long to wait before the next. */
    private Duration turn() {
        // Whatever wakes this up, it is the others' turn.
        long left = standsFromNanos - ports.nanoTime().getAsLong();
        if (left > 0) {
            return Duration.ofNanos(left);
        }
        try {
            if (!election.stand()) {
                return ELECTION_INTERVAL;
            }
            deliver();
            return Duration.ZERO;
        } catch (TopicTrouble trouble) {
            TopicNames.partnerOf(trouble.topic()).ifPresent(this::leaveBehind);
            return failed(trouble);
        } catch (RuntimeException | Error trouble) {
            // An error too: a thread that died would keep the shard's lock from every instance.
            return failed(trouble);
        } finally {
            meter.left();
        }
    }

    private void deliver() {
        long last = ports.answers().of(ports.commits().last());
        try (FeedProducer producer = new FeedProducer(producers.get(), shard)) {
            ports.answers().of(ports.commits().fenced(shard, last));
            ShardState committed = ports.progress().committed(shard);
            Delivery delivery = new Delivery(shard, ports, producer, records, holds, meter, committed);
            try {
                delivery.round();
                recovered(committed.progress());
                delivery.run(wake, () -> !stopping && election.holds());
            } catch (RuntimeException | Error trouble) {
                delivery.failed(trouble);
                throw trouble;
            }
        }
    }

    private void leaveBehind(PartnerId partner) {
        holds.hold(partner);
        LOG.errorf("Kafka refuses records for a partner's topic; the others go on without it partnerId=%s", partner);
    }

    private void recovered(Progress committed) {
        LOG.infof("The relay delivers shard=%d afterPosition=%d", shard, committed.position());
        failures = 0;
    }

    private Duration failed(Throwable trouble) {
        if (stopping) {
            LOG.debugf(trouble, "The relay was interrupted shard=%d", shard);
            return Duration.ZERO;
        }
        failures++;
        meter.trouble();
        if (failures == 1) {
            LOG.warnf(trouble, "The relay cannot deliver and keeps trying; intake goes on shard=%d", shard);
        } else if (failures == FAILURES_ALARMING) {
            LOG.errorf(trouble, "The relay has failed again and again shard=%d failures=%d", shard, failures);
        } else {
            LOG.debugf(trouble, "The relay still cannot deliver shard=%d failures=%d", shard, failures);
        }
        leaveToOthers();
        long doubled = ports.config().retryDelayMin().toMillis() << Math.min(failures - 1, 20);
        return Duration.ofMillis(
                Math.min(doubled, ports.config().retryDelayMax().toMillis()));
    }

    private void leaveToOthers() {
        long now = ports.nanoTime().getAsLong();
        if (failures == 1) {
            failingSinceNanos = now;
        } else if (now - failingSinceNanos >= FAILING_MAX.toNanos()) {
            election.resign();
            standsFromNanos = now + LEFT_TO_OTHERS.toNanos();
            failingSinceNanos = standsFromNanos;
        }
    }
}
