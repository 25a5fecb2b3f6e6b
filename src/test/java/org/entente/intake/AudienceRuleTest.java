package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

/** What counts as narrower. */
class AudienceRuleTest {

    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final CommunityId OTHERS = new CommunityId("others");
    private static final PartnerId GRANITE = new PartnerId("granite-cert");
    private static final PartnerId BASALT = new PartnerId("basalt-csirt");

    private static Audience named(Set<CommunityId> communities, Set<PartnerId> partners, Set<PartnerId> exceptions) {
        return new Audience(false, communities, partners, exceptions, Set.of());
    }

    private static boolean isNarrower(Audience before, Audience after) {
        return AudienceRule.isNarrower(before, after, Optional.of(Tlp.AMBER));
    }

    @Test
    void leavingOutSomebodyIsNarrowerAndLettingThemBackInIsNot() {
        Audience all = Audience.ofCommunity(CIRCLE);
        Audience without = named(Set.of(CIRCLE), Set.of(), Set.of(GRANITE));

        assertThat(isNarrower(all, without)).isTrue();
        assertThat(isNarrower(without, all)).isFalse();
        assertThat(isNarrower(without, without)).isTrue();
    }

    @Test
    void exceptedCommunitiesStayExcepted() {
        Audience without = Audience.ofCommunity(CIRCLE).withoutMembersOf(Set.of(OTHERS));

        assertThat(isNarrower(Audience.ofCommunity(CIRCLE), without)).isTrue();
        assertThat(isNarrower(without, Audience.ofCommunity(CIRCLE))).isFalse();
    }

    @Test
    void namingAMemberInPlaceOfItsCommunityIsWider() {
        Audience member = named(Set.of(), Set.of(GRANITE), Set.of());

        assertThat(isNarrower(Audience.ofCommunity(CIRCLE), member)).isFalse();
        assertThat(isNarrower(member, named(Set.of(), Set.of(GRANITE, BASALT), Set.of())))
                .isFalse();
        assertThat(isNarrower(named(Set.of(), Set.of(GRANITE, BASALT), Set.of()), member))
                .isTrue();
    }

    @Test
    void openIsNarrowedToAnybodyUpToGreenAndToNobodyAbove() {
        Audience circle = Audience.ofCommunity(CIRCLE);

        assertThat(AudienceRule.isNarrower(Audience.OPEN, circle, Optional.of(Tlp.GREEN)))
                .isTrue();
        assertThat(AudienceRule.isNarrower(Audience.OPEN, circle, Optional.of(Tlp.AMBER)))
                .isFalse();
        assertThat(AudienceRule.isNarrower(Audience.OPEN, circle, Optional.empty()))
                .isFalse();
        assertThat(AudienceRule.isNarrower(circle, Audience.OPEN, Optional.of(Tlp.CLEAR)))
                .isFalse();
    }
}
