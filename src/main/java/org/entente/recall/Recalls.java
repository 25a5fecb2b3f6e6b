package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.http.HomeContext;
import org.entente.http.ProblemException;
import org.entente.log.ActTraces;
import org.entente.log.HeldAssertions;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Notice;
import org.entente.log.RecallAct.Scope;
import org.entente.log.RecallCause;
import org.entente.log.RecallWriter;
import org.entente.log.RecallWriter.Refusal;
import org.entente.log.RecallWriter.Turn;
import org.entente.log.Reclassed;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.partner.Directory;
import org.entente.partner.ExitBarrier;
import org.entente.party.PartnerId;
import org.entente.recall.Readers.Standing;
import org.entente.trace.Stage;
import org.entente.trace.TraceStep;
import org.entente.trace.Traces;

/**
 * Recalls single objects for those who submitted them and for operators. Thread safe. When the answer arrives no exit serves them
 * any more.
 */
@ApplicationScoped
public class Recalls {

    private static final Set<Integer> NOBODY = Set.of(0);

    /** How long a recall waits for an earlier, large one of the same to be written, which it helps with. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int TRIES_MAX = 3;

    private final RecallWriter writer;
    private final RecallWrites writes;
    private final Readers readers;
    private final Gate gate;
    private final Instance<HeldAssertions> held;
    private final Instance<ExitBarrier> barriers;
    private final Traces traces;
    private final ActTraces acts;
    private final Clock clock;
    private final RecallTurns turns = new RecallTurns();

    Recalls(
            RecallWriter writer,
            RecallWrites writes,
            Readers readers,
            Gate gate,
            Instance<HeldAssertions> held,
            Instance<ExitBarrier> barriers,
            Traces traces,
            ActTraces acts,
            Clock clock) {
        this.traces = traces;
        this.acts = acts;
        this.writer = writer;
        this.writes = writes;
        this.readers = readers;
        this.gate = gate;
        this.held = held;
        this.barriers = barriers;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param act empty where everything was recalled already
     * @param notices who was told
     * @param losing who lost the recalled assertions, whether or not they have the object from others too
     * @param picked whether the audiences name partners one by one, so that a number would tell who
     * @param underWay whether it is in force, but who is told is still worked out
     */
    record Done(
            Optional<RecallAct> act, List<Notice> notices, Set<PartnerId> losing, boolean picked, boolean underWay) {}

    /** Withdraws what the caller asserts of an object. Fails with 404 where it asserts nothing of it. */
    public Uni<Void> withdraw(RecallOrder order, Predicate<ReleaseClass> among) {
        return recall(order, among).replaceWithVoid();
    }

    /**
     * Takes what is ordered from whoever its audience leaves out. Whoever it names besides gets nothing by it; where nobody is left out,
     * or nothing stands, nothing is changed. Fails with 503 while something that the exchange asserts of it is not in the log yet:
     * that would go out later to those just left out. What others assert may wait; it is not the exchange's to hold up.
     */
    public Uni<Void> narrow(RecallOrder order) {
        return recall(order, (found, directory) -> found.refuseUnplaced(PartnerId.EXCHANGE))
                .replaceWithVoid();
    }

    Uni<Done> recall(RecallOrder order) {
        return recall(order, any -> true);
    }

    /** @param among of its assertions at least one must be of these, or there is nothing to recall */
    private Uni<Done> recall(RecallOrder order, Predicate<ReleaseClass> among) {
        return recall(order, (found, directory) -> {
            found.refuseAbsent(among);
            found.refuseWider(directory);
        });
    }

    private Uni<Done> recall(RecallOrder order, BiConsumer<Recallable, Directory> refusals) {
        TraceStep request = traces.current();
        return request.around(
                Stage.RECALL,
                step -> turns.of(
                                order.submitter(),
                                heldWaits(order)
                                        .map(waits -> new Asked(order, refusals, waits, UUID.randomUUID()))
                                        .chain(asked -> there(order, asked.waits())
                                                .chain(() -> keep(asked.act(), request))
                                                .chain(() -> tried(asked, 1))))
                        .call(done -> done.act().isPresent()
                                ? passed()
                                : Uni.createFrom().voidItem()));
    }

    /**
     * What is asked for.
     *
     * @param waits whose assertions wait for review
     * @param act by which it will be known if anything is recalled
     */
    private record Asked(
            RecallOrder order, BiConsumer<Recallable, Directory> refusals, Set<PartnerId> waits, UUID act) {}

    /** What is not there must not keep everything else out of the log while it is looked for. */
    private Uni<Void> there(RecallOrder order, Set<PartnerId> waits) {
        return waits.isEmpty()
                ? writer.isAsserted(order.object(), order.submitter())
                        .invoke(asserted -> {
                            if (!asserted) {
                                throw ProblemException.notFound();
                            }
                        })
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /** After an earlier recall of the same, which is large, all of it is written first: each is told of what it took. */
    private Uni<Done> tried(Asked asked, int tries) {
        return alone(asked)
                .onFailure(RecallWrites.Overlapping.class)
                .recoverWithUni(overlapping -> tries >= TRIES_MAX
                        ? Uni.createFrom().failure(RecallTurns.later())
                        : writes.finish(PATIENCE).chain(() -> tried(asked, tries + 1)));
    }

    private Uni<Done> alone(Asked asked) {
        return writer.alone(turn -> Recallable.of(turn, asked.order(), asked.waits())
                        .chain(found -> gate.upToDate()
                                .invoke(decisions -> asked.refusals().accept(found, decisions.directory()))
                                .chain(decisions -> make(turn, found, asked.act()))))
                .onFailure(RejectedExecutionException.class)
                .transform(full -> RecallTurns.later());
    }

    /** Nothing that was decided before is under way to anybody afterwards. */
    private Uni<Void> passed() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (ExitBarrier barrier : barriers) {
            all = all.chain(barrier::passed);
        }
        return all;
    }

    private Uni<Set<PartnerId>> heldWaits(RecallOrder order) {
        Uni<Set<PartnerId>> waits = Uni.createFrom().item(Set.of());
        for (HeldAssertions some : held) {
            waits = waits.chain(
                    before -> some.waits(order.object(), order.submitter()).map(now -> {
                        Set<PartnerId> all = new TreeSet<>(before);
                        all.addAll(now);
                        return all;
                    }));
        }
        return waits;
    }

    private Uni<Done> make(Turn turn, Recallable found, UUID act) {
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

    /** Before the turn, in which nothing is placed in the log; on the request's context, which says for whom it is. */
    private Uni<Void> keep(UUID act, TraceStep request) {
        return request.parent()
                .map(parent -> HomeContext.backHome(acts.keep(act, parent)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

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
