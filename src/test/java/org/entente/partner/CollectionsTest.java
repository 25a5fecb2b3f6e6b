package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.entente.partner.Caller.OperatorCaller;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;

class CollectionsTest {

    private static final PartnerId INSIDER = new PartnerId("xa-cert");
    private static final PartnerId OUTSIDER = new PartnerId("xb-cert");
    private static final PartnerId SUSPENDED = new PartnerId("xc-cert");
    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final UUID CIRCLE_COLLECTION = UUID.fromString("0b6a6a9e-5c35-4b0a-9b0f-3a7d5a3d9f01");
    private static final Map<String, UUID> FIXED = Map.of(
            "inbox", UUID.fromString("11111111-1111-4111-8111-111111111111"),
            "threats", UUID.fromString("22222222-2222-4222-8222-222222222222"),
            "mitigations", UUID.fromString("33333333-3333-4333-8333-333333333333"),
            "advisories", UUID.fromString("44444444-4444-4444-8444-444444444444"));

    private static final Directory DIRECTORY = Directory.of(
            1,
            List.of(member(INSIDER, true), member(OUTSIDER, true), member(SUSPENDED, false)),
            List.of(new Community(CIRCLE, CIRCLE_COLLECTION, "The circle", Set.of(INSIDER, SUSPENDED))));

    private static Member member(PartnerId id, boolean active) {
        return new Member(id, id.value(), 0, active, true, Set.of(), TrustPolicy.CLOSED, 0);
    }

    private static Collections of(PartnerId partner, String... roles) {
        return Collections.of(DIRECTORY, new PartnerCaller(partner, Set.of(roles)), FIXED);
    }

    @Test
    void memberHasTheFixedCollectionsAndThoseOfItsCommunities() {
        assertThat(of(INSIDER, "subscriber", "submitter").all())
                .extracting(TaxiiCollection::alias, TaxiiCollection::canRead, TaxiiCollection::canWrite)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("inbox", false, true),
                        org.assertj.core.groups.Tuple.tuple("threats", true, false),
                        org.assertj.core.groups.Tuple.tuple("mitigations", true, false),
                        org.assertj.core.groups.Tuple.tuple("advisories", true, false),
                        org.assertj.core.groups.Tuple.tuple("circle", true, true));
    }

    @Test
    void rolesDecideWhatCanBeReadAndWritten() {
        assertThat(of(INSIDER, "subscriber").all()).noneMatch(TaxiiCollection::canWrite);
        assertThat(of(INSIDER, "submitter").all()).noneMatch(TaxiiCollection::canRead);
    }

    @Test
    void collectionIsFoundByIdAndByAlias() {
        Collections collections = of(INSIDER, "subscriber");

        assertThat(collections.find("circle"))
                .isEqualTo(collections.find(CIRCLE_COLLECTION.toString()))
                .isPresent();
        assertThat(collections.find("nowhere")).isEmpty();
        assertThat(collections.find("")).isEmpty();
    }

    @Test
    void communityOfOthersHasNoCollection() {
        assertThat(of(OUTSIDER, "subscriber", "submitter").find("circle")).isEmpty();
        assertThat(of(OUTSIDER, "subscriber").find(CIRCLE_COLLECTION.toString()))
                .isEmpty();
    }

    @Test
    void nobodyElseHasCollections() {
        assertThat(of(SUSPENDED, "subscriber", "submitter").all()).isEmpty();
        assertThat(of(new PartnerId("unknown"), "subscriber").all()).isEmpty();
        assertThat(Collections.of(DIRECTORY, new OperatorCaller(new OperatorId("curator"), Set.of("curator")), FIXED)
                        .all())
                .isEmpty();
    }

    @Test
    void postingSaysWhomItIsMeantFor() {
        Collections collections = of(INSIDER, "submitter");

        assertThat(collections.find("inbox").flatMap(TaxiiCollection::audience)).contains(Audience.OPEN);
        assertThat(collections.find("circle").flatMap(TaxiiCollection::audience))
                .contains(Audience.ofCommunity(CIRCLE));
        assertThat(collections.find("threats").flatMap(TaxiiCollection::audience))
                .isEmpty();
    }
}
