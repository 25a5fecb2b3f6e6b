package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.intake.Verdict.Admitted;
import org.entente.intake.Verdict.Held;
import org.entente.intake.Verdict.Refused;
import org.entente.intake.Verdict.Repeated;
import org.entente.log.Feed;
import org.entente.log.KnownContent;
import org.entente.log.KnownContent.First;
import org.entente.log.NumberedClass;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.Candidate;
import org.entente.stix.Finding;
import org.entente.stix.MarkingFamily;
import org.entente.stix.StixBody;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final String ID = "indicator--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d10";
    private static final String ADDRESS = "ipv4-addr--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d40";
    private static final CommunityId COMMUNITY = new CommunityId("demo-csirts");
    private static final String STATEMENT = "marking-definition--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d11";
    private static final From TAKES_ALL = From.everything(Tlp.AMBER);
    private static final int OWN = 1;
    private static final int HIDDEN = 2;
    private static final int SHARED = 3;
    private static final int RECALLED = 4;

    @Test
    void unmarkedObjectGetsTheTlpThePolicyAssumes() {
        Admitted verdict = (Admitted) judge(TAKES_ALL, indicator("a", "")).get(0);

        assertThat(verdict.assertion().stated().tlp()).isEqualTo(Tlp.AMBER);
    }

    @Test
    void unmarkedObjectIsRefusedWhereThePolicySaysSo() {
        From strict = From.everything(Tlp.AMBER).withAssumedTlp(Optional.empty());

        Refused verdict = (Refused) judge(strict, indicator("a", "")).get(0);

        assertThat(verdict.findings()).extracting(Finding::rule).containsExactly("unmarked");
    }

    @Test
    void strictestOfSeveralMarkingsCountsThoseOfPartsToo() {
        String markings = ",\"object_marking_refs\":[\"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da\"],"
                + "\"granular_markings\":[{\"selectors\":[\"name\"],"
                + "\"marking_ref\":\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"}]";

        Admitted verdict = (Admitted) judge(TAKES_ALL, indicator("a", markings)).get(0);

        assertThat(verdict.assertion().stated().tlp()).isEqualTo(Tlp.RED);
        assertThat(verdict.findings()).extracting(Finding::rule).contains("red-without-recipients");
    }

    @Test
    void kindThePolicyLeavesOutIsRefused() {
        From onlyMalware = From.everything(Tlp.GREEN).withKinds(Allowed.only(Set.of("malware")));

        Refused verdict = (Refused) judge(onlyMalware, indicator("a", "")).get(0);

        assertThat(verdict.findings()).extracting(Finding::rule).containsExactly("kind-not-accepted");
    }

    @Test
    void objectsOfAPartnerUnderReviewAreHeld() {
        From hold = From.everything(Tlp.GREEN).withMode(Mode.HOLD);

        assertThat(judge(hold, indicator("a", "")).get(0)).isInstanceOf(Held.class);
    }

    @Test
    void partnerWhosePolicyRefusesGetsEveryObjectBackWithAReason() {
        From closed = TAKES_ALL.withMode(Mode.REFUSE);

        List<Verdict> verdicts = judge(closed, indicator("a", ""), object("malware", "22", ",\"is_family\":false"));

        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(((Refused) verdict).findings())
                        .extracting(Finding::rule)
                        .contains("not-accepted"));
    }

    @Test
    void nothingIsTakenOutsideTheAgreement() {
        Instant end = Instant.parse("2026-06-01T00:00:00Z");
        Agreement agreement = new Agreement(Optional.empty(), Optional.of(end));

        Verdict before = judgeAt(end.minusSeconds(1), agreement);
        Verdict after = judgeAt(end, agreement);

        assertThat(before).isInstanceOf(Admitted.class);
        assertThat(((Refused) after).message()).contains("agreement");
    }

    private static Verdict judgeAt(Instant now, Agreement agreement) {
        Background background = new Background(decisions(Duration.ZERO, agreement), XA, now, Map.of());
        return new Judge(request(), TAKES_ALL, background)
                .judge(candidates(indicator("a", "")))
                .get(0);
    }

    @Test
    void entryUnderEmbargoIsAsHiddenAsOneThatMayNeverBeSeen() {
        Instant added = Instant.parse("2026-06-01T00:00:00Z");
        StixObject known = ((Candidate.Valid) candidates(indicator("a", "")).get(0)).object();
        KnownContent content = new KnownContent(
                7, known.id(), known.version(), ContentDigest.of(known.bytes()), Map.of(SHARED, First.at(added)));
        Decisions delaying = decisions(Duration.ofDays(1), Agreement.UNLIMITED);

        Background during =
                new Background(delaying, XA, added.plus(Duration.ofHours(23)), Map.of(known.id(), List.of(content)));
        Background afterwards =
                new Background(delaying, XA, added.plus(Duration.ofHours(24)), Map.of(known.id(), List.of(content)));

        assertThat(during.visibleClasses(known.id())).isEmpty();
        assertThat(during.hiddenContents(known, new byte[0])).containsExactly(7L);
        assertThat(afterwards.visibleClasses(known.id())).containsExactly(SHARED);
    }

    @Test
    void ownEntryIsKnownToItsSubmitterWhateverTheDelay() {
        Decisions delaying = decisions(Duration.ofDays(1), Agreement.UNLIMITED);
        StixId id = StixId.parse(ID);
        KnownContent own = new KnownContent(7, id, Instant.EPOCH, new byte[32], Map.of(OWN, First.at(Instant.MAX)));

        assertThat(new Background(delaying, XA, Instant.EPOCH, Map.of(id, List.of(own))).isOwn(id))
                .isTrue();
    }

    @Test
    void idOfAViewTheSubmitterWasGivenMeansTheOriginalAndTheOriginalsIdMeansNothing() {
        Decisions hiding = decisions(new Obligations(true, Set.of(), false, false));
        StixId original = StixId.parse(ID);
        StixId ofView = hiding.nameOf(original, SHARED, Map.of(), XA);
        Background background = knowing(hiding, indicator("a", ""));

        References toView = tiedTo(background, ofView);
        References toOriginal = tiedTo(background, original);
        References toNothing = tiedTo(background, new StixId("indicator", new UUID(0x5000, 1L << 63)));

        assertThat(ofView).isNotEqualTo(original);
        assertThat(toView.others()).isEqualTo(Map.of(original, Set.of(SHARED)));
        assertThat(toOriginal).isEqualTo(References.NONE);
        assertThat(toNothing).isEqualTo(References.NONE);
    }

    @Test
    void nothingIsSentInUnderTheIdOfAViewAndUnderTheOriginalsAsIfItWereNew() {
        Decisions hiding = decisions(new Obligations(true, Set.of(), false, false));
        String ofView = hiding.nameOf(StixId.parse(ID), SHARED, Map.of(), XA).toString();
        Background background = knowing(hiding, indicator("a", ""));

        Verdict underView = judge(background, indicator("b", "").replace(ID, ofView));
        Verdict underOriginal = judge(background, indicator("b", ""));

        assertThat(((Refused) underView).findings()).extracting(Finding::rule).contains("not-your-object");
        assertThat(((Admitted) underOriginal).hiddenContents()).containsExactly(7L);
    }

    @Test
    void memberKnownByAViewIsAMemberLikeOthersUnlessItHasMembersItself() {
        Decisions hiding = decisions(new Obligations(true, Set.of(), false, false));
        StixId ofView = hiding.nameOf(StixId.parse(ID), SHARED, Map.of(), XA);
        StixId report = StixId.parse("report--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d40");
        StixId ofReport = hiding.nameOf(report, SHARED, Map.of(), XA);
        KnownContent container =
                new KnownContent(8, report, Instant.EPOCH, new byte[32], Map.of(SHARED, First.at(Instant.EPOCH)));
        Background background = new Background(hiding, XA, Instant.EPOCH, Map.of(report, List.of(container)));

        References plain = listing(knowing(hiding, indicator("a", "")), ofView);
        References nested = listing(background, ofReport);

        assertThat(plain.members()).isEqualTo(Map.of(ofView, Set.of(SHARED)));
        assertThat(plain.freeMembers()).isFalse();
        assertThat(nested.others()).isEqualTo(Map.of(report, Set.of(SHARED)));
        assertThat(nested.members()).isEmpty();
        assertThat(nested.freeMembers()).isTrue();
    }

    private static References listing(Background background, StixId member) {
        String note = object("note", "23", ",\"content\":\"x\",\"object_refs\":[\"" + member + "\"]");
        return ((Admitted) judge(background, note)).assertion().references();
    }

    @Test
    void hiddenSubmittersReferenceToAViewStaysWhereOtherReadersKnowTheObjectByTheSameId() {
        Decisions plain = decisions(Obligations.NONE, Attribution.OPERATORS);
        Decisions obliged = decisions(new Obligations(true, Set.of(), false, false), Attribution.OPERATORS);
        StixId shared = plain.nameOf(StixId.parse(ID), SHARED, Map.of(), XA);
        StixId own = obliged.nameOf(StixId.parse(ID), SHARED, Map.of(), XA);
        From hidden = TAKES_ALL.withAttribution(Attribution.OPERATORS);

        References toShared = tiedTo(hidden, knowing(plain, indicator("a", "")), shared);
        References toOwn = tiedTo(hidden, knowing(obliged, indicator("a", "")), own);

        assertThat(shared).isNotEqualTo(StixId.parse(ID));
        assertThat(toShared.foreign()).contains(shared);
        assertThat(toOwn.foreign()).doesNotContain(own);
    }

    private static References tiedTo(From policy, Background background, StixId target) {
        String sighting = object("sighting", "24", ",\"sighting_of_ref\":\"" + target + "\"");
        Verdict verdict = new Judge(request(), policy, background)
                .judge(candidates(sighting))
                .get(0);
        return ((Admitted) verdict).assertion().references();
    }

    private static References tiedTo(Background background, StixId target) {
        String relationship = object(
                "relationship",
                "21",
                ",\"relationship_type\":\"related-to\",\"source_ref\":\"" + target
                        + "\",\"target_ref\":\"malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d22\"");
        return ((Admitted) judge(background, relationship)).assertion().references();
    }

    private static Verdict judge(Background background, String object) {
        return new Judge(request(), TAKES_ALL, background)
                .judge(candidates(object))
                .get(0);
    }

    /** Where another partner sent the object in, under a class that may be given to the submitter. */
    private static Background knowing(Decisions decisions, String known) {
        StixObject object = ((Candidate.Valid) candidates(known).get(0)).object();
        KnownContent content = new KnownContent(
                7,
                object.id(),
                object.version(),
                ContentDigest.of(object.bytes()),
                Map.of(SHARED, First.at(Instant.EPOCH)));
        return new Background(decisions, XA, Instant.EPOCH, Map.of(object.id(), List.of(content)))
                .with(Map.of(7L, object.bytes()));
    }

    @Test
    void markingNobodyExplainedIsUnknownAndAStatementIsNot() {
        String marked = ",\"object_marking_refs\":[\"" + STATEMENT + "\"]";
        String definition = "{\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"" + STATEMENT
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"definition_type\":\"statement\","
                + "\"definition\":{\"statement\":\"Copyright of XA\"}}";

        Admitted unexplained =
                (Admitted) judge(TAKES_ALL, indicator("a", marked)).get(0);
        Admitted explained =
                (Admitted) judge(TAKES_ALL, indicator("a", marked), definition).get(0);

        assertThat(unexplained.assertion().stated().markings().families()).containsExactly(MarkingFamily.OTHER);
        assertThat(explained.assertion().stated().markings().families()).containsExactly(MarkingFamily.STATEMENT);
    }

    @Test
    void sameObjectTwiceInOneBodyIsTakenOnceAndAContradictionIsRefused() {
        List<Verdict> verdicts = judge(TAKES_ALL, indicator("a", ""), indicator("a", ""), indicator("b", ""));

        assertThat(verdicts.get(0)).isInstanceOf(Admitted.class);
        assertThat(verdicts.get(1)).isInstanceOf(Repeated.class);
        assertThat(((Refused) verdicts.get(2)).findings())
                .extracting(Finding::rule)
                .containsExactly("version-conflict");
    }

    @Test
    void contradictionOfOnesOwnObjectIsRefused() {
        Refused verdict = (Refused) judgeAgainst(OWN, indicator("a", ""), indicator("b", ""));

        assertThat(verdict.findings()).extracting(Finding::rule).containsExactly("version-conflict");
    }

    @Test
    void versionOfAnothersVisibleObjectIsRefused() {
        String later = indicator("b", "").replace("\"modified\":\"2026-01", "\"modified\":\"2026-02");

        Refused verdict = (Refused) judgeAgainst(SHARED, indicator("a", ""), later);

        assertThat(verdict.findings()).extracting(Finding::rule).containsExactly("not-your-object");
    }

    @Test
    void versionsApartByLessThanIsKeptAreOneVersion() {
        String first = indicator("a", "").replace("08:00:00.000Z\",\"name", "08:00:00.1234561Z\",\"name");
        String second = indicator("b", "").replace("08:00:00.000Z\",\"name", "08:00:00.1234569Z\",\"name");

        List<Verdict> verdicts = judge(TAKES_ALL, first, second);

        assertThat(verdicts.get(0)).isInstanceOf(Admitted.class);
        assertThat(((Refused) verdicts.get(1)).findings())
                .extracting(Finding::rule)
                .containsExactly("version-conflict");
    }

    @Test
    void whatWasRecalledIsSaidToStaySo() {
        String known = indicator("a", "");
        String later = indicator("b", "").replace("\"modified\":\"2026-01", "\"modified\":\"2026-02");

        assertThat(judgeAgainst(RECALLED, known, known).findings())
                .extracting(Finding::rule)
                .containsExactly("recalled");
        assertThat(judgeAgainst(OWN, known, known).findings()).isEmpty();
        assertThat(judgeAgainst(RECALLED, known, later).findings()).isEmpty();
    }

    @Test
    void whatWouldBeHeldIsRefusedWhereOnlyARefusedDefinitionMakesItStricter() {
        String marking = "marking-definition--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d11";
        String marked = indicator("a", ",\"object_marking_refs\":[\"" + marking + "\"]");
        String definition = "{\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"" + marking
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"definition_type\":\"%s\",\"definition\":{\"%s\":\"red\"}}";
        From held = TAKES_ALL.withMode(TrustPolicy.Mode.HOLD);

        Refused refused = (Refused)
                judge(held, marked, definition.formatted("tlp", "tlp")).get(0);
        Verdict.Held waits = (Verdict.Held) judge(held, marked, definition.formatted("statement", "statement"))
                .get(0);

        assertThat(refused.findings()).extracting(Finding::rule).contains("marking-refused");
        assertThat(waits.markings()).containsExactly(StixId.parse(marking));
    }

    @Test
    void laterVersionOfOnesOwnObjectIsTaken() {
        String later = indicator("b", "").replace("\"modified\":\"2026-01", "\"modified\":\"2026-02");

        assertThat(judgeAgainst(OWN, indicator("a", ""), later)).isInstanceOf(Admitted.class);
    }

    @Test
    void sameBytesAsSomethingHiddenAreJudgedLikeBytesNobodyHas() {
        String known = indicator("a", "");

        List<Verdict> hidden = judgeAgainstAll(HIDDEN, known, indicator("b", ""), known);
        List<Verdict> absent = judge(TAKES_ALL, indicator("b", ""), known);

        assertThat(hidden)
                .extracting(Object::getClass)
                .isEqualTo(absent.stream().map(Object::getClass).toList());
        assertThat(((Refused) hidden.get(1)).findings()).isEqualTo(((Refused) absent.get(1)).findings());
    }

    @Test
    void translationIsHeldAgainstWhatItTranslatesWhereverThatStandsInTheBody() {
        String original = indicator("a", "");
        String id = "indicator--" + original.replaceAll(".*\"id\":\"indicator--([^\"]*)\".*", "$1");
        String fitting = object(
                "language-content", "11", ",\"object_ref\":\"" + id + "\",\"contents\":{\"de\":{\"name\":\"b\"}}");
        String broken = fitting.replace("{\"name\":\"b\"}", "{\"name\":[\"b\"]}");
        String ofAnotherVersion =
                broken.replace("\"contents\"", "\"object_modified\":\"2020-01-01T00:00:00.000Z\",\"contents\"");

        assertThat(judge(TAKES_ALL, fitting, original).get(0)).isInstanceOf(Admitted.class);
        assertThat(((Refused) judge(TAKES_ALL, broken, original).get(0)).findings())
                .extracting(Finding::rule)
                .containsExactly("translation-shape");
        assertThat(judge(TAKES_ALL, ofAnotherVersion, original).get(0)).isInstanceOf(Admitted.class);
        assertThat(judge(TAKES_ALL, broken).get(0)).isInstanceOf(Admitted.class);
    }

    @Test
    void observableOfAnotherPartnerUnderTheSameIdIsTaken() {
        String known = "{\"type\":\"ipv4-addr\",\"spec_version\":\"2.1\",\"id\":\"" + ADDRESS
                + "\",\"value\":\"198.51.100.3\"}";
        String other = known.replace("\"value\"", "\"defanged\":true,\"value\"");

        assertThat(judgeAgainst(SHARED, known, other)).isInstanceOf(Admitted.class);
        assertThat(judgeAgainst(OWN, known, other)).isInstanceOf(Refused.class);
    }

    @Test
    void amberObjectWithoutAudienceIsForTheSubmittersCommunitiesOfThatMoment() {
        Admitted verdict = (Admitted) judgeAgainst(OWN, indicator("a", ""), indicator("a", ""));

        assertThat(verdict.assertion().stated().audience()).isEqualTo(Audience.ofCommunity(COMMUNITY));
    }

    @Test
    void markingTheGuardWouldFindCountsWhereverItStands() {
        String file = object(
                "file",
                "30",
                ",\"name\":\"a.pdf\",\"extensions\":{\"pdf-ext\":{\"document_info_dict\":{\"marking_ref\":"
                        + "\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"}}}");
        String observable = file.replaceAll(",\"(created|modified)\":\"[^\"]*\"", "");

        Admitted verdict = (Admitted) judge(TAKES_ALL, observable).get(0);

        assertThat(verdict.assertion().stated().tlp()).isEqualTo(Tlp.RED);
    }

    @Test
    void refusedObjectOfTheSameBodyTiesNothing() {
        From noIndicators = From.everything(Tlp.GREEN).withKinds(Allowed.only(Set.of("relationship")));
        String relationship = object(
                "relationship",
                "21",
                ",\"relationship_type\":\"related-to\",\"source_ref\":\"" + ID
                        + "\",\"target_ref\":\"malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d22\"");

        List<Verdict> verdicts = judge(noIndicators, indicator("a", ""), relationship);

        assertThat(verdicts.get(0)).isInstanceOf(Refused.class);
        assertThat(((Admitted) verdicts.get(1)).assertion().references()).isEqualTo(References.NONE);
    }

    @Test
    void contradictionOfSomethingHiddenLooksLikeAcceptance() {
        Admitted verdict = (Admitted) judgeAgainst(HIDDEN, indicator("a", ""), indicator("b", ""));
        Admitted innocent = (Admitted) judge(TAKES_ALL, indicator("b", "")).get(0);

        assertThat(verdict.hiddenContents()).containsExactly(7L);
        assertThat(verdict.findings()).isEqualTo(innocent.findings());
        assertThat(verdict.assertion().stated()).isEqualTo(innocent.assertion().stated());
    }

    @Test
    void sameValueInAnotherSpellingKeepsTheFirstSpelling() {
        String first = indicator("a", "");
        String reordered = first.replace(
                "\"type\":\"indicator\",\"spec_version\":\"2.1\"", "\"spec_version\":\"2.1\", \"type\":\"indicator\"");

        Admitted verdict = (Admitted) judgeAgainst(SHARED, first, reordered);

        assertThat(verdict.assertion().content())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(first);
    }

    @Test
    void objectIsTiedToWhatItsSubmitterMayKnowAndToNothingElse() {
        String relationship = object(
                "relationship",
                "21",
                ",\"relationship_type\":\"related-to\",\"source_ref\":\"" + ID
                        + "\",\"target_ref\":\"malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d22\"");

        Admitted visible = (Admitted) judgeAgainst(SHARED, indicator("a", ""), relationship);
        Admitted hidden = (Admitted) judgeAgainst(HIDDEN, indicator("a", ""), relationship);
        Admitted sameBody =
                (Admitted) judge(TAKES_ALL, relationship, indicator("a", "")).get(0);

        assertThat(visible.assertion().references().others()).isEqualTo(Map.of(StixId.parse(ID), Set.of(SHARED)));
        assertThat(hidden.assertion().references()).isEqualTo(References.NONE);
        assertThat(sameBody.assertion().references()).isEqualTo(References.toOwn(Set.of(StixId.parse(ID))));
    }

    @Test
    void courseOfActionAndWhatBelongsToItAreMitigations() {
        String course = object("course-of-action", "20", ",\"name\":\"Block it\"");
        String mitigates = object(
                "relationship",
                "21",
                ",\"relationship_type\":\"mitigates\","
                        + "\"source_ref\":\"course-of-action--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d20\","
                        + "\"target_ref\":\"malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d22\"");
        String note = object(
                "note",
                "23",
                ",\"content\":\"Works\",\"object_refs\":[\"course-of-action--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d20\","
                        + "\"malware--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d22\"]");

        List<Verdict> verdicts = judge(TAKES_ALL, course, mitigates, note);

        assertThat(verdicts)
                .extracting(v -> ((Admitted) v).assertion().stated().feed())
                .containsExactly(Feed.MITIGATIONS, Feed.MITIGATIONS, Feed.THREATS);
    }

    private static List<Verdict> judge(From policy, String... objects) {
        Background nothing = new Background(decisions(), XA, Instant.EPOCH, Map.of());
        return new Judge(request(), policy, nothing).judge(candidates(objects));
    }

    /** Judges an object when another content of it is known under the given class. */
    private static Verdict judgeAgainst(int classNumber, String known, String candidate) {
        return judgeAgainstAll(classNumber, known, candidate).get(0);
    }

    private static List<Verdict> judgeAgainstAll(int classNumber, String known, String... candidates) {
        StixObject object = ((Candidate.Valid) candidates(known).get(0)).object();
        byte[] digest = ContentDigest.of(object.bytes());
        KnownContent content = new KnownContent(
                7, object.id(), object.version(), digest, Map.of(classNumber, First.at(Instant.EPOCH)));
        Background background = new Background(decisions(), XA, Instant.EPOCH, Map.of(object.id(), List.of(content)))
                .with(Map.of(7L, object.bytes()));
        return new Judge(request(), TAKES_ALL, background).judge(candidates(candidates));
    }

    private static Decisions decisions() {
        return decisions(Duration.ZERO, Agreement.UNLIMITED);
    }

    private static Decisions decisions(Duration delay, Agreement agreement) {
        return decisions(
                new TrustPolicy(TrustPolicy.To.everythingUpTo(Tlp.RED).withDelay(delay), TAKES_ALL, agreement));
    }

    private static Decisions decisions(Obligations view) {
        return decisions(
                new TrustPolicy(TrustPolicy.To.everythingUpTo(Tlp.RED).withView(view), TAKES_ALL, Agreement.UNLIMITED));
    }

    private static Decisions decisions(Obligations view, Attribution attribution) {
        return decisions(
                new TrustPolicy(TrustPolicy.To.everythingUpTo(Tlp.RED).withView(view), TAKES_ALL, Agreement.UNLIMITED),
                attribution);
    }

    private static Decisions decisions(TrustPolicy policy) {
        return decisions(policy, Attribution.EVERYONE);
    }

    /** @param attribution of what others sent in */
    private static Decisions decisions(TrustPolicy policy, Attribution attribution) {
        Directory directory = Directory.of(
                1,
                List.of(
                        new Member(XA, "XA", 1, true, true, Set.of(COMMUNITY), policy, 1),
                        new Member(XB, "XB", 2, true, true, Set.of(), policy, 1)),
                List.of(new Community(COMMUNITY, new UUID(1, 1), "Demo", Set.of(XA))));
        return Decisions.compile(
                directory,
                List.of(
                        new NumberedClass(OWN, indicatorClass(XA, Tlp.GREEN)),
                        new NumberedClass(HIDDEN, indicatorClass(XB, Tlp.RED)),
                        new NumberedClass(
                                SHARED,
                                new ReleaseClass(
                                        ReleaseClass.Markings.of(Tlp.GREEN),
                                        ReleaseClass.Topic.of(Feed.THREATS, "indicator"),
                                        new ReleaseClass.Origin(XB, attribution, false),
                                        Audience.OPEN,
                                        List.of())),
                        new NumberedClass(
                                RECALLED, indicatorClass(XA, Tlp.GREEN).withdrawn())));
    }

    private static ReleaseClass indicatorClass(PartnerId submitter, Tlp tlp) {
        return ReleaseClass.plain(tlp, Feed.THREATS, "indicator", submitter, Audience.OPEN);
    }

    private static SubmissionRequest request() {
        return new SubmissionRequest(
                XA, SubmissionRequest.Shape.ENVELOPE, new byte[0], Audience.OPEN, false, Optional.empty());
    }

    private static List<Candidate> candidates(String... objects) {
        String envelope = "{\"objects\":[" + String.join(",", objects) + "]}";
        StixBody body = new StixReader(StixLimits.defaults()).readEnvelope(envelope.getBytes(StandardCharsets.UTF_8));
        return ((StixBody.Read) body).candidates();
    }

    private static String indicator(String name, String members) {
        return object(
                "indicator",
                "10",
                ",\"name\":\"" + name
                        + "\",\"pattern\":\"[url:value = 'u']\",\"pattern_type\":\"stix\","
                        + "\"valid_from\":\"2026-01-15T08:00:00Z\",\"indicator_types\":[\"malicious-activity\"]"
                        + members);
    }

    private static String object(String type, String lastByte, String members) {
        return "{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type
                + "--0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d" + lastByte
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\""
                + members + "}";
    }
}
