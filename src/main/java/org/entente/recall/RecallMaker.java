package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Scope;
import org.entente.log.RecallCause;
import org.entente.log.RecallWriter.Refusal;
import org.entente.log.RecallWriter.Turn;
import org.entente.log.Reclassed;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.recall.Readers.Standing;
import org.entente.recall.Recalls.Done;

/**
 * Makes one recall once it is known what is recalled: narrows the entries, works out who lost what, and has it written. Thread safe. The
 * turn is the caller's, and so is refusing what must not be.
 */
@ApplicationScoped
class RecallMaker {

    private static final Set<Integer> NOBODY = Set.of(0);

    private final RecallWrites writes;
    private final Readers readers;
    private final Clock clock;

    RecallMaker(RecallWrites writes, Readers readers, Clock clock) {
        this.writes = writes;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * Brings what was found in line with the order, in the turn; does nothing where it is already.
     *
     * @param act by which the recall is known then
     */
    Uni<Done> make(Turn turn, Recallable found, UUID act) {
        Map<Integer, ReleaseClass> instead = found.instead();
        if (instead.isEmpty() && !found.refusesHeld()) {
            return Uni.createFrom().item(new Done(Optional.empty(), List.of(), Set.of(), false, false));
        }
        return turn.numbersOf(new HashSet<>(instead.values()))
                .chain(numbers -> turn.reclass(found.recalled(instead, numbers))
                        .chain(reclassed -> readers.standing()
                                .emitOn(Infrastructure.getDefaultWorkerPool())
                                .map(standing -> new Plan(found, instead, numbers, reclassed, standing))))
                .chain(plan -> write(turn, plan, act(plan.found(), act)));
    }

    private record Plan(
            Recallable found,
            Map<Integer, ReleaseClass> instead,
            Map<ReleaseClass, Integer> numbers,
            Reclassed reclassed,
            Standing standing) {}

    private Uni<Done> write(Turn turn, Plan plan, RecallAct act) {
        Recallable found = plan.found();
        Set<Long> positions = found.entries().stream()
                .map(entry -> entry.placement().position())
                .collect(Collectors.toSet());
        Set<PartnerId> losing = new Losses(plan.standing()).ofAssertion(plan.reclassed(), positions);
        boolean whole = found.order().versions() instanceof VersionFilter.All
                && found.order().audience().isEmpty();
        return writes.write(
                        turn,
                        new RecallWrites.Order(
                                act,
                                whole ? Optional.of(new Refusal(found.order().submitter())) : Optional.empty(),
                                plan.reclassed(),
                                scopes(plan),
                                positions),
                        plan.standing())
                .map(notices -> new Done(
                        Optional.of(act),
                        notices,
                        losing,
                        found.picked(),
                        plan.reclassed().isLarge()));
    }

    private RecallAct act(Recallable found, UUID id) {
        RecallOrder order = found.order();
        return new RecallAct(
                id,
                order.submitter().isPresent() ? RecallCause.SUBMITTER : RecallCause.OPERATOR,
                order.reason(),
                Optional.of(order.object()),
                order.submitter()
                        .orElseGet(
                                () -> found.submitters().stream().findFirst().orElseThrow(ProblemException::notFound)),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                order.by().name());
    }

    /** What waits, and the same versions sent in again, are placed as narrow as what is in the log now. */
    private static List<Scope> scopes(Plan plan) {
        Recallable found = plan.found();
        List<Scope> scopes = new ArrayList<>();
        Set<Instant> versions = found.order().versions() instanceof VersionFilter.All
                ? Set.of()
                : found.entries().stream()
                        .map(entry -> entry.placement().version())
                        .collect(Collectors.toSet());
        for (PartnerId submitter : found.submitters()) {
            Set<Integer> allowed = found.order().audience().isEmpty()
                    ? NOBODY
                    : plan.instead().values().stream()
                            .filter(c -> c.submitter().equals(submitter))
                            .map(c -> plan.numbers().getOrDefault(c, 0))
                            .collect(Collectors.toSet());
            if (!allowed.isEmpty()) {
                scopes.add(new Scope(submitter, versions, allowed));
            }
        }
        return scopes;
    }
}
