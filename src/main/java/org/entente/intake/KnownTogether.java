package org.entente.intake;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.entente.http.HomeContext;
import org.entente.http.Pace;
import org.entente.log.KnownContent;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Asks the log what it knows, for the requests of one submitter that wait at the same time in one query. Different submitters
 * never share one: what one knows is none of the other's, nor the time it takes. Thread safe.
 */
final class KnownTogether {

    private static final Pace PACE = new Pace(Duration.ofMillis(1));

    private static final int UNDER_WAY_MAX = 8;

    private static final int IDS_MAX = 4_000;
    private static final int WAITING_MAX = 10_000;

    private final LogWriter log;

    // Both guarded by this.
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final Set<PartnerId> underWay = new HashSet<>();

    KnownTogether(LogWriter log) {
        this.log = log;
    }

    private record Asked(
            Set<StixId> ids, PartnerId submitter, CompletableFuture<Map<StixId, List<KnownContent>>> answer) {}

    /** Everything known of these objects that was committed before this call. */
    Uni<Map<StixId, List<KnownContent>>> known(Set<StixId> ids, PartnerId submitter) {
        return HomeContext.backHome(Uni.createFrom().completionStage(() -> {
            Asked asked = new Asked(ids, submitter, new CompletableFuture<>());
            if (!queue(asked)) {
                return CompletableFuture.failedFuture(new RejectedExecutionException("Too many wait for the log"));
            }
            next();
            return asked.answer();
        }));
    }

    private synchronized boolean queue(Asked asked) {
        return waiting.size() < WAITING_MAX && waiting.add(asked);
    }

    private void next() {
        for (List<Asked> turn = take(); !turn.isEmpty(); turn = take()) {
            ask(turn);
        }
    }

    /** One submitter's, and of a submitter one at a time: what comes meanwhile gathers. */
    private synchronized List<Asked> take() {
        List<Asked> turn = new ArrayList<>();
        if (underWay.size() >= UNDER_WAY_MAX) {
            return turn;
        }
        int ids = 0;
        for (Iterator<Asked> all = waiting.iterator(); all.hasNext() && ids < IDS_MAX; ) {
            Asked asked = all.next();
            boolean fits = turn.isEmpty()
                    ? !underWay.contains(asked.submitter())
                    : asked.submitter().equals(turn.get(0).submitter());
            if (fits) {
                turn.add(asked);
                ids += asked.ids().size();
                all.remove();
            }
        }
        turn.stream().limit(1).forEach(first -> underWay.add(first.submitter()));
        return turn;
    }

    private void ask(List<Asked> turn) {
        Set<StixId> all = new HashSet<>();
        turn.forEach(asked -> all.addAll(asked.ids()));
        long began = PACE.begin();
        Uni.createFrom()
                .deferred(() -> log.known(all, turn.get(0).submitter()))
                .onTermination()
                .invoke(() -> PACE.end(began, () -> ended(turn.get(0).submitter())))
                .subscribe()
                .with(
                        known -> turn.forEach(asked -> asked.answer().complete(part(known, asked.ids()))),
                        failure -> turn.forEach(asked -> asked.answer().completeExceptionally(failure)));
    }

    private void ended(PartnerId submitter) {
        synchronized (this) {
            underWay.remove(submitter);
        }
        next();
    }

    private static Map<StixId, List<KnownContent>> part(Map<StixId, List<KnownContent>> known, Set<StixId> ids) {
        Map<StixId, List<KnownContent>> part = new HashMap<>();
        for (StixId id : known.keySet()) {
            if (ids.contains(id)) {
                part.put(id, known.getOrDefault(id, List.of()));
            }
        }
        return part;
    }
}
