package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.intake.Verdict.Admitted;
import org.entente.log.Feed;
import org.entente.log.KnownContent;
import org.entente.log.KnownContent.First;
import org.entente.log.LogWriter.Appended;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.To;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.release.Decisions;
import org.entente.stix.Candidate;
import org.entente.stix.StixBody;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has gone wrong with imported data and groups in other sharing platforms does not go wrong here. */
class PeersIncidentsTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final CommunityId ALONE = new CommunityId("alone");
    private static final CommunityId EMPTY = new CommunityId("empty");
    private static final CommunityId OF_XB = new CommunityId("of-xb");
    private static final From POLICY = From.everything(Tlp.AMBER);
    private static final StixId OBJECT = StixId.parse("malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d10");
    private static final int HIDDEN = 1;

    @ParameterizedTest
    @ValueSource(strings = {"alone", "empty"})
    void anEmptySharingGroupReachesNobody(String community) {
        ReleaseClass stated = stated(Audience.ofCommunity(new CommunityId(community)), malware(""));

        Decisions decisions = decisions(To.everythingUpTo(Tlp.RED), stated);

        assertThat(decisions.decide(2, XB)).isEqualTo(new Withhold(Rule.AUDIENCE));
        assertThat(decisions.recipients(2).size()).isEqualTo(1);
    }

    @Test
    void groupIdsInImportedDataNeverResolveToLocalOnes() {
        String imported = malware(
                ",\"labels\":[\"of-xb\",\"community:of-xb\"],\"x_sharing_group_id\":\"of-xb\","
                        + "\"x_distribution\":4,\"x_audience\":{\"open\":true,\"communities\":[\"of-xb\"],\"partners\":[\"xb-cert\"]}");

        ReleaseClass stated = stated(Audience.OPEN, imported);

        assertThat(stated.audience())
                .isEqualTo(stated(Audience.OPEN, malware("")).audience());
        assertThat(stated.audience().communities()).containsExactly(ALONE);
        assertThat(decisions(To.everythingUpTo(Tlp.RED), stated).allows(2, XB)).isFalse();
    }

    @Test
    void alreadyExistsIsNoOracle() {
        String object = malware("");
        KnownContent ofXb = new KnownContent(
                7,
                OBJECT,
                Instant.parse("2026-01-15T08:00:00Z"),
                ContentDigest.of(object.getBytes(StandardCharsets.UTF_8)),
                Map.of(HIDDEN, First.at(Instant.EPOCH)));

        SubmissionStatus exists = answer(Map.of(OBJECT, List.of(ofXb)), object);
        SubmissionStatus doesNot = answer(Map.of(), object);

        assertThat(exists).isEqualTo(doesNot);
        assertThat(exists.successes())
                .extracting(SubmissionStatus.Entry::message)
                .containsExactly("accepted");
    }

    @Test
    void aNullSectorMatchesNothing() {
        ReleaseClass none =
                stated(Audience.OPEN, malware(",\"object_marking_refs\":[\"" + Tlp.GREEN.marking() + "\"]"));
        To energyOnly = To.everythingUpTo(Tlp.RED).withTopics(Allowed.only(Set.of("energy")), Allowed.every());
        To unspecifiedToo =
                energyOnly.withTopics(Allowed.only(Set.of("energy", TrustPolicy.UNSPECIFIED)), Allowed.every());

        assertThat(none.topic().sectors()).isEmpty();
        assertThat(decisions(energyOnly, none).decide(2, XB)).isEqualTo(new Withhold(Rule.SECTOR));
        assertThat(decisions(unspecifiedToo, none).allows(2, XB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[null]", "[\"energy\",null]"})
    void aNullSectorInAnObjectIsRefused(String sectors) {
        String identity = "{\"type\":\"identity\",\"spec_version\":\"2.1\",\"id\":\"identity--" + UUID.randomUUID()
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\","
                + "\"name\":\"V\",\"sectors\":" + sectors + "}";

        assertThat(candidates(identity).get(0)).isInstanceOf(Candidate.Invalid.class);
    }

    private static ReleaseClass stated(Audience audience, String object) {
        return ((Admitted) judged(audience, Map.of(), object)).assertion().stated();
    }

    private static SubmissionStatus answer(Map<StixId, List<KnownContent>> known, String object) {
        List<Verdict> verdicts = List.of(judged(Audience.OPEN, known, object));
        return new StatusWriter(new UUID(1, 1), Instant.EPOCH).write(List.of(), verdicts, List.of(Appended.NEW));
    }

    private static Verdict judged(Audience audience, Map<StixId, List<KnownContent>> known, String object) {
        ReleaseClass ofXb = ReleaseClass.plain(Tlp.RED, Feed.THREATS, "malware", XB, Audience.OPEN);
        Background background = new Background(decisions(To.NOTHING, ofXb), XA, Instant.EPOCH, known);
        SubmissionRequest request = new SubmissionRequest(
                XA, SubmissionRequest.Shape.ENVELOPE, new byte[0], audience, false, Optional.empty());
        return new Judge(request, POLICY, background).judge(candidates(object)).get(0);
    }

    /** Where XB has this policy; class 1 is of XB and not for XA, class 2 the given one. */
    private static Decisions decisions(To ofXb, ReleaseClass subject) {
        Directory directory = Directory.of(
                1,
                List.of(member(XA, 1, To.everythingUpTo(Tlp.RED), ALONE), member(XB, 2, ofXb, OF_XB)),
                List.of(
                        new Community(ALONE, new UUID(1, 1), "Alone", Set.of(XA)),
                        new Community(EMPTY, new UUID(1, 2), "Empty", Set.of()),
                        new Community(OF_XB, new UUID(1, 3), "Others", Set.of(XB))));
        ReleaseClass hidden = ReleaseClass.plain(Tlp.RED, Feed.THREATS, "malware", XB, Audience.OPEN);
        return Decisions.compile(directory, List.of(new NumberedClass(HIDDEN, hidden), new NumberedClass(2, subject)));
    }

    private static Member member(PartnerId id, int ordinal, To to, CommunityId community) {
        TrustPolicy policy = new TrustPolicy(to, POLICY, Agreement.UNLIMITED);
        return new Member(id, id.value(), ordinal, true, true, Set.of(community), policy, 1);
    }

    private static List<Candidate> candidates(String object) {
        StixBody body = new StixReader(StixLimits.defaults())
                .readEnvelope(("{\"objects\":[" + object + "]}").getBytes(StandardCharsets.UTF_8));
        return ((StixBody.Read) body).candidates();
    }

    private static String malware(String members) {
        return "{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + OBJECT
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\","
                + "\"name\":\"m\",\"is_family\":true" + members + "}";
    }
}
