package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Notice;
import org.entente.log.RecallCause;
import org.entente.log.RecallTroubles;
import org.entente.log.RecallTroubles.Failure;
import org.entente.log.RecallTroubles.Subject;
import org.entente.log.RecallTroubles.Trouble;
import org.entente.log.RecallTroubles.Work;
import org.entente.log.RecallWriter;
import org.entente.log.RecallWriter.Refusal;
import org.entente.log.RecallWriter.Rewriting;
import org.entente.log.RecallWriter.Turn;
import org.entente.log.Reclassed;
import org.entente.log.Tenure;
import org.entente.party.PartnerId;
import org.entente.recall.Readers.Standing;
import org.jboss.logging.Logger;

/**
 * Writes recalls: small ones at once, with who is told; large ones are put in force at once and written part by part, each part with
 * who is told of it, so that no transaction grows with the recall. Thread safe. A part that was not written is written by whichever
 * instance comes next.
 */
@ApplicationScoped
class RecallWrites {

    private static final Logger LOG = Logger.getLogger(RecallWrites.class);
    private static final int TROUBLES = 1_000;

    private final RecallWriter writer;
    private final Readers readers;
    private final RecallTroubles troubles;
    private final Clock clock;

    /** Smaller after a failure, until something was written again. */
    private final AtomicInteger part = new AtomicInteger(Reclassed.AT_ONCE_MAX);

    RecallWrites(RecallWriter writer, Readers readers, RecallTroubles troubles, Clock clock) {
        this.writer = writer;
        this.readers = readers;
        this.troubles = troubles;
        this.clock = clock;
    }

    /** Something of what is to be recalled belongs to a recall that is not all written yet. */
    static final class Overlapping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overlapping() {
            super("An earlier recall of the same is still being written", null, false, false);
        }
    }

    /**
     * What is to be written.
     *
     * @param recalled positions of the entries that are recalled themselves, not for what they refer to
     */
    record Order(
            RecallAct act,
            Optional<Refusal> refusal,
            Reclassed reclassed,
            List<RecallAct.Scope> scopes,
            Set<Long> recalled) {

        boolean isInOwnWords() {
            return act.cause() == RecallCause.SUBMITTER;
        }
    }

    /**
     * Writes it, or puts it in force.
     *
     * @return who is told; of a large recall nobody yet
     */
    Uni<List<Notice>> write(Turn turn, Order order, Standing standing) {
        Losses losses = new Losses(standing);
        return turn.isRewriting(order.reclassed())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(overlapping -> {
                    if (overlapping) {
                        throw new Overlapping();
                    }
                })
                .chain(() ->
                        order.reclassed().isLarge() ? enforce(turn, order, losses) : complete(turn, order, losses));
    }

    private Uni<List<Notice>> complete(Turn turn, Order order, Losses losses) {
        return lost(losses, order.reclassed(), Map.of())
                .map(lost -> order.isInOwnWords()
                        ? Losses.inWordsFor(lost, losses.knowingSubmitter(order.reclassed(), order.recalled()))
                        : lost)
                .call(notices -> turn.write(order.act(), order.refusal(), order.reclassed(), order.scopes(), notices));
    }

    /** Worked out once more, with all their ids, where some of those who lose something had it under several. */
    private Uni<List<Notice>> lost(Losses losses, Reclassed reclassed, Map<PartnerId, Long> lastFacts) {
        List<Notice> lost = losses.of(reclassed);
        List<PartnerId> losing = lost.stream().map(Notice::partner).toList();
        return losing.isEmpty()
                ? Uni.createFrom().item(lost)
                : readers.named(losses.standing(), losing, lastFacts)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(named -> named.former().isEmpty() ? lost : new Losses(named).of(reclassed));
    }

    private static Uni<List<Notice>> enforce(Turn turn, Order order, Losses losses) {
        return turn.enforce(
                        order.act(),
                        order.refusal(),
                        order.reclassed(),
                        order.scopes(),
                        order.isInOwnWords() ? losses.knowingSubmitter(order.reclassed(), order.recalled()) : Set.of())
                .replaceWith(List.of());
    }

    /** Writes the next part of what is in force; true while there is more. */
    Uni<Boolean> round() {
        return writer.isRewriting().chain(any -> any ? next() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> next() {
        return troubles.of(Work.REWRITING, TROUBLES).chain(known -> round(known));
    }

    private Uni<Boolean> round(List<Trouble> known) {
        Set<UUID> waiting = known.stream()
                .filter(trouble -> trouble.waitsAt(clock.instant()))
                .map(trouble -> UUID.fromString(trouble.subject().subject()))
                .collect(Collectors.toSet());
        Set<UUID> failing = known.stream()
                .map(trouble -> UUID.fromString(trouble.subject().subject()))
                .collect(Collectors.toSet());
        return writer.alone(turn -> turn.rewriting(waiting, part.get())
                .chain(found -> found.map(rewriting -> isolated(turn, rewriting, failing))
                        .orElseGet(() -> Uni.createFrom().item(false))));
    }

    private Uni<Boolean> isolated(Turn turn, Rewriting rewriting, Set<UUID> failing) {
        Subject subject = Subject.whole(Work.REWRITING, rewriting.act().id().toString());
        Supplier<Uni<? extends Boolean>> work = () -> standing(rewriting)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(standing -> notices(rewriting, new Losses(standing)))
                .chain(notices -> turn.rewrite(rewriting, notices));
        return Uni.createFrom()
                .deferred(work)
                .call(written -> {
                    part.updateAndGet(size -> Math.min(Reclassed.AT_ONCE_MAX, size * 2));
                    return failing.contains(rewriting.act().id())
                            ? troubles.over(subject)
                            : Uni.createFrom().voidItem();
                })
                .replaceWith(true)
                .onFailure()
                .recoverWithUni(failure -> failed(subject, failure));
    }

    /** Whoever may have it only since then has not had it, and whoever may have it no more had. */
    private Uni<Standing> standing(Rewriting rewriting) {
        return rewriting.tenures().isEmpty()
                ? readers.standing()
                : readers.standing(rewriting.tenures(), rewriting.act().madeAt());
    }

    private Uni<List<Notice>> notices(Rewriting rewriting, Losses losses) {
        Map<PartnerId, Long> lastFacts = rewriting.tenures().stream()
                .filter(tenure -> !tenure.isOfOneEntry())
                .collect(Collectors.toMap(Tenure::partner, Tenure::lastFact, Math::max));
        return lost(losses, rewriting.part(), lastFacts)
                .map(lost -> rewriting.act().cause() == RecallCause.SUBMITTER
                        ? Losses.inWordsFor(lost, rewriting.inOwnWords())
                        : lost);
    }

    private Uni<Boolean> failed(Subject subject, Throwable failure) {
        if (part.getAndUpdate(size -> Math.max(1, size / 8)) > 1) {
            return Uni.createFrom().item(true);
        }
        LOG.errorf(
                failure,
                "A recall is in force, but cannot be written nor told to all who had it, and will be later recallId=%s",
                subject.subject());
        return troubles.failed(new Failure(subject, clock.instant(), Troubles.words(failure)))
                .replaceWith(true);
    }

    /** Writes all of what is in force, if that can be done in the time. */
    Uni<Void> finish(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        return Uni.createFrom()
                .deferred(this::round)
                .repeat()
                .until(more -> !more || System.nanoTime() - deadline > 0)
                .onItem()
                .ignoreAsUni();
    }
}
