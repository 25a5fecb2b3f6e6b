package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicBoolean;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/**
 * Lets one withdrawal be under way. Each holds a connection to the database while the recall takes others: as many at once as there
 * are connections would all wait for ever, and everything else with them. Thread safe.
 */
final class OneAtATime {

    private final AtomicBoolean underWay = new AtomicBoolean();

    /** Does the work, or fails with 503. */
    <T> Uni<T> run(Uni<T> work) {
        return Uni.createFrom()
                .deferred(() -> underWay.compareAndSet(false, true)
                        ? work.onTermination().invoke(() -> underWay.set(false))
                        : Uni.createFrom()
                                .<T>failure(new ProblemException(
                                        ProblemType.UNAVAILABLE,
                                        "Another advisory is being withdrawn. Repeat yours in a moment.")));
    }
}
