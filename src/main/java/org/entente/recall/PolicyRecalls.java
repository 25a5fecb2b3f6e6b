package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.entente.gate.Gate;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallCause;
import org.entente.log.RecallFollow;
import org.entente.log.RecallFollow.Place;
import org.entente.log.RecallTroubles;
import org.entente.log.RecallTroubles.Failure;
import org.entente.log.RecallTroubles.Subject;
import org.entente.log.RecallTroubles.Trouble;
import org.entente.log.RecallTroubles.Work;
import org.entente.log.StandingEntry;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.MemberHistory.Span;
import org.entente.party.PartnerId;
import org.entente.recall.PolicyChange.Compared;
import org.entente.release.Decisions;
import org.jboss.logging.Logger;

/**
 * Tells partners what their changed policies, communities and roles took from them. Each change is compared with the one before, as
 * the database has them, in chunks that are committed with the place they reach. What came into the log after a change was never
 * given by what was before. While nothing may be given to a partner it is told nothing; what it lost by then it is told when it is
 * back.
 *
 * <p>A partner whose chunk fails gets smaller ones, down to the one entry that fails; its recall then goes on without that, which
 * is tried again later. So no partner holds up others, and no entry holds up a partner.
 */
@ApplicationScoped
class PolicyRecalls {

    private static final Logger LOG = Logger.getLogger(PolicyRecalls.class);
    private static final int CHUNK = 1_000;

    /** Tries of one entry before the partner's recall goes on without it. */
    private static final int TRIES_MAX = 3;

    /** Where more of its entries than this fail, it is not they but the partner, which then waits as a whole. */
    private static final int LEFT_OUT_MAX = 100;

    private static final int TROUBLES = 10_000;
    private static final String REASON = "Your policy does not allow this any more.";

    private final RecallFollow follow;
    private final RecallTroubles troubles;
    private final Changes changes;
    private final Gate gate;
    private final Clock clock;
    private final Map<PartnerId, Integer> chunks = new ConcurrentHashMap<>();

    PolicyRecalls(RecallFollow follow, RecallTroubles troubles, Changes changes, Gate gate, Clock clock) {
        this.follow = follow;
        this.troubles = troubles;
        this.changes = changes;
        this.gate = gate;
        this.clock = clock;
    }

    /** One chunk for every partner that is behind; true while there is more to do. */
    Uni<Boolean> round() {
        return troubles.of(Work.POLICY, TROUBLES)
                .call(this::tryAgain)
                .chain(known -> follow.behind().chain(places -> round(places, known)));
    }

    private Uni<Boolean> round(List<Place> places, List<Trouble> known) {
        Uni<Boolean> more = Uni.createFrom().item(false);
        for (Place place : places) {
            Standing standing = Standing.of(place.partner(), known, clock.instant());
            if (!standing.waits()) {
                more = more.chain(before -> isolated(place, standing).map(now -> before || now));
            }
        }
        return more;
    }

    /** What failed of a partner so far. */
    private record Standing(int attempts, boolean waits, long leftOut) {

        static Standing of(PartnerId partner, List<Trouble> known, Instant now) {
            Standing standing = new Standing(0, false, 0);
            for (Trouble trouble : known) {
                if (trouble.subject().subject().equals(partner.value())) {
                    standing = trouble.subject().position() == 0
                            ? new Standing(trouble.attempts(), trouble.waitsAt(now), standing.leftOut())
                            : new Standing(standing.attempts(), standing.waits(), standing.leftOut() + 1);
                }
            }
            return standing;
        }

        boolean mayLeaveOut() {
            return attempts >= TRIES_MAX && leftOut < LEFT_OUT_MAX;
        }
    }

    private Uni<Boolean> isolated(Place place, Standing standing) {
        int chunk = chunks.getOrDefault(place.partner(), CHUNK);
        return Uni.createFrom()
                .deferred(() -> step(place, chunk, standing))
                .call(done -> {
                    chunks.computeIfPresent(place.partner(), (any, size) -> size >= CHUNK / 2 ? null : size * 2);
                    return standing.attempts() == 0
                            ? Uni.createFrom().voidItem()
                            : troubles.over(
                                    Subject.whole(Work.POLICY, place.partner().value()));
                })
                .onFailure()
                .recoverWithUni(failure -> failed(place, chunk, failure));
    }

    private Uni<Boolean> failed(Place place, int chunk, Throwable failure) {
        if (chunk > 1) {
            chunks.put(place.partner(), Math.max(1, chunk / 8));
            return Uni.createFrom().item(true);
        }
        LOG.errorf(
                failure,
                "A partner cannot be told what its policy took from it, and will be later; the others go on partnerId=%s",
                place.partner());
        return troubles.failed(
                        failure(Subject.whole(Work.POLICY, place.partner().value()), failure))
                .replaceWith(false);
    }

    /** Whatever changes of the partner once this has begun is seen in the revision. */
    private Uni<Boolean> step(Place place, int chunk, Standing standing) {
        return follow.revision(place.partner())
                .chain(revision -> changes.next(place)
                        .chain(next -> next.map(change -> step(new Step(place, change, revision), chunk, standing))
                                .orElseGet(() -> Uni.createFrom().item(false))));
    }

    /** @param revision before it was looked at */
    private record Step(Place place, PolicyChange change, long revision) {

        long reached() {
            return change.after().revision();
        }
    }

    private Uni<Boolean> step(Step step, int chunk, Standing standing) {
        if (!step.change().before().everRead()) {
            return follow.done(step.place(), step.reached()).replaceWith(true);
        }
        return compared(step.change())
                .chain(compared -> follow.lost(compared.asked(step.place(), chunk))
                        .chain(found -> found.isEmpty()
                                ? follow.done(step.place(), step.reached())
                                : add(new Chunk(step.place(), compared, found, step.revision()), standing)))
                .replaceWith(true);
    }

    private Uni<Compared> compared(PolicyChange change) {
        Span all = new Span(change.before().fact().member().id(), 0, Long.MAX_VALUE);
        return Uni.combine()
                .all()
                .unis(changes.lingering(List.of(change.before())), changes.ofRenamed(List.of(all)), gate.upToDate())
                .asTuple()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> compared(
                        change, found.getItem1().get(0), found.getItem2().get(0), found.getItem3()));
    }

    private Compared compared(PolicyChange change, Lingering lingering, List<Fact> facts, Decisions decisions) {
        Instant now = clock.instant();
        return change.compared(lingering, FormerNames.of(facts, decisions, now), decisions, now);
    }

    /**
     * Some entries to be looked at.
     *
     * @param revision before they were read
     */
    private record Chunk(Place place, Compared compared, List<StandingEntry> found, long revision) {

        long reached() {
            return found.get(found.size() - 1).placement().position();
        }

        Subject leftOut() {
            return new Subject(
                    Work.POLICY,
                    place.partner().value(),
                    reached(),
                    compared.change().before().fact().revision(),
                    compared.change().after().revision());
        }
    }

    private Uni<Void> add(Chunk chunk, Standing standing) {
        Uni<Void> added = items(chunk.compared(), chunk.found())
                .chain(items -> follow.add(
                        chunk.place(), act(chunk.place().partner()), items, chunk.reached(), chunk.revision()))
                .replaceWithVoid();
        return chunk.found().size() == 1 && standing.mayLeaveOut()
                ? added.onFailure().recoverWithUni(failure -> leaveOut(chunk, failure))
                : added;
    }

    private Uni<Void> leaveOut(Chunk chunk, Throwable failure) {
        return follow.leaveOut(chunk.place(), failure(chunk.leftOut(), failure), chunk.reached(), chunk.revision())
                .replaceWithVoid();
    }

    private Failure failure(Subject subject, Throwable failure) {
        return new Failure(subject, clock.instant(), Troubles.words(failure));
    }

    private Uni<List<Item>> items(Compared compared, List<StandingEntry> found) {
        return follow.entriesOf(found.stream()
                        .map(entry -> entry.placement().id())
                        .distinct()
                        .toList())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(all -> compared.items(found, all));
    }

    private Uni<Void> tryAgain(List<Trouble> known) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Trouble trouble : known) {
            if (trouble.subject().position() != 0 && !trouble.waitsAt(clock.instant())) {
                all = all.chain(() -> tryAgain(trouble.subject())
                        .onFailure()
                        .recoverWithUni(failure -> troubles.failed(failure(trouble.subject(), failure))));
            }
        }
        return all;
    }

    /** Where something is recalled, or the partner changed, meanwhile it is looked at anew with the next round. */
    private Uni<Void> tryAgain(Subject subject) {
        return follow.revision(new PartnerId(subject.subject()))
                .chain(revision -> lost(subject)
                        .chain(items ->
                                follow.tellLeftOut(subject, act(new PartnerId(subject.subject())), items, revision)))
                .replaceWithVoid();
    }

    private Uni<List<Item>> lost(Subject subject) {
        PartnerId partner = new PartnerId(subject.subject());
        return changes.between(partner, subject.revisionFrom(), subject.revisionTo())
                .chain(this::compared)
                .chain(compared ->
                        follow.entriesAt(List.of(subject.position())).chain(found -> items(compared, found)));
    }

    private RecallAct act(PartnerId partner) {
        return new RecallAct(
                UUID.randomUUID(),
                RecallCause.POLICY,
                REASON,
                Optional.empty(),
                partner,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                "the exchange");
    }
}
