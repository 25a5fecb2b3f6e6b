package org.entente.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies under way may take together: each alone is bounded, but a hundred at once would still be too many.
 * Thread safe.
 */
@ApplicationScoped
class BodyBudget {

    private final AtomicLong taken = new AtomicLong();
    private final long bytesMax;

    BodyBudget(HttpSettings settings) {
        this.bytesMax = settings.bodiesBytesMax();
        if (bytesMax < settings.bodyBytesMax()) {
            throw new IllegalArgumentException(
                    "entente.http.bodies-bytes-max must be at least entente.http.body-bytes-max ("
                            + settings.bodyBytesMax() + "); it is " + bytesMax);
        }
    }

    Share open() {
        return new Share();
    }

    /** What one request has taken. Used by one thread at a time. */
    final class Share {

        private long bytes;

        /**
         * Takes so much more.
         *
         * @throws ProblemException 503, and nothing is taken, when there is not so much left
         */
        void takeOrFail(long further) {
            if (taken.addAndGet(further) > bytesMax) {
                taken.addAndGet(-further);
                throw new ProblemException(ProblemType.UNAVAILABLE, "Too many large bodies are under way. Try again.");
            }
            bytes += further;
        }

        /** Gives everything back; a second time changes nothing. */
        void close() {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
