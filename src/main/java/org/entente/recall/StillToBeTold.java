package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.entente.log.RecallFollow;
import org.entente.log.RecallFollow.Place;
import org.entente.partner.MemberHistory;
import org.entente.partner.MemberHistory.Fact;
import org.entente.partner.MemberHistory.Span;
import org.entente.party.PartnerId;

/**
 * For whom it is worth waiting before something goes by which a loss would be found out. Thread safe.
 *
 * <p>A partner that cannot read, suspended or without an agreement that holds, is not among them: it may stay so for ever, and what it has
 * lost depends on what it may have when it is back.
 */
@ApplicationScoped
public class StillToBeTold {

    /** One that changed more often while it could not be told of any is not waited for. */
    private static final int FACTS = 1_000;

    private final RecallFollow follow;
    private final MemberHistory history;
    private final Clock clock;

    StillToBeTold(RecallFollow follow, MemberHistory history, Clock clock) {
        this.follow = follow;
        this.history = history;
        this.clock = clock;
    }

    /** Partners whose change is being worked out, or will be as soon as somebody comes to it, by name. */
    public Uni<List<PartnerId>> now() {
        return follow.behind()
                .chain(behind -> behind.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : history.of(behind.stream().map(StillToBeTold::since).toList(), FACTS)
                                .map(facts -> among(behind, facts, clock.instant())));
    }

    private static Span since(Place place) {
        return new Span(place.partner(), place.revision(), Long.MAX_VALUE);
    }

    private static List<PartnerId> among(List<Place> behind, List<List<Fact>> facts, Instant now) {
        List<PartnerId> told = new ArrayList<>();
        for (int i = 0; i < behind.size(); i++) {
            List<Fact> own = facts.get(i);
            boolean whole =
                    !own.isEmpty() && own.get(0).revision() == behind.get(i).revision();
            if (whole && PolicyChange.next(own, now).isPresent()) {
                told.add(behind.get(i).partner());
            }
        }
        return told;
    }
}
