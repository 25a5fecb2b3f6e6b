package org.entente.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.ContentGenerator.Plan;
import org.entente.release.World.Submitted;
import org.entente.release.view.Revealing;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * Makes exchanges out of a seed: partners with policies of every kind, and a graph of objects that refer to one another,
 * classed as intake and the log class them. Policies are generous, so that much is released and a law has something to bite on.
 */
public final class WorldGenerator {

    public static final List<PartnerId> PARTNERS = List.of(
            new PartnerId("granite-cert"),
            new PartnerId("basalt-csirt"),
            new PartnerId("slate-team"),
            new PartnerId("marble-cert"),
            new PartnerId("flint-soc"));

    public static final List<CommunityId> COMMUNITIES = List.of(new CommunityId("north"), new CommunityId("south"));
    public static final List<String> KINDS =
            List.of("indicator", "malware", "identity", "ipv4-addr", "report", "note", "language-content");
    public static final List<String> SECTORS = List.of("energy", "health", "mining");
    public static final List<String> REGIONS = List.of("western-europe", "africa");
    private static final Set<String> CONTAINERS = Set.of("report", "note");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(10);

    private final Draw draw;
    private final Map<PartnerId, StixId> identities = new HashMap<>();
    private final Map<PartnerId, Attribution> attributions = new HashMap<>();

    /** What a later object may refer to, with what a reader of the reference must be allowed. */
    private record Known(StixId id, PartnerId submitter, List<Set<Integer>> conditions) {}

    public WorldGenerator(long seed) {
        this.draw = new Draw(seed);
        PARTNERS.forEach(partner -> {
            identities.put(partner, new StixId("identity", draw.uuid(4)));
            attributions.put(partner, draw.chance(60) ? Attribution.EVERYONE : draw.one(Attribution.class));
        });
    }

    public World world() {
        Directory directory = directory();
        int count = 4 + draw.below(8);
        List<Submitted> submitted = new ArrayList<>();
        List<Known> known = new ArrayList<>();
        for (int place = 0; place < count; place++) {
            submitted.add(submission(place, directory, known));
        }
        return new World(START.plus(STEP.multipliedBy(count)), directory, submitted);
    }

    private Directory directory() {
        List<Member> members = new ArrayList<>();
        for (PartnerId id : PARTNERS) {
            members.add(new Member(
                    id,
                    id.value().toUpperCase(Locale.ROOT).replace("-", " of "),
                    members.size() + 1,
                    draw.chance(95),
                    draw.chance(95),
                    draw.some(COMMUNITIES, 70),
                    policy(),
                    1));
        }
        List<Community> communities = new ArrayList<>();
        // Now and then one is dissolved, and still named by what was sent before.
        for (CommunityId id : draw.chance(90) ? COMMUNITIES : COMMUNITIES.subList(0, 1)) {
            Set<PartnerId> inside = new HashSet<>();
            members.stream()
                    .filter(member -> member.communities().contains(id))
                    .forEach(member -> inside.add(member.id()));
            communities.add(new Community(id, new UUID(0, communities.size()), id.value(), inside));
        }
        return Directory.of(1, members, communities);
    }

    private TrustPolicy policy() {
        TrustPolicy.To to = TrustPolicy.To.everythingUpTo(draw.one(Tlp.class));
        if (draw.chance(30)) {
            to = to.withMaxPap(draw.one(Pap.class));
        }
        if (draw.chance(30)) {
            to = to.withCommunities(Allowed.only(draw.some(COMMUNITIES, 60)));
        }
        if (draw.chance(30)) {
            to = to.withKinds(Allowed.only(draw.some(KINDS, 80)));
        }
        if (draw.chance(40)) {
            to = to.withTopics(topics(SECTORS), topics(REGIONS));
        }
        if (draw.chance(30)) {
            to = to.withOriginators(Allowed.every(), draw.some(PARTNERS, 20));
        }
        if (draw.chance(20)) {
            to = to.withMinConfidence(draw.below(101));
        }
        if (draw.chance(20)) {
            to = to.withDelay(STEP.multipliedBy(draw.below(4)));
        }
        if (draw.chance(50)) {
            to = to.withMarkings(Allowed.every());
        }
        if (draw.chance(50)) {
            to = to.withView(new Obligations(
                    draw.chance(40), draw.some(ContentGenerator.REMOVABLE, 20), draw.chance(50), draw.chance(30)));
        }
        Agreement agreement = draw.chance(90)
                ? Agreement.UNLIMITED
                : new Agreement(Optional.of(START), Optional.of(START.plus(STEP.multipliedBy(draw.below(12)))));
        return new TrustPolicy(to, TrustPolicy.From.everything(Tlp.AMBER), agreement);
    }

    private Allowed<String> topics(List<String> names) {
        Set<String> allowed = draw.some(names, 70);
        if (draw.chance(80)) {
            allowed.add(TrustPolicy.UNSPECIFIED);
        }
        return draw.chance(40) ? Allowed.every() : Allowed.only(allowed);
    }

    private Submitted submission(int place, Directory directory, List<Known> known) {
        PartnerId submitter = draw.one(PARTNERS);
        String kind = draw.one(KINDS);
        StixId id = new StixId(kind, draw.uuid(kind.equals("ipv4-addr") && draw.chance(70) ? 5 : 4));
        // Objects of a hidden submitter others know by pseudonyms only.
        List<Known> knowable = known.stream()
                .filter(other -> other.submitter().equals(submitter)
                        || attributions.get(other.submitter()) == Attribution.EVERYONE)
                .toList();
        List<Known> referred = List.copyOf(draw.some(knowable, 20));
        List<Known> members = CONTAINERS.contains(kind)
                ? knowable.stream()
                        .filter(other -> !referred.contains(other) && draw.chance(50))
                        .toList()
                : List.of();
        Plan plan = new Plan(
                id,
                draw.chance(70) ? Optional.of(identities.get(submitter)) : Optional.empty(),
                draw.chance(85) ? Optional.of(draw.one(Tlp.class)) : Optional.empty(),
                draw.chance(10) ? Optional.of(" by " + submitter) : Optional.empty(),
                referred.stream().map(Known::id).toList(),
                members.stream().map(Known::id).toList());
        ContentGenerator generator = new ContentGenerator(draw);
        byte[] content = generator.write(plan);
        ReleaseClass releaseClass = new ReleaseClass(
                markings(plan, generator),
                topic(kind),
                new Origin(
                        submitter,
                        attributions.get(submitter),
                        Revealing.tells(
                                content,
                                submitter,
                                directory.partners().get(submitter).title())),
                audience(generator, plan),
                ties(referred, members));
        LogEntry entry = new LogEntry(
                place + 1L,
                START.plus(STEP.multipliedBy(place)),
                id,
                START,
                place + 1,
                Set.of(),
                links(referred, members, submitter),
                content);
        known.add(new Known(id, submitter, conditions(place + 1, members)));
        return new Submitted(entry, releaseClass, generator.secrets(), generator.references());
    }

    private Markings markings(Plan plan, ContentGenerator generator) {
        Tlp whole = plan.tlp().orElse(Tlp.AMBER);
        Tlp strictest =
                generator.strictestPart().map(part -> Tlp.stricter(part, whole)).orElse(whole);
        return new Markings(
                strictest,
                whole,
                true,
                draw.chance(70) ? Pap.CLEAR : draw.one(Pap.class),
                draw.chance(80) ? Set.of() : draw.some(List.of(MarkingFamily.values()), 40));
    }

    private Topic topic(String kind) {
        return new Topic(
                Feed.THREATS,
                kind,
                draw.chance(60) ? Set.of() : draw.some(SECTORS, 50),
                draw.chance(60) ? Set.of() : draw.some(REGIONS, 50),
                draw.chance(40) ? Topic.UNSTATED : draw.below(101));
    }

    private Audience audience(ContentGenerator generator, Plan plan) {
        Set<PartnerId> exceptions = draw.chance(20) ? draw.some(PARTNERS, 30) : Set.of();
        Set<CommunityId> excepted = draw.chance(10) ? draw.some(COMMUNITIES, 40) : Set.of();
        boolean open = draw.chance(40);
        return open
                        && generator.strictestPart().isEmpty()
                        && plan.tlp().orElse(Tlp.AMBER).isWithin(Tlp.GREEN)
                ? new Audience(true, Set.of(), Set.of(), exceptions, excepted)
                : new Audience(false, draw.some(COMMUNITIES, 70), draw.some(PARTNERS, 40), exceptions, excepted);
    }

    /** What refers to a container waits for all its members, and a container for one of them. */
    private static List<Set<Integer>> ties(List<Known> referred, List<Known> members) {
        List<Set<Integer>> ties = new ArrayList<>();
        referred.forEach(other -> ties.addAll(other.conditions()));
        Set<Integer> any = new HashSet<>();
        members.forEach(member -> any.addAll(member.conditions().get(0)));
        if (!members.isEmpty()) {
            ties.add(any);
        }
        return ties;
    }

    private static List<Set<Integer>> conditions(int classNumber, List<Known> members) {
        List<Set<Integer>> all = new ArrayList<>();
        all.add(Set.of(classNumber));
        members.forEach(member -> all.addAll(member.conditions()));
        return all;
    }

    private static Links links(List<Known> referred, List<Known> members, PartnerId submitter) {
        Map<StixId, List<Set<Integer>>> conditions = new HashMap<>();
        members.forEach(member -> conditions.put(member.id(), member.conditions()));
        Set<StixId> foreign = new HashSet<>();
        List.of(referred, members)
                .forEach(some -> some.stream()
                        .filter(other -> !other.submitter().equals(submitter))
                        .forEach(other -> foreign.add(other.id())));
        return new Links(conditions, foreign);
    }
}
