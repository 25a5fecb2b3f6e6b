package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.entente.http.HomeContext;
import org.entente.http.Pace;
import org.entente.log.Assertion;
import org.entente.log.LogWriter;

/**
 * Commits submissions that come at the same time together, where each asserts something for the first time: one commit is as dear as the
 * next, however much is in it. None answers for another: a transaction that cannot be committed as a whole is taken back, and
 * each of its submissions is told to go alone. Thread safe.
 */
final class JointTransactions {

    private static final Pace PACE = new Pace(Duration.ofMillis(4));

    private static final int UNDER_WAY_MAX = 8;

    /** What waits goes while others are under way only if it is so much; else it gathers. */
    private static final int OBJECTS_MUCH = 500;

    private static final int BYTES_MUCH = 256 << 10;

    private static final int SUBMISSIONS_MAX = 128;
    private static final int OBJECTS_MAX = 2_000;
    private static final int BYTES_MAX = 4 << 20;
    private static final int WAITING_MAX = 10_000;

    private final LogWriter log;
    private final Submissions submissions;

    // All guarded by this.
    private final Deque<Passenger> waiting = new ArrayDeque<>();
    private int underWay;
    private final Map<Object, Journey> underWayByKey = new HashMap<>();

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
            Set<Object> keys = new HashSet<>();
            for (Assertion assertion : submitted.assertions()) {
                keys.add(new Version(assertion.id().uuid(), assertion.version().truncatedTo(ChronoUnit.MICROS)));
            }
            row.request()
                    .idempotencyKey()
                    .ifPresent(key -> keys.add(List.of(row.request().submitter(), key)));
            return keys;
        }

        int size() {
            return submitted.assertions().size();
        }
    }

    private record Version(java.util.UUID object, Instant version) {}

    private record Passenger(Submission submission, Set<Object> keys, CompletableFuture<Outcome> outcome) {

        Passenger(Submission submission) {
            this(submission, submission.keys(), new CompletableFuture<>());
        }
    }

    /** What goes at once. */
    private static final class Journey {
        private final List<Passenger> passengers = new ArrayList<>();

        /** In the way of one of these: would fail, and all that goes with it. They go alone once these are there. */
        private final List<Passenger> left = new ArrayList<>();
    }

    /** Fails only where nobody knows whether it was committed. */
    Uni<Outcome> commit(Submission submission) {
        return HomeContext.backHome(Uni.createFrom().completionStage(() -> {
            Passenger passenger = new Passenger(submission);
            if (!isSmall(submission) || !queue(passenger)) {
                return CompletableFuture.completedFuture(Outcome.GO_ALONE);
            }
            next();
            return passenger.outcome();
        }));
    }

    private static boolean isSmall(Submission submission) {
        return submission.size() <= OBJECTS_MAX && submission.row().request().body().length <= BYTES_MAX;
    }

    private synchronized boolean queue(Passenger passenger) {
        return waiting.size() < WAITING_MAX && waiting.add(passenger);
    }

    private void next() {
        for (Optional<Journey> journey = take(); journey.isPresent(); journey = take()) {
            go(journey.get());
        }
    }

    private synchronized Optional<Journey> take() {
        if (!mayGo()) {
            return Optional.empty();
        }
        Journey journey = new Journey();
        int objects = 0;
        long bytes = 0;
        while (journey.passengers.size() < SUBMISSIONS_MAX && !waiting.isEmpty()) {
            Passenger next = waiting.element();
            Optional<Journey> inItsWay = inTheWayOf(next);
            if (inItsWay.isPresent()) {
                inItsWay.get().left.add(waiting.remove());
                continue;
            }
            objects += next.submission().size();
            bytes += next.submission().row().request().body().length;
            if (!journey.passengers.isEmpty() && (objects > OBJECTS_MAX || bytes > BYTES_MAX)) {
                break;
            }
            next.keys().forEach(key -> underWayByKey.put(key, journey));
            journey.passengers.add(waiting.remove());
        }
        if (journey.passengers.isEmpty()) {
            return Optional.empty();
        }
        underWay++;
        return Optional.of(journey);
    }

    private Optional<Journey> inTheWayOf(Passenger passenger) {
        return passenger.keys().stream()
                .map(underWayByKey::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private boolean mayGo() {
        return underWay == 0 || underWay < UNDER_WAY_MAX && isMuch();
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

    private void go(Journey journey) {
        List<Passenger> passengers = journey.passengers;
        List<LogWriter.Submitted> submitted =
                passengers.stream().map(p -> p.submission().submitted()).toList();
        List<Submissions.Fresh> rows =
                passengers.stream().map(p -> p.submission().row()).toList();
        long began = PACE.begin();
        Uni.createFrom()
                .deferred(() -> log.appendFresh(submitted, submissions.along(rows)))
                .onTermination()
                .invoke(() -> PACE.end(began, () -> ended(journey)))
                .subscribe()
                .with(
                        done -> passengers.forEach(p -> p.outcome().complete(Outcome.COMMITTED)),
                        failure -> passengers.forEach(p -> failed(p, failure)));
    }

    /** What PostgreSQL refused did not happen; after anything else, such as a lost connection, nobody knows. */
    private static void failed(Passenger passenger, Throwable failure) {
        if (failure instanceof PgException) {
            passenger.outcome().complete(Outcome.GO_ALONE);
        } else {
            passenger.outcome().completeExceptionally(failure);
        }
    }

    /** Also what came meanwhile and stands in its way is sent off. */
    private void ended(Journey journey) {
        synchronized (this) {
            waiting.removeIf(passenger ->
                    inTheWayOf(passenger).filter(journey::equals).isPresent() && journey.left.add(passenger));
            journey.passengers.forEach(passenger -> passenger.keys().forEach(underWayByKey::remove));
            underWay--;
        }
        journey.left.forEach(passenger -> passenger.outcome().complete(Outcome.GO_ALONE));
        next();
    }
}
