package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.entente.gate.Gate;
import org.entente.http.HomeContext;
import org.entente.http.ProblemException;
import org.entente.log.ActTraces;
import org.entente.log.HeldAssertions;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Notice;
import org.entente.log.RecallWriter;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.ExitBarrier;
import org.entente.party.PartnerId;
import org.entente.trace.Stage;
import org.entente.trace.TraceStep;
import org.entente.trace.Traces;

/**
 * Recalls single objects for those who submitted them and for operators. Thread safe. When the answer arrives no exit serves them
 * any more.
 */
@ApplicationScoped
public class Recalls {

    /** How long a recall waits for an earlier, large one of the same to be written, which it helps with. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int TRIES_MAX = 3;

    private final RecallWriter writer;
    private final RecallWrites writes;
    private final RecallMaker maker;
    private final Gate gate;
    private final Instance<HeldAssertions> held;
    private final Instance<ExitBarrier> barriers;
    private final Traces traces;
    private final ActTraces acts;
    private final RecallTurns turns = new RecallTurns();

    Recalls(
            RecallWriter writer,
            RecallWrites writes,
            RecallMaker maker,
            Gate gate,
            Instance<HeldAssertions> held,
            Instance<ExitBarrier> barriers,
            Traces traces,
            ActTraces acts) {
        this.traces = traces;
        this.acts = acts;
        this.writer = writer;
        this.writes = writes;
        this.maker = maker;
        this.gate = gate;
        this.held = held;
        this.barriers = barriers;
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

    /** Before the turn, in which nothing is placed in the log; on the request's context, which says for whom it is. */
    private Uni<Void> keep(UUID act, TraceStep request) {
        return request.parent()
                .map(parent -> HomeContext.backHome(acts.keep(act, parent)))
                .orElseGet(() -> Uni.createFrom().voidItem());
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
                                .chain(decisions -> maker.make(turn, found, asked.act()))))
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
}
