package org.entente.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.entente.log.LogEntry;
import org.entente.log.RecallItem;
import org.entente.log.RecallLog.Revision;
import org.entente.partner.Directory.Member;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.PartnerSet;
import org.entente.release.Recalled;
import org.entente.release.Released;
import org.entente.release.Renderings;
import org.jboss.logging.Logger;

/**
 * Sends a shard's partners what the log holds for them, from what was last committed until told to stop or until trouble.
 * Used by one thread, which it blocks. After an exception it is of no further use; what it had not committed did not happen.
 *
 * <p>Entries are read first and decided after, so that no entry can be of a class the decisions do not know yet, which would
 * be withheld and lost.
 */
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final Duration MARK_INTERVAL = Duration.ofSeconds(5);

    private static final Duration METER_INTERVAL = Duration.ofSeconds(2);

    private static final int RECALLS_MAX = 500;

    /** Little at a time, so that those who are up to date hardly notice those who catch up. */
    private static final int LAGGARD_ENTRIES_MAX = 200;

    private final int shard;
    private final RelayPorts ports;
    private final FeedProducer producer;
    private final FeedRecords records;
    private final Recipients recipients;
    private final LogAhead ahead;
    private final OpenTransaction open;
    private final LastLook lastLook;
    private final Stride stride;
    private final Sequences sequences;
    private final ShardMeter meter;
    private final Landmark landmark;
    private final TracedDeliveries traced;
    private Map<String, String> owed;
    private Progress committed;
    private Progress reached;
    private Progress marked;
    private long committedNanos;
    private long markedNanos;
    private long meteredNanos;
    /** What was recalled up to it is told of by now; nothing of this round counts as read later. */
    private Revision since = new Revision(0, 0);

    Delivery(
            int shard,
            RelayPorts ports,
            FeedProducer producer,
            FeedRecords records,
            Holds holds,
            ShardMeter meter,
            ShardState state) {
        this.shard = shard;
        this.ports = ports;
        this.producer = producer;
        this.records = records;
        this.recipients = new Recipients(shard, ports, holds);
        this.ahead = new LogAhead(
                ports.log(), ports.recalls(), ports.answers(), ports.config().entriesReadMax());
        this.open = new OpenTransaction(
                ports.config().transactionBytesMax(), ports.config().transactionDurationMax(), ports.nanoTime());
        this.lastLook = new LastLook(shard, ports);
        this.stride = new Stride(ports.config().entriesReadMax());
        this.sequences = new Sequences(state.sequences());
        this.meter = meter;
        this.landmark = new Landmark(state.progress().position(), state.added());
        this.traced = ports.traced().get();
        this.owed = state.owed();
        this.committed = state.progress();
        this.reached = committed;
        this.marked = Progress.NONE;
        this.committedNanos = ports.nanoTime().getAsLong();
        this.markedNanos = committedNanos;
        this.meteredNanos = committedNanos;
        meter.reached(committed.position());
    }

    /** Works while the condition holds; what is sent by then is committed before this returns. */
    void run(Wake wake, BooleanSupplier goOn) {
        while (goOn.getAsBoolean()) {
            if (!round()) {
                lastLook.settle();
                mark();
                wake.await(ports.config().pollInterval());
            }
        }
        commitOpen();
        lastLook.settle();
        mark();
    }

    /** It ended in trouble; what was not committed will be sent by whoever comes after. */
    void failed(Throwable trouble) {
        traced.failed(trouble);
    }

    /** Serves everybody once; true when there is more to do at once. */
    boolean round() {
        keepOwed();
        since = stride.isShort() ? recallRevision() : ahead.begin(reached.position());
        // Before entries: what was taken back and released again since is to be told of in that order. A recall not
        // found by now was not there at that revision either, and has what this round sends taken back.
        long recall = reached.recall();
        if (!serveRecalls()) {
            commitOpen();
            return true;
        }
        boolean more = reached.recall() > recall;
        more |= serveMain();
        if (!open.begun()) {
            more |= serveLaggards();
            keepUp();
        }
        return more;
    }

    /** In a transaction of its own, which nothing can make take back. */
    private void keepOwed() {
        if (!owed.isEmpty()) {
            producer.begin();
            StateRecords.of(shard, owed).forEach(producer::send);
            open.begin();
            commit(committed);
            owed = Map.of();
        }
    }

    /** False when there may be more to tell of. */
    private boolean serveRecalls() {
        if (recalls().isEmpty()) {
            return true;
        }
        // Entries are to be read as the recalls have left them, and those are all that there were.
        ahead.drop();
        since = recallRevision();
        List<RecallItem> items = recalls();
        Decisions decisions = upToDate();
        beginUnder(decisions, since);
        traced.lookAtRecalls(items);
        Remains remains = new Remains(ports.log(), ports.answers(), items);
        for (RecallItem item : items) {
            Member member = decisions.directory().partners().get(item.partner());
            if (member != null && recipients.isOfShard(member)) {
                tell(item, member, decisions, remains);
            }
            reached = reached.recalledTo(item.number());
            if (open.isDue()) {
                return false;
            }
        }
        return items.size() < RECALLS_MAX;
    }

    private List<RecallItem> recalls() {
        return ports.answers().of(ports.recalls().after(reached.recall(), RECALLS_MAX));
    }

    /**
     * A partner whose delivery is stopped by a record is told all the same; one without topics later, in order, and so is one that
     * nothing may be given to at the moment.
     */
    private void tell(RecallItem item, Member member, Decisions decisions, Remains remains) {
        if (reached.recallLaggards().containsKey(member.ordinal())) {
            return;
        }
        if (decisions.reads(member.id()) && recipients.isReachable(member)) {
            decisions.recall(item).ifPresent(recalled -> send(recalled, item, member));
            sendRemains(item, member, decisions, remains);
        } else {
            reached = reached.withRecall(member.ordinal(), reached.recall());
        }
    }

    /** What is left of a recalled object, for one that had all of it; who has not come to that yet gets it from the log. */
    private void sendRemains(RecallItem item, Member member, Decisions decisions, Remains remains) {
        if (item.remains() == 0 || reached.positionOf(member.ordinal()) < Math.max(item.position(), item.remains())) {
            return;
        }
        LogEntry entry = remains.of(item);
        if (entry.wasErased()) {
            return;
        }
        if (decisions.releaseClass(entry.classNumber()).isEmpty()) {
            throw new RelayTrouble("The decisions do not know an entry's release class");
        }
        // What the guard objects to stops the member, as any record does; its place in the log is beyond that one.
        goesOn(entry, decisions, member, new Renderings());
    }

    /** What a feed has not come to is not taken back on it: it will not be sent, or it is allowed again by then. */
    private void send(Recalled recalled, RecallItem item, Member member) {
        if (reached.positionOf(member.ordinal()) < item.position()) {
            return;
        }
        traced.told(item);
        ProducerRecord<byte[], byte[]> feedRecord =
                records.recordOf(recalled, sequences.next(member.ordinal(), recalled.feed()));
        producer.send(feedRecord);
        sequences.sent(member.ordinal(), recalled.feed());
        open.recalled(member.id(), FeedRecords.bytesOf(feedRecord));
    }

    /** Those who missed recalls because their topics could not be written, or nothing could be given to them. */
    private void serveRecallLaggards(Decisions decisions) {
        for (Member member :
                recipients.withOrdinals(decisions, reached.recallLaggards().keySet())) {
            if (decisions.reads(member.id()) && recipients.isReachable(member)) {
                serveRecallLaggard(member, decisions);
                if (open.isDue()) {
                    // The others' turn is in the next round: what a transaction holds must be written in time.
                    return;
                }
            }
        }
    }

    private void serveRecallLaggard(Member member, Decisions decisions) {
        long told = reached.recallLaggards().getOrDefault(member.ordinal(), reached.recall());
        List<RecallItem> items = ports.answers().of(ports.recalls().after(member.id(), told, RECALLS_MAX));
        beginUnder(decisions, recallRevision());
        traced.lookAtRecalls(items);
        Remains remains = new Remains(ports.log(), ports.answers(), items);
        for (RecallItem item : items) {
            // A number above the shard's is for the next round, as everybody's.
            if (item.number() <= reached.recall()) {
                decisions.recall(item).ifPresent(recalled -> send(recalled, item, member));
                sendRemains(item, member, decisions, remains);
                reached = reached.withRecall(member.ordinal(), item.number());
                if (open.isDue()) {
                    return;
                }
            }
        }
        if (items.size() < RECALLS_MAX) {
            reached = reached.withoutRecall(member.ordinal());
        }
    }

    private boolean serveMain() {
        LogAhead.Batch batch =
                stride.isShort() ? ahead.after(reached.position(), stride.entries()) : ahead.after(reached.position());
        if (batch.entries().isEmpty()) {
            commitOpen();
            return false;
        }
        Decisions decisions = upToDate();
        Recipients.Main main = recipients.main(decisions, reached);
        reached = main.progress();
        Track track = Track.main(reached, main.members());
        if (send(batch.revision(), batch.entries(), decisions, track) && !batch.full()) {
            commitOpen();
        }
        return true;
    }

    private boolean serveLaggards() {
        if (reached.laggards().isEmpty() && reached.recallLaggards().isEmpty()) {
            meter.standing(Map.of());
            return false;
        }
        // One moment for what is due and what is released: with the clock set back in between, an entry would be lost.
        Decisions decisions = upToDate();
        Recipients.Laggards laggards = recipients.laggards(decisions, reached);
        reached = laggards.progress();
        meter.standing(recipients.standing());
        serveRecallLaggards(decisions);
        boolean told = open.begun();
        List<Member> served = new ArrayList<>();
        for (Recipients.Leg leg : laggards.legs()) {
            if (!serve(leg, decisions, served)) {
                return true;
            }
            if (open.isDue() || stride.isShort()) {
                break;
            }
        }
        if (commitOpen()) {
            recipients.served(served);
        }
        return told || !laggards.legs().isEmpty();
    }

    /** False when a commit on the way had to be taken back. */
    private boolean serve(Recipients.Leg leg, Decisions decisions, List<Member> served) {
        Revision revision = recallRevision();
        List<LogEntry> entries = laggardEntries(leg.position(), leg.until());
        Track track = Track.laggards(leg.position(), leg.members());
        boolean sent = send(revision, entries, decisions, track);
        served.addAll(track.members());
        return sent;
    }

    /** Up to where the shard has come and no further: from there on the main body takes them along. */
    private List<LogEntry> laggardEntries(long afterPosition, long until) {
        int most = Math.min(LAGGARD_ENTRIES_MAX, stride.entries());
        List<LogEntry> entries = ports.answers().of(ports.log().after(afterPosition, most)).stream()
                .filter(entry -> entry.position() <= until)
                .toList();
        if (entries.isEmpty()) {
            throw new RelayTrouble("The log lacks entries below a position that was relayed");
        }
        return entries;
    }

    /** True when everything was sent, false when a commit on the way had to be taken back. */
    private boolean send(Revision recallRevision, List<LogEntry> entries, Decisions decisions, Track track) {
        traced.look(entries);
        for (LogEntry entry : entries) {
            if (!entry.wasErased()
                    && decisions.releaseClass(entry.classNumber()).isEmpty()) {
                throw new RelayTrouble("The decisions do not know an entry's release class");
            }
            beginUnder(decisions, recallRevision);
            if (!entry.wasErased()) {
                sendToAll(entry, decisions, track);
            }
            track.passed(entry.position());
            landmark.passed(entry);
            if (open.isDue() && !commit(track.applyTo(reached))) {
                return false;
            }
        }
        reached = track.applyTo(reached);
        return true;
    }

    private void beginUnder(Decisions decisions, Revision recallRevision) {
        if (!open.begun()) {
            producer.begin();
            open.begin();
        }
        open.decidedUnder(decisions.directory().revision(), recallRevision.earlier(since));
    }

    private void sendToAll(LogEntry entry, Decisions decisions, Track track) {
        traced.begin(entry);
        Renderings renderings = new Renderings();
        // Asked once for all: most entries are for few of many partners, and the others must cost next to nothing.
        PartnerSet allowed = decisions.recipients(entry.classNumber());
        long partners = track.members().size();
        long before = open.records();
        for (Iterator<Member> members = track.members().iterator(); members.hasNext(); ) {
            Member member = members.next();
            if (allowed.contains(member.ordinal()) && !goesOn(entry, decisions, member, renderings)) {
                members.remove();
                reached = track.applyTo(reached).with(member.ordinal(), track.position());
            }
        }
        meter.decided(partners, open.records() - before);
        traced.sent(entry, open.records() - before);
    }

    /** False when the entry stops the member's delivery. */
    private boolean goesOn(LogEntry entry, Decisions decisions, Member member, Renderings renderings) {
        Outcome outcome = decisions.release(entry, member.id(), renderings);
        if (outcome instanceof Outcome.Quarantined quarantined) {
            return isOverruled(entry, member, quarantined.objection());
        }
        if (!(outcome instanceof Released released)) {
            return true;
        }
        ProducerRecord<byte[], byte[]> feedRecord =
                records.recordOf(released, sequences.next(member.ordinal(), released.feed()));
        long bytes = FeedRecords.bytesOf(feedRecord);
        if (bytes > ports.config().topic().recordBytesMax()) {
            return isOverruled(entry, member, "The record is larger than entente.relay.topic.record-bytes-max allows");
        }
        producer.send(feedRecord);
        sequences.sent(member.ordinal(), released.feed());
        open.sent(member, entry, bytes);
        return true;
    }

    /** Whether an operator has already decided that the member goes on without the entry; otherwise it stops here. */
    private boolean isOverruled(LogEntry entry, Member member, String objection) {
        if (ports.stops().isWithheld(member.id(), entry.position())) {
            return true;
        }
        ports.stops().stop(member.id(), entry, objection);
        recipients.stopped(member.id());
        return false;
    }

    private boolean commitOpen() {
        return !open.begun() || commit(reached);
    }

    /** False when a policy was narrowed or something recalled meanwhile and the transaction was taken back. */
    private boolean commit(Progress progress) {
        traced.committing();
        long started = ports.nanoTime().getAsLong();
        StateRecords.of(shard, committed, progress, landmark.at(progress.position()), sequences)
                .forEach(producer::send);
        // While brokers are away it is here that a shard waits, and nobody has to wait for it.
        producer.flush();
        if (open.records() == 0) {
            producer.reach(progress);
            producer.commit();
        } else if (!commitIfStillRight(progress)) {
            stride.takenBack();
            return false;
        }
        traced.committed();
        stride.committed();
        committedNanos = ports.nanoTime().getAsLong();
        meter.committed(open.records(), progress.position());
        open.committed(committedNanos - started);
        sequences.committed();
        landmark.committed(progress.position());
        committed = progress;
        reached = progress;
        return true;
    }

    /** After an exception nobody knows whether the commit happened; then it counts as under way until the producer is fenced. */
    private boolean commitIfStillRight(Progress progress) {
        LastLook.Seen seen = lastLook.seen(lastLook.begin(open), () -> producer.reach(progress));
        boolean right = seen.asRead() && open.standsUnder(seen.decisions());
        if (right) {
            producer.commit();
            ahead.saw(seen.revision());
        } else {
            producer.abort();
            meter.aborted();
            open.clear();
            traced.takenBack();
            sequences.aborted();
            reached = committed;
            LOG.debugf("Less may go out than when records were decided; they are decided anew shard=%d", shard);
        }
        lastLook.over(seen);
        return right;
    }

    /** What is due even without anything to send. */
    private void keepUp() {
        long now = ports.nanoTime().getAsLong();
        if (now - committedNanos >= ports.config().progressRefresh().toNanos()) {
            producer.begin();
            open.begin();
            commit(committed);
        }
        if (now - meteredNanos >= METER_INTERVAL.toNanos()) {
            meteredNanos = now;
            meter.partners(recipients.positions(upToDate(), committed));
        }
        if (now - markedNanos >= MARK_INTERVAL.toNanos()) {
            mark();
        }
    }

    private void mark() {
        markedNanos = ports.nanoTime().getAsLong();
        if (!marked.equals(committed)) {
            ports.progress()
                    .mark(
                            shard,
                            new ShardState(
                                    committed,
                                    sequences.all(),
                                    landmark.at(committed.position()),
                                    Collections.emptySortedMap()));
            marked = committed;
        }
    }

    private Revision recallRevision() {
        return ports.answers().of(ports.recalls().revision());
    }

    private Decisions upToDate() {
        return ports.answers().of(ports.decisions().get());
    }
}
