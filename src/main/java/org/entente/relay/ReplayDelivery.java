package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.entente.log.Feed;
import org.entente.log.LogEntry;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.RecallLog.Revision;
import org.entente.log.VersionFilter;
import org.entente.relay.Replay.State;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Reach;
import org.entente.release.Released;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends the replays there are, a page of each in turn, one transaction a page, no faster than allowed. Used by one thread, which
 * it blocks. After an exception it is of no further use; what it had not committed did not happen.
 */
final class ReplayDelivery {

    private static final Logger LOG = Logger.getLogger(ReplayDelivery.class);
    private static final int PAGE_ENTRIES = 500;

    private final ReplayPorts ports;
    private final FeedProducer producer;
    private final ReplayRecords records;
    private final Wake pace;
    private final Stride stride = new Stride(PAGE_ENTRIES);
    private final Map<UUID, ReplayPlace> places = new HashMap<>();

    ReplayDelivery(ReplayPorts ports, FeedProducer producer, ReplayRecords records, Wake pace) {
        this.ports = ports;
        this.producer = producer;
        this.records = records;
        this.pace = pace;
    }

    /** Works until every replay has ended, or until told to stop. */
    void run(BooleanSupplier goOn) {
        List<Replay> active = active();
        while (!active.isEmpty() && goOn.getAsBoolean()) {
            for (Replay replay : active) {
                if (goOn.getAsBoolean()) {
                    serve(replay);
                }
            }
            active = active();
        }
    }

    private List<Replay> active() {
        return ports.answers().of(ports.replays().active());
    }

    private void serve(Replay replay) {
        Revision recallRevision = recallRevision();
        Decisions decisions = ports.answers().of(ports.decisions().get());
        if (!decisions.reads(replay.partner())) {
            end(replay, State.FAILED, "Nothing may be given to you at the moment.");
            return;
        }
        ReplayPlace from = places.containsKey(replay.id())
                ? places.get(replay.id())
                : ports.progress().reached(replay);
        TracedTransaction traced = ports.traced().apply(replay);
        try {
            send(replay, decisions, recallRevision, from, traced);
        } catch (TopicTrouble trouble) {
            traced.failed(trouble);
            end(replay, State.FAILED, "The replay topic cannot be written.");
            throw trouble;
        } catch (RuntimeException trouble) {
            traced.failed(trouble);
            throw trouble;
        }
    }

    private void send(
            Replay replay, Decisions decisions, Revision recallRevision, ReplayPlace from, TracedTransaction traced) {
        List<LogEntry> entries = page(replay, decisions, from.position());
        boolean last = entries.isEmpty();
        producer.begin();
        ReplayPlace place = from;
        for (LogEntry entry : entries) {
            ReplayPlace next = sendOne(replay, decisions, entry, place).at(entry.position());
            traced.decided(entry.position(), next.sent() - place.sent());
            place = next;
        }
        if (last) {
            producer.send(records.end(replay, place, replay.until()));
        }
        traced.committing();
        producer.flush();
        if (!commit(
                replay, place, decisions, ports.recalls().stand(recallRevision, from.position(), place.position()))) {
            stride.takenBack();
            traced.takenBack();
            return;
        }
        stride.committed();
        traced.committed();
        places.put(replay.id(), place);
        boolean underWay = ports.answers().of(ports.replays().progressed(replay.id(), place.position(), place.sent()));
        if (last && underWay) {
            end(replay, State.FINISHED, null);
        }
        keepPace(entries.size());
    }

    /** What comes next of it; nothing when it is at its end. */
    private List<LogEntry> page(Replay replay, Decisions decisions, long after) {
        Set<Feed> feeds = replay.feedSet();
        Optional<PageQuery> query = new Reach(decisions, replay.partner())
                .of(
                        releaseClass -> feeds.contains(releaseClass.feed()),
                        new PageQuery(
                                new int[0],
                                after,
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(),
                                new VersionFilter.All(),
                                stride.entries()));
        Page page = query.map(asked -> ports.answers().of(ports.log().page(asked)))
                .orElseGet(() -> new Page(List.of(), false));
        return page.entries().stream()
                .filter(entry -> entry.position() <= replay.span().until())
                .toList();
    }

    private ReplayPlace sendOne(Replay replay, Decisions decisions, LogEntry entry, ReplayPlace place) {
        Outcome outcome = decisions.release(entry, replay.partner());
        if (outcome instanceof Outcome.Quarantined) {
            LOG.errorf(
                    "The egress guard kept an object out of a replay partnerId=%s position=%d",
                    replay.partner(), entry.position());
        }
        if (!(outcome instanceof Released released)) {
            // Not counted: the partner is told the numbers.
            return place;
        }
        ProducerRecord<byte[], byte[]> replayed = records.of(released, replay);
        if (FeedRecords.bytesOf(replayed) > ports.config().topic().recordBytesMax()) {
            return place.oneSkipped();
        }
        producer.send(replayed);
        return place.oneSent();
    }

    /** False when less may go out by now; then the page is decided anew. */
    private boolean commit(Replay replay, ReplayPlace place, Decisions decided, Uni<Boolean> stand) {
        long number = ports.answers().of(ports.commits().begin(Replayer.SHARD));
        Decisions now = ports.answers().of(ports.decisions().get());
        boolean right = now.directory().revision() == decided.directory().revision()
                && now.reads(replay.partner())
                && ports.answers().of(stand);
        if (right) {
            producer.reach(
                    KafkaReplayProgress.key(replay),
                    new OffsetAndMetadata(place.position(), place.metadata(replay.id())));
            producer.commit();
        } else {
            producer.abort();
        }
        ports.answers().of(ports.commits().over(number));
        return right;
    }

    private void end(Replay replay, State state, @Nullable String failure) {
        places.remove(replay.id());
        ports.answers().of(ports.replays().end(replay.id(), state, failure));
        LOG.infof("A replay ended partnerId=%s replayId=%s state=%s", replay.partner(), replay.id(), state.label());
    }

    private Revision recallRevision() {
        return ports.answers().of(ports.recalls().revision());
    }

    private void keepPace(int entries) {
        long nanos = Duration.ofSeconds(1).toNanos()
                * entries
                / ports.config().replay().recordsPerSecondMax();
        if (nanos > 0) {
            pace.await(Duration.ofNanos(nanos));
        }
    }
}
