package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.release.EgressGuard.Hidden;
import org.entente.release.World.Submitted;
import org.entente.stix.MarkingFamily;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of releasing that hold in every exchange; a failure names the seed of the world it was found in. */
class ReleaseLawsTest {

    private static final Set<Rule> BY_TLP = Set.of(Rule.ABOVE_CEILING, Rule.NOT_NAMED);

    static LongStream blocks() {
        return Cases.blocks();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void addingARestrictionMarkingOrExceptionNeverAddsARecipientOrAByte(long block) {
        Cases.from(block).forEach(seed -> {
            World before = new WorldGenerator(seed).world();
            World after = new Restrictions(new Draw(seed)).restrict(before);
            Decisions was = before.decisions();
            Decisions is = after.decisions();
            for (int place = 0; place < before.submitted().size(); place++) {
                Renderings renderings = new Renderings();
                for (PartnerId partner : WorldGenerator.PARTNERS) {
                    Outcome now = is.release(after.submitted().get(place).entry(), partner);
                    if (now instanceof Released less) {
                        Outcome then = was.release(before.submitted().get(place).entry(), partner, renderings);
                        assertNoMore(less, then, seed, place);
                    }
                }
            }
        });
    }

    private static void assertNoMore(Released less, Outcome then, long seed, int place) {
        assertThat(then).as("recipient, seed %d place %d", seed, place).isInstanceOf(Released.class);
        Released more = (Released) then;
        assertThat(Json.isIncluded(Json.read(less.content()), Json.read(more.content())))
                .as("content, seed %d place %d", seed, place)
                .isTrue();
        boolean sameSource = less.content().length <= more.content().length
                || new String(less.content(), StandardCharsets.UTF_8).contains("granular_markings");
        assertThat(sameSource).as("bytes, seed %d place %d", seed, place).isTrue();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void emptyUnknownOrMalformedAudienceMarkingOrPolicyReleasesToNobody(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Draw draw = new Draw(seed);
            int place = draw.below(world.submitted().size());
            ReleaseClass sound = world.submitted().get(place).releaseClass();
            Decisions decisions = world.decisions();
            CommunityId unknown = new CommunityId("nowhere");

            assertReachesOthers(
                    decisions, audience(sound, new Audience(false, Set.of(), Set.of(), Set.of(), Set.of())), seed);
            assertReachesOthers(decisions, audience(sound, Audience.ofCommunity(unknown)), seed);
            assertReachesOthers(decisions, sound.tiedTo(List.of(Set.of())), seed);
            assertReachesOthers(decisions, sound.tiedTo(List.of(Set.of(9_999))), seed);
            assertThat(decisions.recipients(place + 1_000).isEmpty()).isTrue();
            assertThat(decisions.decide(sound, new PartnerId("nobody")).released())
                    .isFalse();
            assertThat(withPolicies(world, TrustPolicy.To.NOTHING)
                            .recipients(sound)
                            .minus(own(world, sound))
                            .isEmpty())
                    .as("closed policies, seed %d", seed)
                    .isTrue();
            assertStrangeMarkingAndConfidenceReachNobody(world, sound, seed);
        });
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void whatIsDecidedForOnePartnerAloneIsDecidedAsAmongAll(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions all = world.decisions();
            LogEntry entry = world.submitted()
                    .get(new Draw(seed).below(world.submitted().size()))
                    .entry();
            int number = entry.classNumber();
            Map<StixId, List<Set<Integer>>> members = entry.links().members();
            Set<Integer> looked = members.values().stream()
                    .flatMap(List::stream)
                    .flatMap(Set::stream)
                    .collect(Collectors.toSet());
            looked.add(number);
            for (Member member : world.directory().partners().values()) {
                PartnerId partner = member.id();
                Decisions alone = all.alone(member, looked).at(world.now());
                assertThat(alone.decide(number, partner))
                        .as("seed %d, %s", seed, partner)
                        .isEqualTo(all.decide(number, partner));
                assertThat(alone.allows(number, partner)).isEqualTo(all.allows(number, partner));
                assertThat(alone.missing(members, number, partner)).isEqualTo(all.missing(members, number, partner));
                assertThat(alone.nameOf(entry.id(), number, members, partner))
                        .isEqualTo(all.nameOf(entry.id(), number, members, partner));
                assertThat(alone.horizon(partner)).isEqualTo(all.horizon(partner));
                assertThat(alone.directory().partners()).containsOnlyKeys(partner);
            }
        });
    }

    private static void assertStrangeMarkingAndConfidenceReachNobody(World world, ReleaseClass sound, long seed) {
        ReleaseClass strange = new ReleaseClass(
                new ReleaseClass.Markings(
                        sound.markings().tlp(),
                        sound.markings().wholeTlp(),
                        sound.markings().separable(),
                        sound.markings().pap(),
                        Set.of(MarkingFamily.OTHER)),
                sound.topic(),
                sound.origin(),
                sound.audience(),
                sound.ties());
        TrustPolicy.To usual = TrustPolicy.To.everythingUpTo(Tlp.RED);
        assertReachesOthers(withPolicies(world, usual), strange, seed);
        for (int confidence : new int[] {-7, 101, Integer.MAX_VALUE}) {
            Topic topic = sound.topic();
            ReleaseClass odd = new ReleaseClass(
                    sound.markings(),
                    new Topic(topic.feed(), topic.kind(), topic.sectors(), topic.regions(), confidence),
                    sound.origin(),
                    sound.audience(),
                    sound.ties());
            assertReachesOthers(
                    withPolicies(world, usual.withMarkings(Allowed.every()).withMinConfidence(1)), odd, seed);
        }
    }

    private static ReleaseClass audience(ReleaseClass subject, Audience audience) {
        return new ReleaseClass(subject.markings(), subject.topic(), subject.origin(), audience, subject.ties());
    }

    private static Decisions withPolicies(World world, TrustPolicy.To policy) {
        World changed = world;
        for (Member member : world.directory().partners().values()) {
            changed = changed.with(new Member(
                    member.id(),
                    member.title(),
                    member.ordinal(),
                    true,
                    true,
                    member.communities(),
                    TrustPolicy.CLOSED.withTo(policy),
                    1));
        }
        return changed.decisions();
    }

    /** Nobody but the submitter, whose own it is. */
    private static void assertReachesOthers(Decisions decisions, ReleaseClass subject, long seed) {
        int submitter =
                decisions.directory().partners().get(subject.submitter()).ordinal();
        assertThat(decisions.recipients(subject).ordinals().filter(ordinal -> ordinal != submitter))
                .as("seed %d", seed)
                .isEmpty();
    }

    private static PartnerSet own(World world, ReleaseClass subject) {
        BitSet own = new BitSet();
        own.set(world.directory().partners().get(subject.submitter()).ordinal());
        return PartnerSet.of(own);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void guardNeverLetsPassWhatReleaseWithheldNorDisagreesWithACorrectRelease(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions decisions = world.decisions();
            for (Submitted submitted : world.submitted()) {
                Renderings renderings = new Renderings();
                for (Member member : world.directory().partners().values()) {
                    Outcome outcome = decisions.release(submitted.entry(), member.id(), renderings);
                    assertThat(outcome).as("seed %d", seed).isNotInstanceOf(Outcome.Quarantined.class);
                    if (outcome instanceof Outcome.Withheld withheld && BY_TLP.contains(withheld.rule())) {
                        assertObjected(submitted, member, seed);
                    }
                    if (outcome instanceof Released released && released.redacted()) {
                        assertOriginalObjected(submitted, released, seed);
                    }
                }
            }
        });
    }

    /** Where no marking stands in the content, its TLP is the one the submitter's policy assumes, which no byte shows. */
    private static void assertObjected(Submitted submitted, Member member, long seed) {
        byte[] content = submitted.entry().content();
        boolean shown = EgressGuard.strictestMarking(content)
                .filter(submitted.releaseClass().tlp()::equals)
                .isPresent();
        EgressGuard.Ceiling ceiling = EgressGuard.ceilingOf(submitted.releaseClass(), member);
        assertThat(EgressGuard.check(content, submitted.entry().id(), ceiling).isPresent() || !shown)
                .as("seed %d", seed)
                .isTrue();
    }

    private static void assertOriginalObjected(Submitted submitted, Released released, long seed) {
        byte[] content = submitted.entry().content();
        Hidden hidden = new Hidden(
                Optional.of(submitted.entry().id()).filter(id -> !id.equals(released.id())),
                EgressGuard.creatorOf(content),
                Set.of());
        boolean reallyHidden = !hidden.id().isEmpty() || !hidden.creator().isEmpty();
        assertThat(EgressGuard.checkHidden(content, hidden).isPresent() || !reallyHidden)
                .as("seed %d", seed)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void compilingInStepsOrAtOnceAndAskingOneByOneDecideAlike(long block) {
        Cases.from(block).forEach(seed -> {
            World before = new WorldGenerator(seed).world();
            World after = before.with(new WorldGenerator(seed + 1).world().directory());
            Decisions atOnce = after.decisions();
            Directory other = before.directory();
            Decisions inSteps = before.decisions().with(other).with(after.directory());
            for (NumberedClass numbered : after.classes()) {
                int number = numbered.number();
                assertThat(inSteps.recipients(number)).as("seed %d", seed).isEqualTo(atOnce.recipients(number));
                for (Member member : after.directory().partners().values()) {
                    boolean released = atOnce.decide(number, member.id()).released();
                    assertThat(atOnce.recipients(number).contains(member.ordinal()))
                            .as("seed %d", seed)
                            .isEqualTo(released)
                            .isEqualTo(atOnce.allows(number, member.id()));
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void worldsAreNotSoStrictThatTheLawsHoldOfNothing(long block) {
        long released = Cases.from(block)
                .mapToObj(seed -> new WorldGenerator(seed).world())
                .filter(world -> world.submitted().stream()
                        .anyMatch(submitted -> WorldGenerator.PARTNERS.stream()
                                .filter(partner ->
                                        !partner.equals(submitted.releaseClass().submitter()))
                                .anyMatch(partner ->
                                        world.decisions().release(submitted.entry(), partner) instanceof Released object
                                                && object.redacted())))
                .count();

        assertThat(released).isGreaterThan(50);
    }
}
