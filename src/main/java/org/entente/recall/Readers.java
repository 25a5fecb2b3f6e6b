package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.log.RecallFollow;
import org.entente.log.RecallFollow.Place;
import org.entente.partner.MemberHistory;
import org.entente.partner.MemberHistory.Fact;
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
    private final Clock clock;

    Readers(Gate gate, RecallFollow follow, MemberHistory history, Clock clock) {
        this.gate = gate;
        this.follow = follow;
        this.history = history;
        this.clock = clock;
    }

    /**
     * What partners have now, and had by facts that were not followed yet.
     *
     * @param decisions in force
     * @param before by partner; empty for most
     */
    record Standing(Decisions decisions, Map<PartnerId, List<Possession>> before) {

        /** Everything the partner may be in possession of; empty where that is nothing. */
        List<Possession> of(PartnerId partner) {
            List<Possession> all = new ArrayList<>(before.getOrDefault(partner, List.of()));
            if (decisions.reads(partner)) {
                all.add(new Possession(decisions, partner));
            }
            return all;
        }
    }

    /** To be asked by one who is alone: facts do not change meanwhile. */
    Uni<Standing> standing() {
        return gate.upToDate()
                .chain(decisions -> follow.behindOr(silent(decisions))
                        .chain(places ->
                                periods(places).map(periods -> new Standing(decisions, had(decisions, periods)))));
    }

    private static Set<PartnerId> silent(Decisions decisions) {
        return decisions.directory().partners().keySet().stream()
                .filter(partner -> !decisions.reads(partner))
                .collect(Collectors.toSet());
    }

    private Uni<List<Period>> periods(List<Place> places) {
        Instant now = clock.instant();
        List<Period> periods = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Place place : places) {
            all = all.chain(() -> history.since(place.partner(), place.revision(), FACTS))
                    .invoke(facts -> periods.addAll(periods(place, facts, now)))
                    .replaceWithVoid();
        }
        return all.replaceWith(periods);
    }

    private static List<Period> periods(Place place, List<Fact> facts, Instant now) {
        List<Period> periods = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            periods.add(
                    i + 1 < facts.size()
                            ? Period.between(facts.get(i), facts.get(i + 1), i == 0 ? place.position() : 0)
                            : Period.untilNow(facts.get(i), now));
        }
        return periods.stream().filter(Period::everRead).toList();
    }

    private static Map<PartnerId, List<Possession>> had(Decisions decisions, List<Period> periods) {
        Map<PartnerId, List<Possession>> had = new HashMap<>();
        for (Period period : periods) {
            had.computeIfAbsent(period.fact().member().id(), any -> new ArrayList<>())
                    .add(period.possession(decisions));
        }
        return had;
    }
}
