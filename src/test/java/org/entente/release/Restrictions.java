package org.entente.release;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.entente.log.LogEntry;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.World.Submitted;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/** Adds one restriction, marking or exception to a world: in a policy, in a class, or on a part of an object. */
final class Restrictions {

    private final Draw draw;

    Restrictions(Draw draw) {
        this.draw = draw;
    }

    World restrict(World world) {
        return switch (draw.below(3)) {
            case 0 -> world.with(restricted(draw.one(List.copyOf(sorted(world)))));
            case 1 -> {
                int place = draw.below(world.submitted().size());
                yield world.with(place, restricted(world.submitted().get(place).releaseClass(), place));
            }
            default -> {
                int place = draw.below(world.submitted().size());
                yield world.with(place, withMarkedPart(world.submitted().get(place)));
            }
        };
    }

    private static List<Member> sorted(World world) {
        return WorldGenerator.PARTNERS.stream()
                .map(world.directory().partners()::get)
                .toList();
    }

    private Member restricted(Member member) {
        TrustPolicy policy = member.policy();
        TrustPolicy.To to = policy.to();
        Obligations view = to.view();
        return switch (draw.below(13)) {
            case 0 -> with(member, to.withMaxTlp(lower(to.maxTlp())));
            case 1 ->
                with(member, to.withMaxPap(Pap.values()[draw.below(to.maxPap().ordinal() + 1)]));
            case 2 -> with(member, to.withCommunities(fewer(to.communities(), WorldGenerator.COMMUNITIES)));
            case 3 -> with(member, to.withKinds(fewer(to.kinds(), WorldGenerator.KINDS)));
            case 4 ->
                with(member, to.withTopics(fewer(to.sectors(), withUnspecified(WorldGenerator.SECTORS)), to.regions()));
            case 5 ->
                with(member, to.withTopics(to.sectors(), fewer(to.regions(), withUnspecified(WorldGenerator.REGIONS))));
            case 6 -> {
                Set<PartnerId> refused = new HashSet<>(to.originatorsRefused());
                refused.add(draw.one(WorldGenerator.PARTNERS));
                yield with(member, to.withOriginators(to.originators(), refused));
            }
            case 7 -> with(member, to.withMinConfidence(Math.min(100, to.minConfidence() + 1 + draw.below(60))));
            case 8 -> with(member, to.withDelay(to.delay().plus(Duration.ofMinutes(draw.below(90)))));
            case 9 -> with(member, to.withMarkings(fewer(to.markings(), List.of(MarkingFamily.values()))));
            case 10 -> {
                Set<String> removed = new HashSet<>(view.removedProperties());
                removed.add(draw.one(ContentGenerator.REMOVABLE));
                yield with(
                        member,
                        to.withView(new Obligations(
                                view.hideSubmitter() || draw.chance(50),
                                removed,
                                view.removeMarkedParts(),
                                view.removeExternalReferences() || draw.chance(50))));
            }
            case 11 ->
                new Member(
                        member.id(),
                        member.title(),
                        member.ordinal(),
                        false,
                        member.subscribes(),
                        member.communities(),
                        policy,
                        2);
            default ->
                new Member(
                        member.id(),
                        member.title(),
                        member.ordinal(),
                        member.active(),
                        member.subscribes(),
                        member.communities(),
                        new TrustPolicy(to, policy.from(), new Agreement(Optional.empty(), Optional.of(Instant.EPOCH))),
                        2);
        };
    }

    private Optional<Tlp> lower(Optional<Tlp> ceiling) {
        int level = ceiling.map(Enum::ordinal).orElse(-1);
        int lower = draw.below(level + 2) - 1;
        return lower < 0 ? Optional.empty() : Optional.of(Tlp.values()[lower]);
    }

    private static List<String> withUnspecified(List<String> names) {
        List<String> all = new ArrayList<>(names);
        all.add(TrustPolicy.UNSPECIFIED);
        return all;
    }

    private <T> Allowed<T> fewer(Allowed<T> allowed, List<T> every) {
        return Allowed.only(draw.without(allowed.all() ? every : allowed.names()));
    }

    private static Member with(Member member, TrustPolicy.To to) {
        return new Member(
                member.id(),
                member.title(),
                member.ordinal(),
                member.active(),
                member.subscribes(),
                member.communities(),
                member.policy().withTo(to),
                2);
    }

    private ReleaseClass restricted(ReleaseClass subject, int place) {
        Markings marked = subject.markings();
        Audience audience = subject.audience();
        return switch (draw.below(10)) {
            case 0 -> {
                Tlp whole = Tlp.stricter(marked.wholeTlp(), draw.one(Tlp.class));
                Tlp strictest = Tlp.stricter(marked.tlp(), whole);
                yield with(
                        subject, new Markings(strictest, whole, marked.separable(), marked.pap(), marked.families()));
            }
            case 1 ->
                with(
                        subject,
                        new Markings(
                                marked.tlp(),
                                marked.wholeTlp(),
                                false,
                                Pap.stricter(marked.pap(), draw.one(Pap.class)),
                                marked.families()));
            case 2 -> {
                Set<MarkingFamily> families = new TreeSet<>(marked.families());
                families.add(draw.one(MarkingFamily.class));
                yield with(
                        subject,
                        new Markings(marked.tlp(), marked.wholeTlp(), marked.separable(), marked.pap(), families));
            }
            case 3 -> with(subject, moreTopics(subject.topic()));
            case 4 -> {
                Topic topic = subject.topic();
                int less = topic.confidence() <= 0 ? Topic.UNSTATED : draw.below(topic.confidence());
                yield with(subject, new Topic(topic.feed(), topic.kind(), topic.sectors(), topic.regions(), less));
            }
            case 5 -> {
                Set<PartnerId> exceptions = new HashSet<>(audience.exceptions());
                exceptions.add(draw.one(WorldGenerator.PARTNERS));
                yield with(
                        subject,
                        new Audience(
                                audience.open(),
                                audience.communities(),
                                audience.partners(),
                                exceptions,
                                audience.exceptedCommunities()));
            }
            case 6 -> {
                Set<CommunityId> communities = draw.without(audience.communities());
                Set<PartnerId> partners = draw.without(audience.partners());
                yield with(
                        subject,
                        new Audience(
                                false, communities, partners, audience.exceptions(), audience.exceptedCommunities()));
            }
            case 7 ->
                new ReleaseClass(
                        marked,
                        subject.topic(),
                        new Origin(
                                subject.submitter(),
                                Attribution.NOBODY,
                                subject.origin().revealing() || draw.chance(20)),
                        audience,
                        subject.ties());
            case 8 -> {
                Set<CommunityId> excepted = new HashSet<>(audience.exceptedCommunities());
                excepted.add(draw.one(WorldGenerator.COMMUNITIES));
                yield with(subject, audience.withoutMembersOf(excepted));
            }
            default -> {
                List<Set<Integer>> ties = new ArrayList<>(subject.ties());
                ties.add(place == 0 ? Set.of() : Set.of(1 + draw.below(place)));
                yield subject.tiedTo(ties);
            }
        };
    }

    /** Only where some are stated: what states none falls under another rule than what does. */
    private Topic moreTopics(Topic topic) {
        Set<String> sectors = new TreeSet<>(topic.sectors());
        Set<String> regions = new TreeSet<>(topic.regions());
        if (!sectors.isEmpty()) {
            sectors.add(draw.one(WorldGenerator.SECTORS));
        }
        if (!regions.isEmpty()) {
            regions.add(draw.one(WorldGenerator.REGIONS));
        }
        return new Topic(topic.feed(), topic.kind(), sectors, regions, topic.confidence());
    }

    private static ReleaseClass with(ReleaseClass subject, Markings markings) {
        return new ReleaseClass(markings, subject.topic(), subject.origin(), subject.audience(), subject.ties());
    }

    private static ReleaseClass with(ReleaseClass subject, Topic topic) {
        return new ReleaseClass(subject.markings(), topic, subject.origin(), subject.audience(), subject.ties());
    }

    private static ReleaseClass with(ReleaseClass subject, Audience audience) {
        return new ReleaseClass(subject.markings(), subject.topic(), subject.origin(), audience, subject.ties());
    }

    /** The object with a granular TLP:RED on one more of its properties. */
    private Submitted withMarkedPart(Submitted submitted) {
        List<String> there = List.copyOf(submitted.secrets().keySet());
        String content = new String(submitted.entry().content(), StandardCharsets.UTF_8);
        if (there.isEmpty() || content.contains("granular_markings")) {
            return submitted;
        }
        String marked = content.substring(0, content.length() - 1) + ",\"granular_markings\":[{\"selectors\":[\""
                + draw.one(there) + "\"],\"marking_ref\":\"" + Tlp.RED.marking() + "\"}]}";
        Markings was = submitted.releaseClass().markings();
        LogEntry entry = submitted.entry();
        return new Submitted(
                new LogEntry(
                        entry.position(),
                        entry.dateAdded(),
                        entry.id(),
                        entry.version(),
                        entry.classNumber(),
                        entry.earlierClasses(),
                        entry.links(),
                        marked.getBytes(StandardCharsets.UTF_8)),
                with(
                        submitted.releaseClass(),
                        new Markings(Tlp.RED, was.wholeTlp(), was.separable(), was.pap(), was.families())),
                Map.copyOf(submitted.secrets()),
                submitted.references());
    }
}
