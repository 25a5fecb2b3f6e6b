package org.entente.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.entente.log.Feed;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.PartnerSet;
import org.entente.release.Simulation;
import org.entente.release.view.Pseudonyms;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Deciding 20,000 classes for 1,000 partners in 50 communities: policies with lists, topics and views, one class in three tied to
 * others, every audience its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 2)
public class ReleaseBenchmark {

    static final int PARTNERS = 1_000;
    static final int CLASSES = 20_000;
    private static final int COMMUNITIES = 50;
    private static final List<String> KINDS =
            List.of("indicator", "malware", "report", "relationship", "vulnerability", "ipv4-addr", "file", "note");
    private static final List<String> SECTORS = List.of("energy", "healthcare", "mining", "telecommunications");
    private static final List<String> REGIONS = List.of("western-europe", "africa", "oceania");

    private final Random random = new Random(7);
    private final Pseudonyms pseudonyms = Pseudonyms.of("a-key-that-only-this-benchmark-knows");
    private List<PartnerId> partners;
    private List<CommunityId> communities;
    private Directory directory;
    private Directory changed;
    private List<NumberedClass> classes;
    private Map<Integer, Long> entries;
    private Decisions decisions;
    private boolean there;
    private int next;

    @Setup
    public void generate() {
        partners = new ArrayList<>();
        communities = new ArrayList<>();
        for (int i = 0; i < PARTNERS; i++) {
            partners.add(new PartnerId("partner-" + i));
        }
        for (int i = 0; i < COMMUNITIES; i++) {
            communities.add(new CommunityId("community-" + i));
        }
        directory = directory();
        changed = changedBy(member(partners.get(500), 500));
        classes = new ArrayList<>();
        entries = new TreeMap<>();
        for (int number = 1; number <= CLASSES; number++) {
            classes.add(new NumberedClass(number, releaseClass(number)));
            entries.put(number, 500L);
        }
        decisions = Decisions.none(pseudonyms).with(directory).with(classes);
    }

    private Directory directory() {
        List<Member> members = new ArrayList<>();
        for (PartnerId partner : partners) {
            members.add(member(partner, members.size()));
        }
        List<Community> all = new ArrayList<>();
        for (CommunityId community : communities) {
            Set<PartnerId> inside = new HashSet<>();
            members.stream()
                    .filter(member -> member.communities().contains(community))
                    .forEach(member -> inside.add(member.id()));
            all.add(new Community(community, new UUID(0, all.size()), community.value(), inside));
        }
        return Directory.of(1, members, all);
    }

    /** In the same communities, so that the policy alone is another. */
    private Directory changedBy(Member member) {
        Map<PartnerId, Member> members = new TreeMap<>(directory.partners());
        members.put(
                member.id(),
                new Member(
                        member.id(),
                        member.title(),
                        member.ordinal(),
                        true,
                        true,
                        directory.partners().get(member.id()).communities(),
                        member.policy(),
                        2));
        return new Directory(2, members, directory.communities());
    }

    private Member member(PartnerId id, int ordinal) {
        Set<CommunityId> inside = some(communities, 10);
        TrustPolicy.To to = TrustPolicy.To.everythingUpTo(Tlp.values()[random.nextInt(5)])
                .withMaxPap(Pap.values()[random.nextInt(4)])
                .withOriginators(Allowed.every(), some(partners, 1));
        if (random.nextInt(2) == 0) {
            to = to.withKinds(Allowed.only(some(KINDS, 80)))
                    .withTopics(Allowed.only(some(SECTORS, 80)), Allowed.every())
                    .withCommunities(Allowed.only(inside));
        }
        if (random.nextInt(4) == 0) {
            to = to.withView(new Obligations(random.nextBoolean(), Set.of("labels"), random.nextBoolean(), false))
                    .withMinConfidence(random.nextInt(100));
        }
        return new Member(
                id, id.value(), ordinal, true, true, inside, TrustPolicy.CLOSED.withTo(to), 1);
    }

    private ReleaseClass releaseClass(int number) {
        Tlp whole = Tlp.values()[random.nextInt(5)];
        Tlp strictest = random.nextInt(10) == 0 ? Tlp.RED : whole;
        List<Set<Integer>> ties = number < 10 || random.nextInt(3) > 0
                ? List.of()
                : List.of(Set.of(1 + random.nextInt(number - 1)), Set.of(1 + random.nextInt(number - 1)));
        boolean open = strictest.isWithin(Tlp.GREEN) && random.nextBoolean();
        return new ReleaseClass(
                new Markings(
                        strictest,
                        whole,
                        true,
                        Pap.values()[random.nextInt(4)],
                        random.nextInt(5) == 0 ? Set.of(MarkingFamily.STATEMENT) : Set.of()),
                new Topic(
                        Feed.THREATS,
                        KINDS.get(random.nextInt(KINDS.size())),
                        some(SECTORS, 20),
                        some(REGIONS, 20),
                        random.nextInt(101)),
                new Origin(
                        partners.get(random.nextInt(PARTNERS)),
                        random.nextInt(5) == 0 ? Attribution.NOBODY : Attribution.EVERYONE,
                        random.nextInt(20) == 0),
                open
                        ? Audience.OPEN
                        : Audience.of(some(communities, 10), some(partners.subList(0, 50), 5), some(partners.subList(0, 50), 2)),
                ties);
    }

    private <T> Set<T> some(List<T> of, int percent) {
        Set<T> chosen = new HashSet<>();
        for (T each : of) {
            if (random.nextInt(100) < percent) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /** Who gets one object, of all partners; its class is another each time. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public PartnerSet decide() {
        next = next + 7_919 < CLASSES ? next + 7_919 : next + 7_919 - CLASSES;
        return decisions.recipients(next + 1);
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Decisions compile() {
        return Decisions.none(pseudonyms).with(directory).with(classes);
    }

    /** One policy is changed, and changed back the next time. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Decisions recompile() {
        there = !there;
        decisions = decisions.with(there ? changed : directory);
        return decisions;
    }

    /** Ten million entries in these classes. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Simulation simulate() {
        return Simulation.compare(decisions, changed, entries);
    }
}
