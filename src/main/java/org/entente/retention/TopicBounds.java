package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.gate.Gate;
import org.entente.log.Feed;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.relay.TopicAges;
import org.entente.release.Decisions;
import org.entente.release.PartnerSet;
import org.entente.retention.Rule.Since;
import org.entente.retention.Rule.State;
import org.jspecify.annotations.Nullable;

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

    /**
     * A rule in force, and who may have what it is about, by ordinal: partners times classes would be asked for each topic otherwise.
     *
     * @param all of whichever feed
     */
    private record Bound(Duration longest, BitSet all, Map<Feed, BitSet> ofFeed) {

        boolean isAbout(int ordinal, Optional<Feed> feed) {
            return feed.map(one -> Optional.ofNullable(ofFeed.get(one))
                            .filter(partners -> partners.get(ordinal))
                            .isPresent())
                    .orElseGet(() -> all.get(ordinal));
        }
    }

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
            bounds.add(bound(rule, decisions));
        }
        bounds.sort(Comparator.comparing(Bound::longest));
        return bounds;
    }

    private static Bound bound(Rule rule, Decisions decisions) {
        Bound bound = new Bound(longest(rule), new BitSet(), new HashMap<>());
        for (int number : Due.classes(rule, decisions)) {
            PartnerSet recipients = decisions.recipients(number);
            recipients.ordinals().forEach(bound.all()::set);
            decisions.releaseClass(number).ifPresent(known -> {
                BitSet ofFeed = bound.ofFeed().computeIfAbsent(known.feed(), feed -> new BitSet());
                recipients.ordinals().forEach(ofFeed::set);
            });
        }
        return bound;
    }

    private static Optional<Duration> longest(
            List<Bound> bounds, Decisions decisions, PartnerId partner, Optional<Feed> feed) {
        @Nullable Member member = decisions.directory().partners().get(partner);
        return member == null
                ? Optional.empty()
                : bounds.stream()
                        .filter(bound -> bound.isAbout(member.ordinal(), feed))
                        .map(Bound::longest)
                        .findFirst();
    }
}
