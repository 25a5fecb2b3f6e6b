package org.entente.intake;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.entente.log.Assertion;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Which submissions are being appended, so that none shares a transaction with one, or goes beside one, that would make it fail. In the way are
 * the same partner's with the same version of an object or the same idempotency key, and of what is to share a transaction also anybody's that is just
 * being appended with the same bytes, whether or not these are new: else it would show. What itself waits is in nobody else's way: that would be a wait
 * for all that is before it. Of one instance; between instances PostgreSQL decides. Thread safe.
 */
final class UnderWay {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Map<Object, List<Stay>> stays = new HashMap<>();

    /** How a submission is to be appended. */
    enum Manner {
        /** In a transaction that others share. */
        TOGETHER,
        ALONE,
        /** Alone, and one of its submitter's after the other. */
        ONE_BY_ONE
    }

    private record Version(StixId id, Instant version) {}

    private record Key(PartnerId submitter, String idempotencyKey) {}

    /** A submission, from when it comes here until it is appended or is not. */
    static final class Stay {
        private final PartnerId submitter;
        private final Map<Object, ByteBuffer> digests;
        private final List<Stay> behind = new ArrayList<>();
        private final CompletableFuture<Void> reached = new CompletableFuture<>();

        // Guarded by the UnderWay.
        private int inItsWay;

        private Stay(PartnerId submitter, Map<Object, ByteBuffer> digests) {
            this.submitter = submitter;
            this.digests = digests;
        }

        private boolean isInTheWayOf(Stay later, Object key, Manner manner) {
            return submitter.equals(later.submitter)
                    || manner == Manner.TOGETHER
                            && inItsWay == 0
                            && Objects.equals(digests.get(key), later.digests.get(key));
        }

        /** Whether something was in its way, and is not over yet. */
        boolean waits() {
            return !reached.isDone();
        }

        /** Completed when all is over that was in its way as it came. */
        CompletableFuture<Void> reached() {
            return reached;
        }
    }

    /**
     * Comes. Has to {@link #leave} once, whatever becomes of it.
     *
     * @param manner how it is to be appended
     */
    Stay enter(SubmissionRequest request, List<Assertion> assertions, Manner manner) {
        Map<Object, ByteBuffer> digests = digests(request, assertions);
        if (manner == Manner.ONE_BY_ONE) {
            digests.put(request.submitter(), NOTHING);
        }
        Stay stay = new Stay(request.submitter(), digests);
        synchronized (this) {
            Set<Stay> inItsWay = new HashSet<>();
            for (Object key : stay.digests.keySet()) {
                List<Stay> others = stays.computeIfAbsent(key, any -> new ArrayList<>(1));
                for (Stay other : others) {
                    if (other.isInTheWayOf(stay, key, manner)) {
                        inItsWay.add(other);
                    }
                }
                others.add(stay);
            }
            stay.inItsWay = inItsWay.size();
            inItsWay.forEach(other -> other.behind.add(stay));
        }
        if (stay.inItsWay == 0) {
            stay.reached.complete(null);
        }
        return stay;
    }

    private static Map<Object, ByteBuffer> digests(SubmissionRequest request, List<Assertion> assertions) {
        Map<Object, ByteBuffer> digests = new HashMap<>();
        for (Assertion assertion : assertions) {
            digests.put(
                    new Version(assertion.id(), assertion.version().truncatedTo(ChronoUnit.MICROS)),
                    ByteBuffer.wrap(assertion.digest()));
        }
        request.idempotencyKey().ifPresent(key -> digests.put(new Key(request.submitter(), key), NOTHING));
        return digests;
    }

    /** Is over; whoever waits for nothing else goes on. */
    void leave(Stay stay) {
        List<Stay> free = new ArrayList<>();
        synchronized (this) {
            for (Object key : stay.digests.keySet()) {
                stays.computeIfPresent(key, (any, others) -> {
                    others.remove(stay);
                    return others.isEmpty() ? null : others;
                });
            }
            for (Stay next : stay.behind) {
                next.inItsWay--;
                if (next.inItsWay == 0) {
                    free.add(next);
                }
            }
            stay.behind.clear();
        }
        free.forEach(next -> next.reached.complete(null));
    }
}
