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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.log.Assertion;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Which submissions are being appended, so that none shares a transaction with one, or goes beside one, that would make it fail: that is the
 * same partner's with the same version of an object or the same idempotency key, or anybody's with the same bytes where these are new. Of one
 * instance; between instances PostgreSQL decides. Thread safe.
 */
final class UnderWay {

    private final Map<Object, Stay> stays = new HashMap<>();

    private record Own(PartnerId submitter, StixId id, Instant version) {}

    private record Fresh(StixId id, Instant version, ByteBuffer digest) {}

    private record Key(PartnerId submitter, String idempotencyKey) {}

    /** How long a submission is under way. */
    static final class Stay {
        private final Set<Object> keys;
        private final List<Behind> behind = new ArrayList<>();

        private Stay(Set<Object> keys) {
            this.keys = keys;
        }
    }

    /** Who waits until all that stood in its way are over. */
    private static final class Behind {
        private final Runnable then;
        private int inItsWay;

        private Behind(Runnable then, int inItsWay) {
            this.then = then;
            this.inItsWay = inItsWay;
        }
    }

    /**
     * What a submission may be in another's way by.
     *
     * @param stored places among the assertions of those whose bytes others sent in before: these are not new, whoever sends them
     */
    static Set<Object> keys(SubmissionRequest request, List<Assertion> assertions, Set<Integer> stored) {
        Set<Object> keys = new HashSet<>();
        for (int i = 0; i < assertions.size(); i++) {
            Assertion assertion = assertions.get(i);
            Instant version = assertion.version().truncatedTo(ChronoUnit.MICROS);
            keys.add(new Own(request.submitter(), assertion.id(), version));
            if (!stored.contains(i)) {
                keys.add(new Fresh(assertion.id(), version, ByteBuffer.wrap(assertion.digest())));
            }
        }
        request.idempotencyKey().ifPresent(key -> keys.add(new Key(request.submitter(), key)));
        return keys;
    }

    /**
     * Begins, if nothing is in its way.
     *
     * @param otherwise done once all that is in its way is over
     */
    synchronized Optional<Stay> enter(Set<Object> keys, Runnable otherwise) {
        Set<Stay> inItsWay =
                keys.stream().map(stays::get).filter(Objects::nonNull).collect(Collectors.toSet());
        if (inItsWay.isEmpty()) {
            return Optional.of(stay(keys));
        }
        Behind behind = new Behind(otherwise, inItsWay.size());
        inItsWay.forEach(stay -> stay.behind.add(behind));
        return Optional.empty();
    }

    /** Begins whatever is in its way. */
    synchronized Stay enter(Set<Object> keys) {
        return stay(keys);
    }

    private Stay stay(Set<Object> keys) {
        Stay stay = new Stay(keys);
        keys.forEach(key -> stays.putIfAbsent(key, stay));
        return stay;
    }

    /** Is over, and whoever waited for nothing else goes on. */
    void leave(Stay stay) {
        List<Behind> free = new ArrayList<>();
        synchronized (this) {
            stay.keys.forEach(key -> stays.remove(key, stay));
            for (Behind behind : stay.behind) {
                behind.inItsWay--;
                if (behind.inItsWay == 0) {
                    free.add(behind);
                }
            }
            stay.behind.clear();
        }
        free.forEach(behind -> behind.then.run());
    }
}
