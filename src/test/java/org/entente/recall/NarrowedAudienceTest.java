package org.entente.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.entente.log.Feed;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class NarrowedAudienceTest {

    private static final PartnerId AUTHOR = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final PartnerId XC = new PartnerId("xc-cert");
    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final Audience TO_CIRCLE = Audience.ofCommunity(CIRCLE);
    private static final Audience TO_XB = Audience.of(Set.of(), Set.of(XB), Set.of());
    private static final Audience NOT_XB = Audience.of(Set.of(), Set.of(), Set.of(XB));

    private static Directory directory(CommunityId... communitiesOfXb) {
        return Directory.of(
                1,
                List.of(member(AUTHOR, 1, CIRCLE), member(XB, 2, communitiesOfXb), member(XC, 3, CIRCLE)),
                List.of(new Community(CIRCLE, new UUID(1, 1), "Circle", Set.of(AUTHOR, XB, XC))));
    }

    private static Member member(PartnerId id, int ordinal, CommunityId... communities) {
        TrustPolicy policy = new TrustPolicy(
                TrustPolicy.To.everythingUpTo(Tlp.RED),
                TrustPolicy.From.everything(Tlp.GREEN),
                TrustPolicy.Agreement.UNLIMITED);
        return new Member(id, id.value(), ordinal, true, true, Set.of(communities), policy, 1);
    }

    private static ReleaseClass to(Tlp tlp, Audience audience) {
        return ReleaseClass.plain(tlp, Feed.THREATS, "malware", AUTHOR, audience);
    }

    @Test
    void audienceThatNamesEverybodyNamedBeforeChangesNothing() {
        Audience wider = Audience.of(Set.of(CIRCLE), Set.of(XB), Set.of());

        assertThat(new NarrowedAudience(wider).of(new NumberedClass(7, to(Tlp.AMBER, TO_CIRCLE))))
                .isEmpty();
        assertThat(new NarrowedAudience(Audience.OPEN).of(new NumberedClass(7, to(Tlp.GREEN, TO_CIRCLE))))
                .isEmpty();
        assertThat(new NarrowedAudience(wider).of(new NumberedClass(7, to(Tlp.GREEN, Audience.OPEN))))
                .isPresent();
    }

    @Test
    void exceptionsAloneLeaveEverybodyElseAndThoseMadeBeforeStay() {
        Audience before = Audience.of(Set.of(CIRCLE), Set.of(), Set.of(XC));

        Audience after = new NarrowedAudience(NOT_XB)
                .of(new NumberedClass(7, to(Tlp.AMBER, before)))
                .orElseThrow()
                .audience();

        assertThat(after).isEqualTo(Audience.of(Set.of(CIRCLE), Set.of(), Set.of(XB, XC)));
    }

    @Test
    void readerMustBeAllowedTheOldClassTooWhateverChangesLater() {
        ReleaseClass old = to(Tlp.AMBER, TO_CIRCLE);
        ReleaseClass narrow =
                new NarrowedAudience(TO_XB).of(new NumberedClass(1, old)).orElseThrow();
        List<NumberedClass> classes = List.of(new NumberedClass(1, old), new NumberedClass(2, narrow));

        Decisions member = Decisions.compile(directory(CIRCLE), classes);
        Decisions gone = Decisions.compile(
                Directory.of(
                        2,
                        List.of(member(AUTHOR, 1, CIRCLE), member(XB, 2), member(XC, 3, CIRCLE)),
                        List.of(new Community(CIRCLE, new UUID(1, 1), "Circle", Set.of(AUTHOR, XC)))),
                classes);

        assertThat(member.allows(2, XB)).isTrue();
        assertThat(member.allows(2, XC)).isFalse();
        assertThat(gone.allows(2, XB)).isFalse();
    }

    @Test
    void theSameAgainIsNoChange() {
        assertThat(new NarrowedAudience(TO_XB).of(new NumberedClass(1, to(Tlp.GREEN, TO_XB))))
                .isEmpty();
        assertThat(new NarrowedAudience(TO_XB)
                        .of(new NumberedClass(1, to(Tlp.GREEN, TO_CIRCLE).withdrawn())))
                .isEmpty();
    }

    @Test
    void namingSomebodyWhomNoneReachesIsWider() {
        List<ReleaseClass> toXb = List.of(to(Tlp.GREEN, TO_XB));

        assertThat(new NarrowedAudience(TO_CIRCLE).isWider(directory(CIRCLE), toXb))
                .isTrue();
        assertThat(new NarrowedAudience(TO_XB).isWider(directory(CIRCLE), List.of(to(Tlp.GREEN, TO_CIRCLE))))
                .isFalse();
        assertThat(new NarrowedAudience(TO_XB).isWider(directory(CIRCLE), List.of(to(Tlp.GREEN, NOT_XB))))
                .isTrue();
        assertThat(new NarrowedAudience(NOT_XB).isWider(directory(CIRCLE), toXb))
                .isFalse();
    }

    @Test
    void singlingOutForRedIsWiderAlthoughTheWholeWasReached() {
        assertThat(new NarrowedAudience(TO_XB).isWider(directory(CIRCLE), List.of(to(Tlp.RED, TO_CIRCLE))))
                .isTrue();
    }

    @Test
    void withdrawnReachesNobodyNotEvenItsSubmitter() {
        ReleaseClass old = to(Tlp.CLEAR, Audience.OPEN);
        Decisions decisions = Decisions.compile(
                directory(CIRCLE), List.of(new NumberedClass(1, old), new NumberedClass(2, old.withdrawn())));

        assertThat(decisions.recipients(1).size()).isEqualTo(3);
        assertThat(decisions.recipients(2).isEmpty()).isTrue();
        assertThat(decisions.decide(2, AUTHOR).released()).isFalse();
        assertThat(decisions.visibleTo(AUTHOR, any -> true)).containsExactly(1);
    }

    @Test
    void onlyMoreRestrictedMarkingsAreStricter() {
        assertThat(MarkingRecalls.isStricter(Markings.of(Tlp.GREEN), Markings.of(Tlp.AMBER)))
                .isTrue();
        assertThat(MarkingRecalls.isStricter(Markings.of(Tlp.AMBER), Markings.of(Tlp.GREEN)))
                .isFalse();
        assertThat(MarkingRecalls.isStricter(Markings.of(Tlp.AMBER), Markings.of(Tlp.AMBER)))
                .isFalse();
    }
}
