package org.entente.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.log.ActTraces;
import org.entente.log.LogEntry;
import org.entente.log.LogTraces;
import org.entente.log.LogTraces.Stretch;
import org.entente.log.RecallItem;
import org.entente.trace.Stage;
import org.entente.trace.TraceParent;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is told of deliveries: for each traced submission or recall one step a transaction, however many objects and partners are in it. It ends
 * here; records carry nothing of it, or two partners could see that they were given the same. Used by one shard's thread.
 */
final class TracedDeliveries {

    private static final Logger LOG = Logger.getLogger(TracedDeliveries.class);

    /** Much less than a call may take: a delivery would fail with it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Traces traces;
    private final LogTraces places;
    private final ActTraces acts;
    private final Answers answers;
    private final Map<TraceParent, TracedTransaction> open = new HashMap<>();
    private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();
    private Map<UUID, TraceParent> recalls = Map.of();

    TracedDeliveries(Traces traces, LogTraces places, ActTraces acts, Answers answers) {
        this.traces = traces;
        this.places = places;
        this.acts = acts;
        this.answers = answers;
    }

    /** Entries that are about to be sent. What is traced is nothing that a delivery waits or fails for. */
    void look(List<LogEntry> entries) {
        if (!traces.isOn() || entries.isEmpty()) {
            return;
        }
        long first = entries.get(0).position();
        long last = entries.get(entries.size() - 1).position();
        List<Stretch> found = answers.of(places.between(first, last)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failed -> {
                    LOG.debug("What is traced cannot be looked up; it is delivered all the same", failed);
                    return List.of();
                }));
        stretches.clear();
        found.forEach(stretch -> stretches.put(stretch.first(), stretch));
    }

    void begin(LogEntry entry) {
        TraceParent trace = traceOf(entry);
        if (trace != null) {
            begun(trace);
        }
    }

    /** @param records of the entry, for all partners together */
    void sent(LogEntry entry, long records) {
        TraceParent trace = traceOf(entry);
        TracedTransaction delivery = trace == null ? null : open.get(trace);
        if (delivery != null) {
            delivery.decided(entry.position(), records);
        }
    }

    /** Recalls that partners are about to be told of. */
    void lookAtRecalls(List<RecallItem> items) {
        if (traces.isOn()) {
            recalls = answers.of(
                    acts.ofNotices(items.stream().map(RecallItem::notice).collect(Collectors.toSet())));
        }
    }

    /** A partner is told of a recall, by one record. */
    void told(RecallItem item) {
        TraceParent trace = recalls.get(item.notice());
        if (trace != null) {
            begun(trace).decided(item.position(), 1);
        }
    }

    private TracedTransaction begun(TraceParent trace) {
        return open.computeIfAbsent(trace, parent -> new TracedTransaction(traces.continued(parent, Stage.RELAY)));
    }

    private @Nullable TraceParent traceOf(LogEntry entry) {
        Map.Entry<Long, Stretch> before = stretches.floorEntry(entry.position());
        return before != null && entry.position() <= before.getValue().last()
                ? before.getValue().trace()
                : null;
    }

    void committing() {
        open.values().forEach(TracedTransaction::committing);
    }

    void committed() {
        open.values().forEach(TracedTransaction::committed);
        open.clear();
    }

    /** It will all be sent again. */
    void takenBack() {
        open.values().forEach(TracedTransaction::takenBack);
        open.clear();
    }

    void failed(Throwable trouble) {
        open.values().forEach(delivery -> delivery.failed(trouble));
        open.clear();
    }
}
