package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.entente.http.HomeContext;
import org.entente.http.Pace;
import org.entente.log.LogWriter;

/**
 * Commits submissions that come at the same time together, where each asserts something for the first time: one commit is as dear as the
 * next, however much is in it. None answers for another: a transaction that cannot be committed as a whole is taken back, and
 * each of its submissions is told to go alone. Thread safe.
 */
final class JointTransactions {

    private static final Pace PACE = new Pace(Duration.ofMillis(4));

    private static final int TURNS_MAX = 8;

    /** What waits goes while others are under way only if it is so much; else it gathers. */
    private static final int OBJECTS_MUCH = 500;

    private static final int BYTES_MUCH = 256 << 10;

    private static final int SUBMISSIONS_MAX = 128;
    private static final int OBJECTS_MAX = 2_000;
    private static final int BYTES_MAX = 4 << 20;
    private static final int PRESENT_MAX = 10_000;

    private final LogWriter log;
    private final Submissions submissions;

    private final UnderWay underWay = new UnderWay();
    private final AtomicInteger present = new AtomicInteger();

    // Guarded by this.
    private final Deque<Passenger> waiting = new ArrayDeque<>();
    private int turnsUnderWay;

    JointTransactions(LogWriter log, Submissions submissions) {
        this.log = log;
        this.submissions = submissions;
    }

    /** Whether it was committed; if not, nothing of it was, and it has to go alone. */
    enum Outcome {
        COMMITTED,
        GO_ALONE
    }

    /** A submission, as the log and as the table of submissions take it. */
    record Submission(LogWriter.Submitted submitted, Submissions.Fresh row) {

        Set<Object> keys() {
            return UnderWay.keys(row.request(), submitted.assertions(), submitted.stored());
        }

        int size() {
            return submitted.assertions().size();
        }
    }

    private record Passenger(Submission submission, UnderWay.Stay stay, CompletableFuture<Outcome> outcome) {}

    /**
     * Commits it with others, if nothing is under way that would make these fail; else it has to go alone once that is over. Fails only where
     * nobody knows whether it was committed.
     */
    Uni<Outcome> commit(Submission submission) {
        return HomeContext.backHome(Uni.createFrom().completionStage(() -> {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            boolean crowded = present.incrementAndGet() > PRESENT_MAX;
            outcome.whenComplete((done, failure) -> present.decrementAndGet());
            if (crowded || !isSmall(submission)) {
                outcome.complete(Outcome.GO_ALONE);
            } else {
                underWay.enter(submission.keys(), () -> outcome.complete(Outcome.GO_ALONE))
                        .ifPresent(stay -> queue(new Passenger(submission, stay, outcome)));
                next();
            }
            return outcome;
        }));
    }

    /** Does what goes alone, so that nothing that it would make fail goes with others meanwhile. */
    <T> Uni<T> alone(Set<Object> keys, Supplier<Uni<? extends T>> append) {
        return Uni.createFrom().deferred(() -> {
            UnderWay.Stay stay = underWay.enter(keys);
            return Uni.createFrom().deferred(append).onTermination().invoke(() -> underWay.leave(stay));
        });
    }

    private static boolean isSmall(Submission submission) {
        return submission.size() <= OBJECTS_MAX && submission.row().request().body().length <= BYTES_MAX;
    }

    private synchronized void queue(Passenger passenger) {
        waiting.add(passenger);
    }

    private void next() {
        for (List<Passenger> turn = take(); !turn.isEmpty(); turn = take()) {
            go(turn);
        }
    }

    private synchronized List<Passenger> take() {
        if (waiting.isEmpty() || !mayGo()) {
            return List.of();
        }
        List<Passenger> turn = new ArrayList<>();
        int objects = 0;
        long bytes = 0;
        while (turn.size() < SUBMISSIONS_MAX && !waiting.isEmpty()) {
            Submission next = waiting.element().submission();
            objects += next.size();
            bytes += next.row().request().body().length;
            if (!turn.isEmpty() && (objects > OBJECTS_MAX || bytes > BYTES_MAX)) {
                break;
            }
            turn.add(waiting.remove());
        }
        turnsUnderWay++;
        return turn;
    }

    private boolean mayGo() {
        return turnsUnderWay == 0 || turnsUnderWay < TURNS_MAX && isMuch();
    }

    private boolean isMuch() {
        int objects = 0;
        long bytes = 0;
        for (Passenger passenger : waiting) {
            objects += passenger.submission().size();
            bytes += passenger.submission().row().request().body().length;
            if (objects >= OBJECTS_MUCH || bytes >= BYTES_MUCH) {
                return true;
            }
        }
        return false;
    }

    private void go(List<Passenger> turn) {
        List<LogWriter.Submitted> submitted =
                turn.stream().map(p -> p.submission().submitted()).toList();
        List<Submissions.Fresh> rows =
                turn.stream().map(p -> p.submission().row()).toList();
        long began = PACE.begin();
        Uni.createFrom()
                .deferred(() -> log.appendFresh(submitted, submissions.along(rows)))
                .onTermination()
                .invoke(() -> {
                    turn.forEach(passenger -> underWay.leave(passenger.stay()));
                    PACE.end(began, this::ended);
                })
                .subscribe()
                .with(
                        done -> turn.forEach(p -> p.outcome().complete(Outcome.COMMITTED)),
                        failure -> turn.forEach(p -> failed(p, failure)));
    }

    /** What PostgreSQL refused did not happen; after anything else, such as a lost connection, nobody knows. */
    private static void failed(Passenger passenger, Throwable failure) {
        if (failure instanceof PgException) {
            passenger.outcome().complete(Outcome.GO_ALONE);
        } else {
            passenger.outcome().completeExceptionally(failure);
        }
    }

    private void ended() {
        synchronized (this) {
            turnsUnderWay--;
        }
        next();
    }
}
