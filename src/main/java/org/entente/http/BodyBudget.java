package org.entente.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies under way may take together: each alone is bounded, but a hundred at once would still be too many. Some is
 * left to operators whatever partners send, or nobody could block a partner that sends too much; and one partner leaves some to
 * the others. Thread safe.
 */
@ApplicationScoped
class BodyBudget {

    /** Partners never have the last quarter. */
    private static final int OPERATORS_PART = 4;

    /** Of who is signing in, each with a few kilobytes. */
    private static final int STRANGERS_PART = 16;

    private final Bound all;
    private final Bound partners;
    private final Bound strangers;
    private final long ofOnePartnerMax;

    /** As many as there are partners. */
    private final Map<String, Bound> onePartner = new ConcurrentHashMap<>();

    BodyBudget(HttpSettings settings) {
        long max = settings.bodiesBytesMax();
        long ofPartnersMax = max - max / OPERATORS_PART;
        if (ofPartnersMax < settings.bodyBytesMax()) {
            throw new IllegalArgumentException(
                    "entente.http.bodies-bytes-max must be at least four thirds of entente.http.body-bytes-max ("
                            + settings.bodyBytesMax() + "), better four times as much; it is " + max);
        }
        this.all = new Bound(max);
        this.partners = new Bound(ofPartnersMax);
        this.strangers = new Bound(max / STRANGERS_PART);
        // One of the largest, compressed, is held as sent and as decoded: with less it could never be taken.
        this.ofOnePartnerMax = Math.max(ofPartnersMax / 2, 2 * settings.bodyBytesMax());
    }

    Share open(BodyOwner owner) {
        return new Share(
                switch (owner.kind()) {
                    case OPERATOR -> List.of(all);
                    case PARTNER ->
                        List.of(
                                onePartner.computeIfAbsent(owner.name(), name -> new Bound(ofOnePartnerMax)),
                                partners,
                                all);
                    case STRANGER -> List.of(strangers, all);
                });
    }

    private static final class Bound {

        private final AtomicLong taken = new AtomicLong();
        private final long bytesMax;

        Bound(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        boolean take(long further) {
            if (taken.addAndGet(further) > bytesMax) {
                taken.addAndGet(-further);
                return false;
            }
            return true;
        }

        void give(long bytes) {
            taken.addAndGet(-bytes);
        }
    }

    /** What one request has taken. Thread safe. */
    static final class Share {

        private final List<Bound> bounds;
        private long bytes;
        private boolean closed;

        private Share(List<Bound> bounds) {
            this.bounds = bounds;
        }

        /**
         * Takes so much more.
         *
         * @throws ProblemException 503, and nothing is taken, when there is not so much left, or the request is over: what is
         *     taken then, as for a body that was decoded while its sender went away, nobody would give back
         */
        synchronized void takeOrFail(long further) {
            if (closed) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "The request is over.");
            }
            for (int i = 0; i < bounds.size(); i++) {
                if (!bounds.get(i).take(further)) {
                    bounds.subList(0, i).forEach(bound -> bound.give(further));
                    throw new ProblemException(
                            ProblemType.UNAVAILABLE, "Too many large bodies are under way. Try again.");
                }
            }
            bytes += further;
        }

        /** Gives everything back; a second time changes nothing. */
        synchronized void close() {
            closed = true;
            bounds.forEach(bound -> bound.give(bytes));
            bytes = 0;
        }
    }
}
