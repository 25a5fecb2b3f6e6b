package org.entente.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.entente.party.PartnerId;

/** One shard's figures, for operators only: they tell of every partner. Thread safe. */
final class ShardMeter {

    private static final long NOT_HERE = -1;

    private final Counter records;
    private final Counter committed;
    private final Counter aborted;
    private final Counter troubles;
    private final Counter released;
    private final Counter withheld;
    private final MultiGauge stopped;
    private final MultiGauge partnerLag;
    private final LongSupplier lastPosition;
    private final AtomicLong position = new AtomicLong(NOT_HERE);

    /** @param lastPosition of the log, as far as known */
    ShardMeter(MeterRegistry registry, int shard, LongSupplier lastPosition) {
        String number = String.valueOf(shard);
        this.records = Counter.builder("entente.relay.records")
                .description("Records committed to partners' topics")
                .tag("shard", number)
                .register(registry);
        this.committed = transactions(registry, number, "committed");
        this.aborted = transactions(registry, number, "aborted");
        this.troubles = Counter.builder("entente.relay.troubles")
                .description("Times the shard had to start anew")
                .tag("shard", number)
                .register(registry);
        this.released = decisions(registry, number, "released");
        this.withheld = decisions(registry, number, "withheld");
        this.stopped = MultiGauge.builder("entente.relay.stopped")
                .description(
                        "Partners that are behind their shard: an operator has to decide, topics cannot be written,"
                                + " or they are catching up")
                .tag("shard", number)
                .register(registry);
        this.lastPosition = lastPosition;
        this.partnerLag = MultiGauge.builder("entente.relay.partner.lag")
                .description("Log entries that a partner's feeds have not come to, whether or not it may have them")
                .tag("shard", number)
                .register(registry);
        Gauge.builder("entente.relay.lag", () -> lag(lastPosition))
                .description("Log entries the shard has not dealt with yet; no value on instances that do not run it")
                .tag("shard", number)
                .register(registry);
    }

    void committed(long recordCount, long reached) {
        records.increment(recordCount);
        committed.increment();
        position.set(reached);
    }

    /**
     * One entry was decided.
     *
     * @param partners for how many
     * @param sent to how many of them it goes, if the transaction is committed; else it is decided anew
     */
    void decided(long partners, long sent) {
        released.increment(sent);
        withheld.increment(partners - sent);
    }

    void aborted() {
        aborted.increment();
    }

    void trouble() {
        troubles.increment();
    }

    void reached(long reached) {
        position.set(reached);
    }

    /** Another instance may run the shard now. */
    void left() {
        position.set(NOT_HERE);
        standing(Map.of());
        partners(Map.of());
    }

    /** @param positions the last position dealt with for each partner */
    void partners(Map<PartnerId, Long> positions) {
        partnerLag.register(
                positions.entrySet().stream()
                        .map(partner -> MultiGauge.Row.of(
                                Tags.of("partner", partner.getKey().value()),
                                Math.max(0, lastPosition.getAsLong() - partner.getValue())))
                        .collect(Collectors.toList()),
                true);
    }

    void standing(Map<PartnerId, Recipients.Standing> behind) {
        stopped.register(
                behind.entrySet().stream()
                        .map(partner -> MultiGauge.Row.of(
                                Tags.of(
                                        "partner",
                                        partner.getKey().value(),
                                        "reason",
                                        partner.getValue().name().toLowerCase(java.util.Locale.ROOT)),
                                1))
                        .collect(Collectors.toList()),
                true);
    }

    private double lag(LongSupplier lastPosition) {
        long reached = position.get();
        return reached == NOT_HERE ? Double.NaN : Math.max(0, lastPosition.getAsLong() - reached);
    }

    private static Counter decisions(MeterRegistry registry, String shard, String outcome) {
        return Counter.builder("entente.relay.decisions")
                .description("Entries of the log decided for a partner each")
                .tag("shard", shard)
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Counter transactions(MeterRegistry registry, String shard, String outcome) {
        return Counter.builder("entente.relay.transactions")
                .description("Kafka transactions")
                .tag("shard", shard)
                .tag("outcome", outcome)
                .register(registry);
    }
}
