package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.entente.relay.TopicAges;
import org.entente.release.Decisions;
import org.entente.retention.Rule.Since;
import org.entente.retention.Rule.State;

/**
 * Has brokers give up by themselves what a rule does not let stay, also while nobody looks: on topics of those who may have what the rule is
 * about, and on no others, which would learn of what they never had. Thread safe.
 */
@ApplicationScoped
class TopicBounds {

    private final Rules rules;
    private final Gate gate;
    private final Topics topics;
    private final TopicAges ages;

    TopicBounds(Rules rules, Gate gate, Topics topics, TopicAges ages) {
        this.rules = rules;
        this.gate = gate;
        this.topics = topics;
        this.ages = ages;
    }

    /** A rule in force, and classes that it is about. */
    private record Bound(Duration longest, List<Integer> classes) {}

    /** Rules that ended count too: by them topics are known that were lowered and are to be as usual again. */
    Uni<Void> align() {
        return rules.all(Optional.empty()).chain(all -> {
            List<Rule> counting = all.stream()
                    .filter(rule -> rule.since() == Since.ACCEPTED)
                    .filter(rule -> rule.state() == State.ACTIVE || rule.state() == State.ENDED)
                    .toList();
            return counting.isEmpty() ? Uni.createFrom().voidItem() : align(counting);
        });
    }

    private Uni<Void> align(List<Rule> counting) {
        Set<Duration> lowered = counting.stream().map(TopicBounds::longest).collect(Collectors.toSet());
        List<Rule> active =
                counting.stream().filter(rule -> rule.state() == State.ACTIVE).toList();
        return topics.areClear()
                .chain(clear -> gate.upToDate()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(decisions -> {
                            List<Bound> bounds = bounds(active, decisions);
                            return new TopicAges.Wanted(
                                    (partner, feed) -> longest(bounds, decisions, partner, feed), lowered, clear);
                        }))
                .chain(ages::align);
    }

    private static Duration longest(Rule rule) {
        return Duration.ofDays(rule.days());
    }

    /** The shortest first. */
    private static List<Bound> bounds(List<Rule> active, Decisions decisions) {
        List<Bound> bounds = new ArrayList<>();
        for (Rule rule : active) {
            bounds.add(new Bound(longest(rule), Due.classes(rule, decisions)));
        }
        bounds.sort(Comparator.comparing(Bound::longest));
        return bounds;
    }

    private static Optional<Duration> longest(
            List<Bound> bounds, Decisions decisions, PartnerId partner, Optional<Feed> feed) {
        return bounds.stream()
                .filter(bound -> bound.classes().stream()
                        .filter(number -> decisions.allows(number, partner))
                        .anyMatch(number -> feed.isEmpty()
                                || decisions
                                        .releaseClass(number)
                                        .filter(known -> known.feed() == feed.get())
                                        .isPresent()))
                .map(Bound::longest)
                .findFirst();
    }
}
