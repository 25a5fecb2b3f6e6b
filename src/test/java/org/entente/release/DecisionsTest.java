package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.release.Partnership.COMMUNITY;
import static org.entente.release.Partnership.OUTSIDER;
import static org.entente.release.Partnership.XA;
import static org.entente.release.Partnership.XB;
import static org.entente.release.Partnership.decided;
import static org.entente.release.Partnership.directory;
import static org.entente.release.Partnership.indicator;
import static org.entente.release.Partnership.member;
import static org.entente.release.Partnership.upTo;
import static org.entente.release.Partnership.withPolicyOfXb;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionsTest {

    private static final Directory OPEN_TO_RED = withPolicyOfXb(upTo(Tlp.RED));

    @Test
    void greenReportReachesEveryPartnerWhosePolicyAllowsIt() {
        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.GREEN, Audience.OPEN));

        assertThat(decisions.allows(1, XB)).isTrue();
        assertThat(decisions.allows(1, OUTSIDER)).isTrue();
    }

    @Test
    void amberReportIsWithheldFromPartnerOutsideCommunity() {
        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.AMBER, Audience.ofCommunity(COMMUNITY)));

        assertThat(decisions.allows(1, XB)).isTrue();
        assertThat(decisions.decide(1, OUTSIDER)).isEqualTo(new Withhold(Rule.AUDIENCE));
    }

    @Test
    void amberClassThatNamesNobodyReachesNobody() {
        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.AMBER, Audience.OPEN));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.AUDIENCE));
    }

    @Test
    void redReportReachesOnlyPartnersNamedOneByOne() {
        Audience community = Audience.ofCommunity(COMMUNITY);
        Audience named = Audience.of(Set.of(), Set.of(XB), Set.of());

        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.RED, community), indicator(Tlp.RED, named));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.NOT_NAMED));
        assertThat(decisions.allows(2, XB)).isTrue();
        assertThat(decisions.allows(2, OUTSIDER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Tlp.class)
    void nothingAboveThePolicysCeilingIsReleased(Tlp ceiling) {
        Audience named = Audience.of(Set.of(), Set.of(XB), Set.of());
        Directory directory = withPolicyOfXb(upTo(ceiling));

        for (Tlp tlp : Tlp.values()) {
            Decisions decisions = decided(directory, indicator(tlp, named));
            assertThat(decisions.allows(1, XB)).as("%s under %s", tlp, ceiling).isEqualTo(tlp.isWithin(ceiling));
        }
    }

    @Test
    void exceptedPartnerGetsNothingEvenWhenNamed() {
        Audience audience = Audience.of(Set.of(COMMUNITY), Set.of(XB), Set.of(XB));

        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.CLEAR, audience));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.EXCEPTED));
    }

    @Test
    void memberOfAnExceptedCommunityGetsNothingEvenWhenNamed() {
        Audience audience = Audience.of(Set.of(), Set.of(XB), Set.of()).withoutMembersOf(Set.of(COMMUNITY));
        Audience open = Audience.OPEN.withoutMembersOf(Set.of(COMMUNITY));

        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.CLEAR, audience), indicator(Tlp.CLEAR, open));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.EXCEPTED));
        assertThat(decisions.decide(2, XB)).isEqualTo(new Withhold(Rule.EXCEPTED));
        assertThat(decisions.allows(2, OUTSIDER)).isTrue();
        assertThat(decisions.allows(2, XA)).isTrue();
    }

    @Test
    void exceptionOfACommunityThatDoesNotExistReachesNobody() {
        Audience audience = Audience.OPEN.withoutMembersOf(Set.of(new CommunityId("dissolved")));

        assertThat(decided(OPEN_TO_RED, indicator(Tlp.CLEAR, audience)).allows(1, OUTSIDER))
                .isFalse();
    }

    @Test
    void partnerThatDoesNotSubscribeGetsNothingOfOthersAndKeepsItsOwnVersionsInMind() {
        Directory directory = directory(
                new Member(XB, "XB", 2, true, false, Set.of(COMMUNITY), TrustPolicy.CLOSED.withTo(upTo(Tlp.RED)), 1));
        ReleaseClass own = ReleaseClass.plain(Tlp.GREEN, Feed.THREATS, "indicator", XB, Audience.OPEN);

        Decisions decisions = decided(directory, indicator(Tlp.CLEAR, Audience.OPEN), own);

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.SUSPENDED));
        assertThat(decisions.allows(2, XB)).isTrue();
    }

    @Test
    void emptyAudienceReachesNobodyButItsSubmitter() {
        Audience nobody = new Audience(false, Set.of(), Set.of(), Set.of(), Set.of());

        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.CLEAR, nobody));

        assertThat(decisions.allows(1, XB)).isFalse();
        assertThat(decisions.allows(1, OUTSIDER)).isFalse();
        assertThat(decisions.allows(1, XA)).isTrue();
    }

    @Test
    void communityThatDoesNotExistReachesNobody() {
        Audience gone = Audience.ofCommunity(new CommunityId("dissolved"));

        Decisions decisions = decided(OPEN_TO_RED, indicator(Tlp.CLEAR, gone));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.AUDIENCE));
    }

    @Test
    void communityMemberWhosePolicyLeavesTheCommunityOutGetsNothing() {
        TrustPolicy.To policy = upTo(Tlp.RED).withCommunities(Allowed.none());

        Decisions decisions = decided(withPolicyOfXb(policy), indicator(Tlp.CLEAR, Audience.ofCommunity(COMMUNITY)));

        assertThat(decisions.allows(1, XB)).isFalse();
    }

    @Test
    void suspendedPartnerGetsNothing() {
        Directory directory = directory(member(XB, 2, false, upTo(Tlp.RED), COMMUNITY));

        Decisions decisions = decided(directory, indicator(Tlp.CLEAR, Audience.OPEN));

        assertThat(decisions.decide(1, XB)).isEqualTo(new Withhold(Rule.SUSPENDED));
    }

    @Test
    void kindsAndOriginatorsNotAllowedAreWithheld() {
        TrustPolicy.To noIndicators = upTo(Tlp.RED).withKinds(Allowed.only(Set.of("malware")));
        TrustPolicy.To notFromXa = upTo(Tlp.RED).withOriginators(Allowed.every(), Set.of(XA));
        ReleaseClass clear = indicator(Tlp.CLEAR, Audience.OPEN);

        assertThat(decided(withPolicyOfXb(noIndicators), clear).decide(1, XB)).isEqualTo(new Withhold(Rule.KIND));
        assertThat(decided(withPolicyOfXb(notFromXa), clear).decide(1, XB)).isEqualTo(new Withhold(Rule.ORIGINATOR));
    }

    @Test
    void unknownMarkingIsWithheldUnlessThePolicyReleasesSuchThings() {
        ReleaseClass marked = new ReleaseClass(
                new ReleaseClass.Markings(Tlp.CLEAR, Tlp.CLEAR, true, Pap.CLEAR, Set.of(MarkingFamily.OTHER)),
                ReleaseClass.Topic.of(Feed.THREATS, "indicator"),
                ReleaseClass.Origin.of(XA),
                Audience.OPEN,
                List.of());
        TrustPolicy.To trusting = upTo(Tlp.RED).withMarkings(Allowed.every());

        assertThat(decided(OPEN_TO_RED, marked).decide(1, XB)).isEqualTo(new Withhold(Rule.MARKING));
        assertThat(decided(withPolicyOfXb(trusting), marked).allows(1, XB)).isTrue();
    }

    @Test
    void closedPolicyUnknownPartnerAndUnknownClassGetNothing() {
        Decisions decisions = decided(withPolicyOfXb(TrustPolicy.CLOSED.to()), indicator(Tlp.CLEAR, Audience.OPEN));

        assertThat(decisions.allows(1, XB)).isFalse();
        assertThat(decisions.decide(1, new PartnerId("nobody"))).isEqualTo(new Withhold(Rule.UNKNOWN));
        assertThat(decisions.decide(99, XA)).isEqualTo(new Withhold(Rule.UNKNOWN));
    }

    @Test
    void tieNeedsOneVisibleClassOfEachObjectItTiesTogether() {
        ReleaseClass clear = indicator(Tlp.CLEAR, Audience.OPEN);
        ReleaseClass red = indicator(Tlp.RED, Audience.OPEN);
        ReleaseClass tiedToRed = clear.tiedTo(List.of(Set.of(1), Set.of(2)));
        ReleaseClass tiedToEither = clear.tiedTo(List.of(Set.of(1, 2)));
        ReleaseClass impossible = clear.tiedTo(List.of(Set.of()));

        Decisions decisions = decided(OPEN_TO_RED, clear, red, tiedToRed, tiedToEither, impossible);

        assertThat(decisions.decide(3, XB)).isEqualTo(new Withhold(Rule.TIED));
        assertThat(decisions.allows(4, XB)).isTrue();
        assertThat(decisions.allows(5, XB)).isFalse();
        assertThat(decisions.visibleTo(XB, any -> true)).containsExactly(1, 4);
    }

    @Test
    void decisionsFollowAChangedDirectory() {
        Decisions before = decided(OPEN_TO_RED, indicator(Tlp.AMBER, Audience.ofCommunity(COMMUNITY)));

        Decisions after = before.with(withPolicyOfXb(upTo(Tlp.GREEN)));

        assertThat(before.allows(1, XB)).isTrue();
        assertThat(after.allows(1, XB)).isFalse();
    }

    @Test
    void versionIsReleasedOnceByTheFirstEntryThePartnerMaySee() {
        ReleaseClass green = indicator(Tlp.GREEN, Audience.OPEN);
        Decisions decisions = decided(OPEN_TO_RED, green, green.tiedTo(List.of(Set.of())));

        assertThat(decisions.release(entry(1, Set.of()), XB)).isInstanceOf(Released.class);
        assertThat(decisions.release(entry(1, Set.of(2)), XB)).isInstanceOf(Released.class);
        assertThat(decisions.release(entry(1, Set.of(1)), XB)).isEqualTo(new Outcome.Withheld(Rule.ALREADY_RELEASED));
    }

    @Test
    void guardQuarantinesWhatTheDecisionShouldNotHaveReleased() {
        Decisions wronglyClassed = decided(withPolicyOfXb(upTo(Tlp.GREEN)), indicator(Tlp.GREEN, Audience.OPEN));
        String amber = "\"object_marking_refs\":[\"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82\"]";

        Outcome outcome = wronglyClassed.release(entry(1, Set.of(), amber), XB);

        assertThat(outcome).isInstanceOf(Outcome.Quarantined.class);
    }

    @Test
    void classesMayArriveInSeveralSteps() {
        NumberedClass first = new NumberedClass(1, indicator(Tlp.CLEAR, Audience.OPEN));
        NumberedClass second = new NumberedClass(4, indicator(Tlp.GREEN, Audience.OPEN));

        Decisions decisions = Decisions.compile(OPEN_TO_RED, List.of(first)).with(List.of(first, second));

        assertThat(decisions.visibleTo(XB, any -> true)).containsExactly(1, 4);
        assertThat(decisions.highestClass()).isEqualTo(4);
    }

    private static LogEntry entry(int classNumber, Set<Integer> earlier, String... members) {
        StixId id = StixId.parse("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
        String content = "{\"id\":\"" + id + "\"" + (members.length == 0 ? "" : "," + members[0]) + "}";
        return new LogEntry(
                7,
                Instant.parse("2026-01-01T00:00:00Z"),
                id,
                Instant.parse("2025-01-01T00:00:00Z"),
                classNumber,
                earlier,
                Links.NONE,
                content.getBytes(StandardCharsets.UTF_8));
    }
}
