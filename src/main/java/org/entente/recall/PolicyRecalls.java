package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.gate.Gate;
import org.entente.log.RecallAct;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallCause;
import org.entente.log.RecallFollow;
import org.entente.log.RecallFollow.Lost;
import org.entente.log.RecallFollow.Place;
import org.entente.log.StandingEntry;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory;
import org.entente.partner.MemberHistory.Fact;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;

/**
 * Tells partners what their changed policies, communities and roles took from them. Each change is compared with the one before, as
 * the database has them, in chunks that are committed with the place they reach. What came into the log after a change was never
 * given by what was before. While nothing may be given to a partner it is told nothing; what it lost by then it is told when it is
 * back.
 */
@ApplicationScoped
class PolicyRecalls {

    private static final int FACTS = 200;
    private static final int CHUNK = 1_000;
    private static final String REASON = "Your policy does not allow this any more.";

    private final RecallFollow follow;
    private final MemberHistory history;
    private final Gate gate;
    private final Clock clock;

    PolicyRecalls(RecallFollow follow, MemberHistory history, Gate gate, Clock clock) {
        this.follow = follow;
        this.history = history;
        this.gate = gate;
        this.clock = clock;
    }

    /** One chunk for every partner that is behind; true while there is more to do. */
    Uni<Boolean> round() {
        return follow.behind().chain(places -> {
            Uni<Boolean> more = Uni.createFrom().item(false);
            for (Place place : places) {
                more = more.chain(before -> step(place).map(now -> before || now));
            }
            return more;
        });
    }

    private Uni<Boolean> step(Place place) {
        return history.since(place.partner(), place.revision(), FACTS)
                .chain(facts -> next(facts, clock.instant())
                        .map(change -> step(place, change))
                        .orElseGet(() -> Uni.createFrom().item(false)));
    }

    /**
     * From one time at which the partner could read to the next.
     *
     * @param before how it was
     * @param ended what ended that
     * @param after how it is when it reads again
     */
    private record Change(Fact before, Fact ended, Fact after) {

        /** When it last could read by what was before. */
        Instant last() {
            return before.member()
                    .policy()
                    .agreement()
                    .until()
                    .filter(ended.since()::isAfter)
                    .orElse(ended.since())
                    .minus(1, ChronoUnit.MICROS);
        }

        boolean everRead() {
            return before.member().reads()
                    && before.member().policy().agreement().holdsAt(last());
        }

        /** What was added later was still under embargo. */
        Instant addedUntil() {
            Duration delay = before.member().policy().to().delay();
            try {
                return delay.isNegative() ? Instant.EPOCH : last().minus(delay);
            } catch (DateTimeException | ArithmeticException beforeTime) {
                return Instant.EPOCH;
            }
        }
    }

    /** Empty while the partner cannot read. */
    private static Optional<Change> next(List<Fact> facts, Instant now) {
        return facts.size() < 2
                ? Optional.empty()
                : facts.stream()
                        .skip(1)
                        .filter(fact -> reads(fact.member(), now))
                        .findFirst()
                        .map(after -> new Change(facts.get(0), facts.get(1), after));
    }

    private static boolean reads(Member member, Instant now) {
        return member.reads() && member.policy().agreement().holdsAt(now);
    }

    private Uni<Boolean> step(Place place, Change change) {
        long reached = change.after().revision();
        if (!change.everRead()) {
            return follow.done(place, reached).replaceWith(true);
        }
        return gate.upToDate()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(now -> Compared.of(now, change, place.partner()))
                .chain(compared -> follow.lost(compared.asked(place, change))
                        .chain(found -> found.isEmpty() ? follow.done(place, reached) : add(place, compared, found)))
                .replaceWith(true);
    }

    private Uni<Void> add(Place place, Compared compared, List<StandingEntry> found) {
        long reached = found.get(found.size() - 1).placement().position();
        return follow.entriesOf(found.stream()
                        .map(entry -> entry.placement().id())
                        .distinct()
                        .toList())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(all -> compared.items(found, all))
                .chain(items -> follow.add(place, act(place.partner()), items, reached));
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

    /** What the partner could have and can have. */
    private record Compared(PartnerId partner, Decisions before, Decisions after, Narrowing narrowing) {

        static Compared of(Decisions now, Change change, PartnerId partner) {
            Decisions before = now.with(change.before().in(now.directory())).at(change.last());
            Decisions after = now.with(change.after().in(now.directory()));
            return new Compared(partner, before, after, Narrowing.of(before, after, partner));
        }

        Lost asked(Place place, Change change) {
            return new Lost(
                    narrowing.lost(),
                    narrowing.kept(),
                    place.position(),
                    change.ended().lastPosition(),
                    change.addedUntil(),
                    CHUNK);
        }

        List<Item> items(List<StandingEntry> found, List<StandingEntry> all) {
            Possession had = new Possession(before, partner);
            Possession has = new Possession(after, partner);
            List<Item> items = new ArrayList<>();
            for (StandingEntry entry : found) {
                boolean lost = all.stream()
                        .filter(entry::hasSameContent)
                        .noneMatch(other -> has.keeps(other, entry, had) || had.isBefore(other, entry));
                if (lost && had.mayHave(entry)) {
                    items.add(had.item(entry));
                }
            }
            return items;
        }
    }
}
