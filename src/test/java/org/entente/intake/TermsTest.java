package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.entente.intake.Verdict.Admitted;
import org.entente.log.Feed;
import org.entente.log.KnownContent;
import org.entente.log.KnownContent.First;
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
import org.entente.partner.TrustPolicy.From;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.StixBody;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which class an object is taken under. */
class TermsTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final CommunityId COMMUNITY = new CommunityId("demo-csirts");
    private static final From POLICY = From.everything(Tlp.AMBER);
    private static final String UUID_START = "0b8a3f0e-3d5e-4f0c-8a52-1d1f6b7b9d";
    private static final String MARKING = "marking-definition--" + UUID_START + "11";
    private static final String CREATOR = "identity--" + UUID_START + "30";
    private static final String LOCATION = "location--" + UUID_START + "40";
    private static final String GREEN = Tlp.GREEN.marking().toString();
    private static final String RED = Tlp.RED.marking().toString();
    private static final int OF_XB = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"PAP:AMBER\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Mind it\"}",
                "\"definition_type\":\"PAP\",\"definition\":{\"PAP\":\"PAP:AMBER\"}",
                "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"PAP:AMBER\"}",
                "\"extensions\":{\"extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b\":"
                        + "{\"extension_type\":\"property-extension\",\"pap\":\"amber\"}}"
            })
    void papIsReadHoweverTheSubmitterDefinesIt(String definition) {
        ReleaseClass stated = stated(marked(MARKING), definition(definition));

        assertThat(stated.markings().pap()).isEqualTo(Pap.AMBER);
        assertThat(stated.markings().families()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "AMBER_STRICT|STATEMENT|\"definition_type\":\"statement\",\"definition\":{\"statement\":\"custom\"},"
                        + "\"x_opencti_definition_type\":\"TLP\",\"x_opencti_definition\":\"TLP:AMBER+STRICT\"",
                "RED|STATEMENT|\"name\":\"TLP:RED\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Ours\"}",
                "RED|STATEMENT|\"definition_type\":\"statement\",\"definition\":{\"statement\":\"tlp:red\"}",
                "AMBER_STRICT|OTHER|\"definition_type\":\"TLP\",\"definition\":{\"TLP\":\"amber+strict\"}",
                "RED|STATEMENT|\"name\":\"TLP:AMBER for the board\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"x\"}"
            })
    void tlpThatAProductDefinesUnderItsOwnIdCountsBesideWhatElseItSays(
            Tlp level, MarkingFamily family, String definition) {
        ReleaseClass stated = stated(marked(MARKING), definition(definition));
        ReleaseClass part = stated(granular(GREEN, MARKING, "description"), definition(definition));

        assertThat(stated.markings()).isEqualTo(new Markings(level, level, true, Pap.CLEAR, Set.of(family)));
        // Nothing takes such a part out.
        assertThat(part.markings()).isEqualTo(new Markings(level, Tlp.GREEN, false, Pap.CLEAR, Set.of(family)));
    }

    @Test
    void definitionThatIsUnmarkedOrContradictsAnotherExplainsAllTheSame() {
        From refusesUnmarked = new From(
                POLICY.kinds(),
                Optional.empty(),
                POLICY.maxConfidence(),
                POLICY.mode(),
                POLICY.attribution(),
                POLICY.recipientsNamed(),
                POLICY.quotas());
        String red = definition(
                "\"name\":\"TLP:RED\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"x\"}");
        String again = red.replace("TLP:RED", "TLP:GREEN");

        assertThat(stated(refusesUnmarked, marked(MARKING), red).markings().tlp())
                .isEqualTo(Tlp.RED);
        assertThat(stated(marked(MARKING), red, again).markings().tlp()).isEqualTo(Tlp.RED);
        assertThat(stated(marked(MARKING), again, red).markings().tlp()).isEqualTo(Tlp.RED);
    }

    @Test
    void definitionThatIsRefusedMakesItsMarkingStricterAndNothingElse() {
        From noDefinitions = POLICY.withKinds(Allowed.only(Set.of("indicator")));
        String statement = "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"";
        String part = granular(GREEN, MARKING, "description");

        assertThat(stated(
                                noDefinitions,
                                marked(MARKING),
                                definition("\"name\":\"TLP:CLEAR\"," + statement + "PAP:CLEAR\"}"))
                        .markings())
                .isEqualTo(new Markings(Tlp.AMBER, Tlp.AMBER, true, Pap.CLEAR, Set.of(MarkingFamily.OTHER)));
        String acs = "\"extensions\":{\"extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce\":"
                + "{\"extension_type\":\"property-extension\",\"name\":\"x\"}}";
        assertThat(stated(noDefinitions, marked(MARKING), definition(acs))
                        .markings()
                        .families())
                .containsExactlyInAnyOrder(MarkingFamily.OTHER, MarkingFamily.ACS);
        String strict = definition("\"name\":\"TLP:RED\"," + statement + "PAP:RED\"}");
        assertThat(stated(noDefinitions, marked(MARKING), strict).markings())
                .isEqualTo(new Markings(Tlp.RED, Tlp.RED, true, Pap.RED, Set.of(MarkingFamily.OTHER)));
        assertThat(stated(noDefinitions, part, strict).markings())
                .isEqualTo(new Markings(Tlp.RED, Tlp.GREEN, false, Pap.RED, Set.of(MarkingFamily.OTHER)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"green\"}",
                "\"extensions\":{\"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d\":"
                        + "{\"extension_type\":\"property-extension\",\"tlp_2_0\":\"green\"}}",
                "\"definition_type\":\"statement\",\"definition\":7"
            })
    void definitionThatBreaksTheStandardCountsAsTheStrictest(String definition) {
        assertThat(stated(marked(MARKING), definition(definition)).markings())
                .isEqualTo(new Markings(Tlp.RED, Tlp.RED, true, Pap.RED, Set.of(MarkingFamily.OTHER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"extensions\":{\"extension-definition--" + UUID_START
                        + "77\":{\"extension_type\":\"property-extension\",\"pap\":\"clear\",\"tlp\":\"green\"},"
                        + "\"extension-definition--" + UUID_START
                        + "78\":{\"extension_type\":\"property-extension\",\"pap\":\"red\",\"tlp\":\"red\"}}",
                "\"extensions\":{\"extension-definition--" + UUID_START
                        + "77\":{\"extension_type\":\"property-extension\",\"pap\":\"clear\",\"PAP\":\"red\","
                        + "\"tlp\":\"green\",\"Tlp\":\"red\"}}"
            })
    void ofSeveralLevelsInExtensionsTheStrictestCounts(String definition) {
        Markings markings = stated(marked(MARKING), definition(definition)).markings();

        assertThat(markings.tlp()).isEqualTo(Tlp.RED);
        assertThat(markings.pap()).isEqualTo(Pap.RED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "AMBER|ACS|\"name\":\"PAP:AMBER\",\"extensions\":{\"extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce\":"
                        + "{\"extension_type\":\"property-extension\",\"name\":\"x\"}}",
                "RED|STATEMENT|\"name\":\"PAP:internal\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Mine\"}",
                "RED|OTHER|\"definition_type\":\"pap\",\"definition\":{\"pap\":7}",
                "RED|STATEMENT|\"x_opencti_definition\":\"PAP:secret\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Mine\"}"
            })
    void papThatCannotBeReadIsRedAndHidesNothingElse(Pap level, MarkingFamily family, String definition) {
        assertThat(stated(marked(MARKING), definition(definition)).markings())
                .isEqualTo(new Markings(Tlp.AMBER, Tlp.AMBER, true, level, Set.of(family)));
    }

    @ParameterizedTest
    @CsvSource({"PAP: AMBER, AMBER", "PAP:RED (no scans), RED", "pap:none, RED"})
    void labelThatIsNoLevelOfPapIsTheStrictest(String label, Pap level) {
        String labelled = indicator(",\"labels\":[\"" + label + "\"]");

        assertThat(stated(labelled).markings().pap()).isEqualTo(level);
    }

    @Test
    void strictestPapCountsLabelsAndPublishedInstancesToo() {
        String published = marked("marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9");
        String labelled = published.replace("\"name\":", "\"labels\":[\"Pap:Red\",\"pap:clear\"],\"name\":");

        assertThat(stated(published).markings().pap()).isEqualTo(Pap.GREEN);
        assertThat(stated(published).markings().families()).isEmpty();
        assertThat(stated(labelled).markings().pap()).isEqualTo(Pap.RED);
        assertThat(stated(indicator("")).markings().pap()).isEqualTo(Pap.CLEAR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "STATEMENT|\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Mine\"}",
                "IEP|\"definition_type\":\"iep\",\"definition\":{\"name\":\"Ours\"}",
                "IEP|\"extensions\":{\"extension-definition--" + UUID_START
                        + "77\":{\"extension_type\":\"property-extension\",\"iep_version\":\"2.0\"}}",
                "ACS|\"extensions\":{\"extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce\":"
                        + "{\"extension_type\":\"property-extension\",\"name\":\"x\"}}",
                "OTHER|\"definition_type\":\"x-house-rule\",\"definition\":{\"rule\":\"x\"}"
            })
    void markingBelongsToTheFamilyItsDefinitionSays(MarkingFamily family, String definition) {
        assertThat(stated(marked(MARKING), definition(definition)).markings().families())
                .containsExactly(family);
    }

    @Test
    void markingWhoseDefinitionTheSubmitterDidNotGiveIsOfNoKnownFamily() {
        assertThat(stated(marked(MARKING)).markings().families()).containsExactly(MarkingFamily.OTHER);
    }

    @Test
    void partsMarkedAboveTheWholeAreToldApartAndMayBeSeparable() {
        ReleaseClass removable = stated(granular(GREEN, RED, "description"));
        ReleaseClass needed = stated(granular(GREEN, RED, "pattern"));
        ReleaseClass below = stated(granular(RED, GREEN, "description"));

        assertThat(removable.markings()).isEqualTo(new Markings(Tlp.RED, Tlp.GREEN, true, Pap.CLEAR, Set.of()));
        assertThat(needed.markings()).isEqualTo(new Markings(Tlp.RED, Tlp.GREEN, false, Pap.CLEAR, Set.of()));
        assertThat(below.markings()).isEqualTo(Markings.of(Tlp.RED));
    }

    @Test
    void wholeWithoutAMarkingHasTheOneThePolicyAssumesWhateverItsPartsHave() {
        String onlyParts = indicator(",\"description\":\"x\",\"granular_markings\":[{\"selectors\":[\"description\"],"
                + "\"marking_ref\":\"" + GREEN + "\"}]");

        assertThat(stated(onlyParts).markings()).isEqualTo(Markings.of(Tlp.AMBER));
    }

    @Test
    void markingTheGuardFindsAnywhereElseCountsForTheWhole() {
        String hidden = indicator(",\"x_inner\":{\"object_marking_refs\":[\"" + RED + "\"]}");

        assertThat(stated(hidden).markings()).isEqualTo(Markings.of(Tlp.RED));
    }

    @Test
    void confidenceCountsAsFarAsThePolicyLetsIt() {
        From capped = POLICY.withMaxConfidence(60);

        assertThat(stated(capped, indicator(",\"confidence\":90")).topic().confidence())
                .isEqualTo(60);
        assertThat(stated(capped, indicator(",\"confidence\":15")).topic().confidence())
                .isEqualTo(15);
        assertThat(stated(capped, indicator("")).topic().confidence()).isEqualTo(Topic.UNSTATED);
    }

    @Test
    void sectorsAndRegionsComeFromTheObjectItsLabelsAndWhatItRefersTo() {
        String identity = object("identity", "31", ",\"name\":\"Victim\",\"sectors\":[\"Energy\",\"x-Rail\"]");
        String location = object("location", "40", ",\"country\":\"xk\"");
        String europe = object("location", "41", ",\"region\":\"europe\",\"country\":\"DE\"");
        String relationship = object(
                "relationship",
                "50",
                ",\"relationship_type\":\"located-at\",\"source_ref\":\"identity--" + UUID_START
                        + "31\",\"target_ref\":\"" + LOCATION + "\"");
        String labelled = indicator(",\"labels\":[\"sector:Water\",\"western-africa\",\"region:nowhere\",\"c2\"]");

        Topic ofIdentity = stated(identity).topic();
        Topic ofRelationship = stated(relationship, identity, location).topic();
        Topic ofLabelled = stated(labelled).topic();

        assertThat(ofIdentity.sectors()).containsExactly("energy", "other");
        assertThat(stated(europe).topic().regions()).containsExactly("europe");
        assertThat(ofRelationship.sectors()).containsExactly("energy", "other");
        assertThat(ofRelationship.regions()).containsExactly("XK");
        assertThat(ofLabelled.sectors()).containsExactly("water");
        assertThat(ofLabelled.regions()).containsExactly("western-africa");
    }

    @Test
    void objectOfOthersCountsByWhatTheSubmitterMayKnowOfIt() {
        String sighting = object(
                "relationship",
                "50",
                ",\"relationship_type\":\"related-to\",\"source_ref\":\"" + LOCATION + "\",\"target_ref\":\"malware--"
                        + UUID_START + "60\"");
        KnownContent location = new KnownContent(
                9, StixId.parse(LOCATION), Instant.EPOCH, new byte[32], Map.of(OF_XB, First.at(Instant.EPOCH)));

        ReleaseClass known = stated(POLICY, Map.of(location.id(), List.of(location)), sighting);
        ReleaseClass unknown = stated(sighting);

        assertThat(known.topic().regions()).containsExactly("oceania");
        assertThat(unknown.topic().regions()).isEmpty();
    }

    @Test
    void namesOutsideTheVocabularyMakeNoClassesOfTheirOwn() {
        String sectors = String.join(
                ",", IntStream.range(0, 65).mapToObj(i -> "\"x-" + i + "\"").toList());

        assertThat(stated(object("identity", "31", ",\"name\":\"V\",\"sectors\":[" + sectors + "]"))
                        .topic()
                        .sectors())
                .containsExactly("other");
    }

    @Test
    void attributionIsThePolicysOfThatTime() {
        assertThat(stated(POLICY.withAttribution(Attribution.NOBODY), indicator(""))
                        .origin())
                .isEqualTo(new Origin(XA, Attribution.NOBODY, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"description\":\"Seen by XA-Cert\"",
                ",\"description\":\"Seen by x\\u0061-cert\"",
                ",\"description\":\"Seen by the EXAMPLE authority A\"",
                ",\"labels\":[\"xa-cert\"]",
                ",\"created_by_ref\":\"" + CREATOR + "\",\"description\":\"See " + CREATOR + "\""
            })
    void objectThatNamesItsSubmitterReveals(String members) {
        assertThat(stated(indicator(members)).origin().revealing()).isTrue();
    }

    @Test
    void ownIdentityRevealsAndReferencesDoNot() {
        String own = object("identity", "30", ",\"name\":\"Us\"");
        String ownByItself = object("identity", "30", ",\"name\":\"Us\",\"created_by_ref\":\"" + CREATOR + "\"");
        String victim = object("identity", "31", ",\"name\":\"V\",\"created_by_ref\":\"" + CREATOR + "\"");
        String located = object(
                "relationship",
                "50",
                ",\"relationship_type\":\"located-at\",\"source_ref\":\"" + CREATOR + "\",\"target_ref\":\"" + LOCATION
                        + "\",\"created_by_ref\":\"" + CREATOR + "\"");

        assertThat(stated(own).origin().revealing()).isTrue();
        assertThat(stated(ownByItself).origin().revealing()).isTrue();
        assertThat(stated(victim).origin().revealing()).isFalse();
        assertThat(stated(located).origin().revealing()).isFalse();
    }

    @Test
    void foreignReferencesAreKeptOnlyWhereTheSubmitterIsHidden() {
        String relationship = object(
                "relationship",
                "50",
                ",\"relationship_type\":\"related-to\",\"source_ref\":\"" + LOCATION + "\",\"target_ref\":\"malware--"
                        + UUID_START + "60\"");
        KnownContent location = new KnownContent(
                9, StixId.parse(LOCATION), Instant.EPOCH, new byte[32], Map.of(OF_XB, First.at(Instant.EPOCH)));
        Map<StixId, List<KnownContent>> known = Map.of(location.id(), List.of(location));

        Admitted hidden = admitted(POLICY.withAttribution(Attribution.OPERATORS), known, relationship);
        Admitted shown = admitted(POLICY, known, relationship);

        assertThat(hidden.assertion().references().foreign()).containsExactly(location.id());
        assertThat(shown.assertion().references().foreign()).isEmpty();
    }

    @Test
    void membersOfAContainerAreToldFromItsOtherReferences() {
        String indicator = "indicator--" + UUID_START + "10";
        String note = object(
                "note",
                "70",
                ",\"content\":\"x\",\"object_refs\":[\"" + indicator + "\",\"" + LOCATION + "\",\"malware--"
                        + UUID_START + "60\"]");
        KnownContent location = new KnownContent(
                9, StixId.parse(LOCATION), Instant.EPOCH, new byte[32], Map.of(OF_XB, First.at(Instant.EPOCH)));

        Admitted verdict = admitted(POLICY, Map.of(location.id(), List.of(location)), note, indicator(""));

        assertThat(verdict.assertion().references().members())
                .isEqualTo(Map.of(StixId.parse(indicator), Set.of(), location.id(), Set.of(OF_XB)));
        assertThat(verdict.assertion().references().freeMembers()).isTrue();
        assertThat(verdict.assertion().references().own()).isEmpty();
        assertThat(verdict.assertion().references().others()).isEmpty();
    }

    private static ReleaseClass stated(String... objects) {
        return stated(POLICY, objects);
    }

    private static ReleaseClass stated(From policy, String... objects) {
        return stated(policy, Map.of(), objects);
    }

    private static ReleaseClass stated(From policy, Map<StixId, List<KnownContent>> known, String... objects) {
        return admitted(policy, known, objects).assertion().stated();
    }

    /** The verdict on the first of the objects. */
    private static Admitted admitted(From policy, Map<StixId, List<KnownContent>> known, String... objects) {
        Background background = new Background(decisions(policy), XA, Instant.EPOCH, known);
        SubmissionRequest request = new SubmissionRequest(
                XA, SubmissionRequest.Shape.ENVELOPE, new byte[0], Audience.OPEN, false, Optional.empty());
        String envelope = "{\"objects\":[" + String.join(",", objects) + "]}";
        StixBody body = new StixReader(StixLimits.defaults()).readEnvelope(envelope.getBytes(StandardCharsets.UTF_8));
        return (Admitted) new Judge(request, policy, background)
                .judge(((StixBody.Read) body).candidates())
                .get(0);
    }

    private static Decisions decisions(From from) {
        TrustPolicy policy =
                new TrustPolicy(TrustPolicy.To.everythingUpTo(Tlp.RED), from, TrustPolicy.Agreement.UNLIMITED);
        Directory directory = Directory.of(
                1,
                List.of(
                        new Member(XA, "Example Authority A", 1, true, true, Set.of(COMMUNITY), policy, 1),
                        new Member(XB, "Example Authority B", 2, true, true, Set.of(), policy, 1)),
                List.of(new Community(COMMUNITY, new UUID(1, 1), "Demo", Set.of(XA))));
        ReleaseClass ofXb = new ReleaseClass(
                Markings.of(Tlp.GREEN),
                new Topic(Feed.THREATS, "location", Set.of(), Set.of("oceania"), Topic.UNSTATED),
                Origin.of(XB),
                Audience.OPEN,
                Collections.emptyList());
        return Decisions.compile(directory, List.of(new NumberedClass(OF_XB, ofXb)));
    }

    private static String marked(String marking) {
        return indicator(",\"object_marking_refs\":[\"" + marking + "\"]");
    }

    private static String granular(String whole, String part, String selector) {
        return indicator(",\"description\":\"x\",\"object_marking_refs\":[\"" + whole
                + "\"],\"granular_markings\":[{\"selectors\":[\"" + selector + "\"],\"marking_ref\":\"" + part
                + "\"}]");
    }

    private static String definition(String members) {
        return "{\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"" + MARKING
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\"," + members + "}";
    }

    private static String indicator(String members) {
        return object(
                "indicator",
                "10",
                ",\"name\":\"a\",\"pattern\":\"[url:value = 'u']\",\"pattern_type\":\"stix\","
                        + "\"valid_from\":\"2026-01-15T08:00:00Z\",\"indicator_types\":[\"malicious-activity\"]"
                        + members);
    }

    private static String object(String type, String lastByte, String members) {
        return "{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type + "--" + UUID_START + lastByte
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\""
                + members + "}";
    }
}
