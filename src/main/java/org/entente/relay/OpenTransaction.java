package org.entente.relay;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.entente.log.LogEntry;
import org.entente.log.RecallLog.Revision;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;

/** What a shard has sent but not committed. Used by one thread. */
final class OpenTransaction {

    /** To end a transaction costs a round or two to every partition in it; this keeps their share of the time at a fifth or less. */
    private static final int COMMITS_WORTH = 4;

    /** So that the first transaction, before any commit was timed, is not one of a single record. */
    private static final long AGE_MIN_NANOS = Duration.ofMillis(5).toNanos();

    private static final Revision NOTHING_READ = new Revision(0, 0);

    private final long bytesMax;
    private final Duration ageMax;
    private final LongSupplier nanoTime;
    private final Map<PartnerId, BitSet> releasedClasses = new HashMap<>();
    private final Map<PartnerId, Long> policyVersions = new HashMap<>();
    private final Set<PartnerId> told = new HashSet<>();
    private boolean containers;
    private long revision;
    private Revision read = NOTHING_READ;
    private long from = Long.MAX_VALUE;
    private long to;
    private boolean begun;
    private long bytes;
    private long records;
    private long begunNanos;
    private long lastEndNanos;

    OpenTransaction(long bytesMax, Duration ageMax, LongSupplier nanoTime) {
        this.bytesMax = bytesMax;
        this.ageMax = ageMax;
        this.nanoTime = nanoTime;
    }

    boolean begun() {
        return begun;
    }

    long records() {
        return records;
    }

    /**
     * @param directoryRevision under which entries are released now
     * @param entriesRead at which they were read
     */
    void decidedUnder(long directoryRevision, Revision entriesRead) {
        if (records == 0) {
            revision = directoryRevision;
            read = entriesRead;
        }
        read = read.earlier(entriesRead);
    }

    /** At which the first of what was sent was read. */
    Revision read() {
        return read;
    }

    /** The lowest position of an entry that was sent. */
    long from() {
        return from;
    }

    /** The highest one, below the lowest where none was sent. */
    long to() {
        return to;
    }

    void begin() {
        begun = true;
        begunNanos = nanoTime.getAsLong();
    }

    /** @param partner as it was when the entry was released to it */
    void sent(Member partner, LogEntry entry, long recordBytes) {
        bytes += recordBytes;
        records++;
        from = Math.min(from, entry.position());
        to = Math.max(to, entry.position());
        policyVersions.putIfAbsent(partner.id(), partner.policyVersion());
        if (!entry.links().members().isEmpty()) {
            containers = true;
        }
        releasedClasses.computeIfAbsent(partner.id(), none -> new BitSet()).set(entry.classNumber());
    }

    /** The partner is told of a recall, which it may be only as long as it may have anything. */
    void recalled(PartnerId partner, long recordBytes) {
        bytes += recordBytes;
        records++;
        told.add(partner);
    }

    /** Whether it is worth a commit, however much more there is to send. */
    boolean isDue() {
        if (!begun) {
            return false;
        }
        long ageNanos = nanoTime.getAsLong() - begunNanos;
        long worthwhileNanos = Math.max(AGE_MIN_NANOS, COMMITS_WORTH * lastEndNanos);
        return bytes >= bytesMax || ageNanos >= Math.min(ageMax.toNanos(), worthwhileNanos);
    }

    /**
     * Whether everything sent would be released by these decisions too, and look the same: another policy may hide more of it
     * or hold it back, though its class is allowed as before. Whether entries are as they were read is another question.
     */
    boolean standsUnder(Decisions decisions) {
        // Which members a container is trimmed of rests on classes that are not noted here.
        return told.stream().allMatch(decisions::reads)
                && (!containers || decisions.directory().revision() == revision)
                && policyVersions.entrySet().stream()
                        .allMatch(sent -> decisions
                                .directory()
                                .partner(sent.getKey())
                                .filter(member -> member.policyVersion() == sent.getValue())
                                .isPresent())
                && releasedClasses.entrySet().stream()
                        .allMatch(sent -> sent.getValue().stream()
                                .allMatch(classNumber -> decisions.allows(classNumber, sent.getKey())));
    }

    /** @param endNanos what it took from the last record on: to have all of it with the brokers, and to commit */
    void committed(long endNanos) {
        lastEndNanos = endNanos;
        clear();
    }

    void clear() {
        begun = false;
        bytes = 0;
        records = 0;
        from = Long.MAX_VALUE;
        to = 0;
        releasedClasses.clear();
        policyVersions.clear();
        told.clear();
        containers = false;
    }
}
