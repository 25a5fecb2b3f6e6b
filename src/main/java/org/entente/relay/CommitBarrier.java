package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.ExitBarrier;
import org.entente.relay.CommitRows.UnderWay;
import org.jboss.logging.Logger;

/**
 * Waits for the Kafka commits that were under way when asked. Most take milliseconds. One whose instance froze or died is
 * ended: its producer is fenced, and then it cannot happen any more. Thread safe; holds no database connection while it waits.
 */
@ApplicationScoped
class CommitBarrier implements ExitBarrier {

    private static final Logger LOG = Logger.getLogger(CommitBarrier.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

    /** No healthy commit takes as long; ending one that is merely slow costs its shard a new start. */
    private static final Duration FENCE_AFTER = Duration.ofSeconds(6);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final CommitRows rows;
    private final KafkaAdministration kafka;
    private final Duration fenceAfter;
    private final Duration patience;

    @Inject
    CommitBarrier(CommitRows rows, KafkaAdministration kafka) {
        this(rows, kafka, FENCE_AFTER, PATIENCE);
    }

    /** @param patience in all, with {@code fenceAfter} in it */
    CommitBarrier(CommitRows rows, KafkaAdministration kafka, Duration fenceAfter, Duration patience) {
        this.rows = rows;
        this.kafka = kafka;
        this.fenceAfter = fenceAfter;
        this.patience = patience;
    }

    @Override
    public Uni<Void> passed() {
        return rows.all().chain(seen -> seen.isEmpty() ? Uni.createFrom().voidItem() : over(seen));
    }

    private Uni<Void> over(List<UnderWay> seen) {
        Uni<Void> ended = gone(seen)
                .ifNoItem()
                .after(fenceAfter)
                .recoverWithUni(() ->
                        Uni.combine().any().of(gone(seen), fence(seen).chain(() -> gone(seen))));
        return KafkaAdministration.backHome(ended.ifNoItem().after(patience).failWith(CommitBarrier::notKnown));
    }

    /** Completes once none of them is under way. */
    private Uni<Void> gone(List<UnderWay> seen) {
        return rows.all()
                .map(now -> intersect(seen, now))
                .repeat()
                .withDelay(LOOK_INTERVAL)
                .until(List::isEmpty)
                .onItem()
                .ignoreAsUni();
    }

    private static List<UnderWay> intersect(List<UnderWay> seen, List<UnderWay> now) {
        Set<UnderWay> left = new HashSet<>(seen);
        left.retainAll(now);
        return List.copyOf(left);
    }

    /** Never completes where Kafka does not answer: the commit may come to an end by itself meanwhile. */
    private Uni<Void> fence(List<UnderWay> seen) {
        return rows.all()
                .map(now -> intersect(seen, now))
                .call(left -> kafka.call(admin -> admin.fenceProducers(left.stream()
                                .map(commit -> TopicNames.transactionalId(commit.shard()))
                                .collect(Collectors.toSet()))
                        .all()))
                .invoke(left -> LOG.warnf("Commits of an instance that does not answer were ended commits=%s", left))
                .chain(left -> Uni.join()
                        .all(left.stream()
                                .map(commit -> rows.over(commit.number()))
                                .toList())
                        .andFailFast())
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failed -> {
                    LOG.debug("Commits of an instance that does not answer cannot be ended now", failed);
                    return Uni.createFrom().nothing();
                });
    }

    private static Throwable notKnown() {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "What you changed is stored, and in force for everyone who asks. But a delivery to Kafka that was decided"
                        + " before has not ended, and until Kafka answers nobody can say whether it will.");
    }
}
