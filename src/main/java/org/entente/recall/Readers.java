package org.entente.recall;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.gate.Gate;
import org.entente.log.RecallFollow;
import org.entente.log.StandingEntry;
import org.entente.log.Tenure;
import org.entente.partner.Directory.Member;
import org.entente.partner.MemberHistory;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.MemberHistory.Span;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;

/**
 * Who has what, for a recall. What a change of its policy took from a partner is told to it in the background; until then, and
 * while nothing may be given to it, it counts as having what it had, or a recall in between would be told to nobody who lost the
 * object by the change. Thread safe.
 */
@ApplicationScoped
class Readers {

    /** More changes than this of one partner, while it could not be told of any, are not looked at. */
    private static final int FACTS = 1_000;

    private final Gate gate;
    private final RecallFollow follow;
    private final MemberHistory history;
    private final Changes changes;
    private final Clock clock;

    Readers(Gate gate, RecallFollow follow, MemberHistory history, Changes changes, Clock clock) {
        this.gate = gate;
        this.follow = follow;
        this.history = history;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * What partners have, and had by facts that were not followed yet.
     *
     * @param decisions in force at the moment of the recall
     * @param before by partner; empty for most
     * @param since what is in force by now, where the moment was before
     * @param former ids by partner, of those that were asked for; see {@link #named}
     */
    record Standing(
            Decisions decisions,
            Map<PartnerId, List<Possession>> before,
            Optional<Since> since,
            Map<PartnerId, FormerNames> former) {

        Standing(Decisions decisions, Map<PartnerId, List<Possession>> before, Optional<Since> since) {
            this(decisions, before, since, Map.of());
        }

        FormerNames formerNames(PartnerId partner) {
            return former.getOrDefault(partner, FormerNames.NONE);
        }

        /** By what it has an entry that came after the moment; the same as any other where the moment is now. */
        Optional<Possession> ofLater(PartnerId partner) {
            return since.filter(later -> later.decisions().reads(partner))
                    .map(later -> new Possession(later.decisions(), partner));
        }

        boolean isLater(StandingEntry entry) {
            return since.map(Since::moment)
                    .map(entry.placement().dateAdded()::isAfter)
                    .orElse(false);
        }

        /** Everything the partner may be in possession of; empty where that is nothing. */
        List<Possession> of(PartnerId partner) {
            List<Possession> all = new ArrayList<>(before.getOrDefault(partner, List.of()));
            if (decisions.reads(partner)) {
                all.add(new Possession(decisions, partner));
            }
            return all;
        }
    }

    /** Decisions by which entries count that were added after a moment. */
    record Since(Instant moment, Decisions decisions) {}

    /** To be asked by one who is alone: facts do not change meanwhile. */
    Uni<Standing> standing() {
        return gate.upToDate()
                .chain(decisions -> follow.tenures(notOfTheMoment(decisions))
                        .chain(tenures -> held(tenures, clock.instant()))
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(held ->
                                new Standing(decisions, before(decisions, held, clock.instant()), Optional.empty())));
    }

    /**
     * The same with ids under which some partners had objects before; few have any.
     *
     * @param lastFacts of partners, where what came after that does not count
     */
    Uni<Standing> named(Standing standing, Collection<PartnerId> partners, Map<PartnerId, Long> lastFacts) {
        List<Span> spans = partners.stream()
                .map(partner -> new Span(partner, 0, lastFacts.getOrDefault(partner, Long.MAX_VALUE)))
                .toList();
        Decisions now = standing.since().map(Since::decisions).orElse(standing.decisions());
        Instant moment = standing.since().map(Since::moment).orElseGet(clock::instant);
        return changes.ofRenamed(spans).map(facts -> {
            Map<PartnerId, FormerNames> former = new HashMap<>();
            for (int i = 0; i < spans.size(); i++) {
                if (!facts.get(i).isEmpty()) {
                    former.put(spans.get(i).partner(), FormerNames.of(facts.get(i), now, moment));
                }
            }
            return new Standing(standing.decisions(), standing.before(), standing.since(), former);
        });
    }

    /** Who may have something that the decisions of the moment do not give: while it cannot read, or gets all of it later. */
    private static Set<PartnerId> notOfTheMoment(Decisions decisions) {
        return decisions.directory().partners().values().stream()
                .filter(member -> !decisions.reads(member.id())
                        || !member.policy().to().delay().isZero())
                .map(Member::id)
                .collect(Collectors.toSet());
    }

    /**
     * The same as of a moment before: what a partner may have since then is not what it had then.
     *
     * @param tenures of all partners at that moment
     */
    Uni<Standing> standing(List<Tenure> tenures, Instant moment) {
        return gate.upToDate()
                .chain(now -> held(tenures, moment)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(held -> {
                            Decisions then = then(now, held).at(moment);
                            return new Standing(then, before(then, held, moment), Optional.of(new Since(moment, now)));
                        }));
    }

    private static Decisions then(Decisions now, List<Held> held) {
        Map<PartnerId, Member> members = new HashMap<>();
        for (Held one : held) {
            if (!one.tenure().isOfOneEntry() && !one.facts().isEmpty()) {
                members.put(one.tenure().partner(), one.last().member());
            }
        }
        return now.with(now.directory().of(members.values()));
    }

    /**
     * A tenure with its facts.
     *
     * @param facts in order
     * @param lingering from before the first of them
     */
    private record Held(Tenure tenure, List<Fact> facts, Lingering lingering) {

        Fact last() {
            return facts.get(facts.size() - 1);
        }
    }

    private Uni<List<Held>> held(List<Tenure> tenures, Instant moment) {
        return history.of(
                        tenures.stream()
                                .map(tenure -> new Span(tenure.partner(), tenure.firstFact(), tenure.lastFact()))
                                .toList(),
                        FACTS)
                .chain(facts -> changes.lingering(facts.stream()
                                .flatMap(each -> first(each, moment).stream())
                                .toList())
                        .map(lingering -> held(tenures, facts, lingering.iterator())));
    }

    private static Optional<Period> first(List<Fact> facts, Instant moment) {
        return facts.stream()
                .findFirst()
                .map(fact -> facts.size() > 1 ? Period.between(fact, facts.get(1), 0) : Period.untilNow(fact, moment));
    }

    private static List<Held> held(List<Tenure> tenures, List<List<Fact>> facts, Iterator<Lingering> lingering) {
        List<Held> held = new ArrayList<>(tenures.size());
        for (int i = 0; i < tenures.size(); i++) {
            held.add(new Held(
                    tenures.get(i), facts.get(i), facts.get(i).isEmpty() ? Lingering.NOTHING : lingering.next()));
        }
        return held;
    }

    private static Map<PartnerId, List<Possession>> before(Decisions decisions, List<Held> held, Instant moment) {
        Map<PartnerId, List<Possession>> before = new HashMap<>();
        for (Held one : held) {
            List<Possession> had =
                    one.tenure().isOfOneEntry() ? hadOfOneEntry(decisions, one) : had(decisions, one, moment);
            before.computeIfAbsent(one.tenure().partner(), any -> new ArrayList<>())
                    .addAll(had);
        }
        return before;
    }

    private static List<Possession> had(Decisions decisions, Held held, Instant moment) {
        List<Period> periods = new ArrayList<>();
        List<Fact> facts = held.facts();
        for (int i = 0; i + 1 < facts.size(); i++) {
            Fact fact = facts.get(i);
            periods.add(Period.between(fact, facts.get(i + 1), toldUpTo(held, fact)));
        }
        if (!facts.isEmpty()) {
            periods.add(Period.untilNow(held.last(), moment));
        }
        List<Possession> had = new ArrayList<>();
        for (Period period : periods) {
            boolean inForce = period.fact().equals(held.last());
            // What a partner that reads has is not asked of its facts.
            if (period.everRead() && !(inForce && decisions.reads(held.tenure().partner()))) {
                had.add(period.possession(decisions));
            }
        }
        had.addAll(lingering(held, periods, decisions));
        return had;
    }

    private static List<Possession> lingering(Held held, List<Period> periods, Decisions decisions) {
        return held.lingering().periods().isEmpty()
                ? List.of()
                : held.lingering().until(periods.get(0).possession(decisions), decisions);
    }

    private static long toldUpTo(Held held, Fact fact) {
        return fact.revision() == held.tenure().firstFact() ? held.tenure().toldUpTo() : 0;
    }

    private static List<Possession> hadOfOneEntry(Decisions decisions, Held held) {
        return PolicyChange.between(
                        held.facts(), held.tenure().firstFact(), held.tenure().lastFact())
                .map(PolicyChange::before)
                .filter(Period::everRead)
                .map(period -> Stream.concat(
                                Stream.of(period.possession(decisions)),
                                lingering(held, List.of(period), decisions).stream())
                        .map(had -> had.ofEntryAt(held.tenure().onlyEntry()))
                        .toList())
                .orElse(List.of());
    }
}
