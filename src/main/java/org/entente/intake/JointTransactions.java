package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entente.http.HomeContext;
import org.entente.http.Pace;
import org.entente.log.Assertion;
import org.entente.log.LogWriter;

/**
 * Commits submissions that come at the same time together, where each asserts something for the first time: one commit is as dear as the
 * next, however much is in it. None answers for another: a transaction that cannot be committed as a whole is taken back, and
 * each of its submissions then goes alone. Thread safe.
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
    private static final int WAITING_MAX = 10_000;

    private final LogWriter log;
    private final Submissions submissions;

    private final UnderWay underWay = new UnderWay();

    // Guarded by this.
    private final Deque<Passenger> waiting = new ArrayDeque<>();
    private int turnsUnderWay;

    JointTransactions(LogWriter log, Submissions submissions) {
        this.log = log;
        this.submissions = submissions;
    }

    /** Whether it was committed; if not, nothing of it was, and it has to go alone. */
    private enum Outcome {
        COMMITTED,
        GO_ALONE
    }

    /** A submission, as the log and as the table of submissions take it. */
    record Submission(LogWriter.Submitted submitted, Submissions.Fresh row) {

        int size() {
            return submitted.assertions().size();
        }
    }

    private record Passenger(Submission submission, CompletableFuture<Outcome> outcome) {}

    /**
     * Appends a submission, with others if nothing is under way that would make these fail; else alone, once that is over.
     *
     * @param together what to answer if it went with others
     * @param alone appends it by itself
     */
    <T> Uni<T> append(Submission submission, T together, Supplier<Uni<? extends T>> alone) {
        if (!isSmall(submission)) {
            return alone(submission.row().request(), submission.submitted().assertions(), false, alone);
        }
        return during(
                () -> underWay.enter(
                        submission.row().request(), submission.submitted().assertions(), UnderWay.Manner.TOGETHER),
                stay -> stay.waits()
                        ? reached(stay, alone)
                        : ride(submission)
                                .chain(outcome -> outcome == Outcome.COMMITTED
                                        ? Uni.createFrom().item(together)
                                        : alone.get()));
    }

    /**
     * Appends by itself what may not go with others, once all of its submitter's is over that is in its way.
     *
     * @param counted whether it counts against a quota, for which PostgreSQL takes one of its submitter's after the other: waiting for that, each would keep
     *     a connection
     */
    <T> Uni<T> alone(
            SubmissionRequest request, List<Assertion> assertions, boolean counted, Supplier<Uni<? extends T>> alone) {
        UnderWay.Manner manner = counted ? UnderWay.Manner.ONE_BY_ONE : UnderWay.Manner.ALONE;
        return during(() -> underWay.enter(request, assertions, manner), stay -> reached(stay, alone));
    }

    private static <T> Uni<T> reached(UnderWay.Stay stay, Supplier<Uni<? extends T>> alone) {
        return HomeContext.backHome(Uni.createFrom().completionStage(stay.reached()))
                .chain(alone);
    }

    private <T> Uni<T> during(Supplier<UnderWay.Stay> enter, Function<UnderWay.Stay, Uni<? extends T>> append) {
        return Uni.createFrom().deferred(() -> {
            UnderWay.Stay stay = enter.get();
            return Uni.createFrom()
                    .<T>deferred(() -> append.apply(stay))
                    .onTermination()
                    .invoke(() -> underWay.leave(stay));
        });
    }

    private static boolean isSmall(Submission submission) {
        return submission.size() <= OBJECTS_MAX && submission.row().request().body().length <= BYTES_MAX;
    }

    /** Fails only where nobody knows whether it was committed. */
    private Uni<Outcome> ride(Submission submission) {
        return HomeContext.backHome(Uni.createFrom().completionStage(() -> {
            Passenger passenger = new Passenger(submission, new CompletableFuture<>());
            if (!queue(passenger)) {
                return CompletableFuture.completedFuture(Outcome.GO_ALONE);
            }
            next();
            return passenger.outcome();
        }));
    }

    private synchronized boolean queue(Passenger passenger) {
        return waiting.size() < WAITING_MAX && waiting.add(passenger);
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
                .invoke(() -> PACE.end(began, this::ended))
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
