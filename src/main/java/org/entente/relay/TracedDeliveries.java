package org.entente.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.entente.log.LogEntry;
import org.entente.log.LogTraces;
import org.entente.log.LogTraces.Stretch;
import org.entente.trace.Figure;
import org.entente.trace.Stage;
import org.entente.trace.TraceParent;
import org.entente.trace.TraceStep;
import org.entente.trace.Traces;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What is told of deliveries: for each traced submission one step a transaction, however many objects and partners are in it. It ends
 * here; records carry nothing of it, or two partners could see that they were given the same. Used by one shard's thread.
 */
final class TracedDeliveries {

    private static final Logger LOG = Logger.getLogger(TracedDeliveries.class);

    private final Traces traces;
    private final LogTraces places;
    private final Answers answers;
    private final Map<TraceParent, Open> open = new HashMap<>();
    private final NavigableMap<Long, Stretch> stretches = new TreeMap<>();

    TracedDeliveries(Traces traces, LogTraces places, Answers answers) {
        this.traces = traces;
        this.places = places;
        this.answers = answers;
    }

    /** One submission in the transaction at hand. */
    private static final class Open {

        private final TraceStep relay;
        private TraceStep part;
        private long objects;
        private long records;

        Open(TraceStep relay) {
            this.relay = relay;
            this.part = relay.begin(Stage.RELEASE);
        }

        void committing() {
            part.with(Figure.OBJECTS, objects).with(Figure.RECORDS, records).end();
            part = relay.begin(Stage.COMMIT);
        }
    }

    /** Entries that are about to be sent. What is traced is nothing that a delivery waits or fails for. */
    void look(List<LogEntry> entries) {
        if (!traces.isOn() || entries.isEmpty()) {
            return;
        }
        long first = entries.get(0).position();
        long last = entries.get(entries.size() - 1).position();
        List<Stretch> found = answers.of(places.between(first, last).onFailure().recoverWithItem(failed -> {
            LOG.debug("What is traced cannot be looked up; it is delivered all the same", failed);
            return List.of();
        }));
        stretches.clear();
        found.forEach(stretch -> stretches.put(stretch.first(), stretch));
    }

    void begin(LogEntry entry) {
        TraceParent trace = traceOf(entry);
        if (trace != null) {
            open.computeIfAbsent(trace, parent -> new Open(traces.continued(parent, Stage.RELAY)));
        }
    }

    /** @param records of the entry, for all partners together */
    void sent(LogEntry entry, long records) {
        TraceParent trace = traceOf(entry);
        Open delivery = trace == null ? null : open.get(trace);
        if (delivery != null) {
            delivery.objects++;
            delivery.records += records;
        }
    }

    private @Nullable TraceParent traceOf(LogEntry entry) {
        Map.Entry<Long, Stretch> before = stretches.floorEntry(entry.position());
        return before != null && entry.position() <= before.getValue().last()
                ? before.getValue().trace()
                : null;
    }

    void committing() {
        open.values().forEach(Open::committing);
    }

    void committed() {
        open.values().forEach(delivery -> {
            delivery.part.end();
            delivery.relay.end();
        });
        open.clear();
    }

    /** It will all be sent again. */
    void takenBack() {
        open.values().forEach(delivery -> {
            delivery.part.takenBack();
            delivery.relay.takenBack();
        });
        open.clear();
    }

    void failed(Throwable trouble) {
        open.values().forEach(delivery -> {
            delivery.part.failed(trouble);
            delivery.relay.failed(trouble);
        });
        open.clear();
    }
}
