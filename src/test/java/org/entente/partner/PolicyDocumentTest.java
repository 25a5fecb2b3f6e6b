package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.http.ProblemError;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.PolicyDocument.Reading;
import org.entente.partner.TrustPolicy.Agreement;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.party.Attribution;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentTest {

    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Directory KNOWN = Directory.of(
            1,
            GeneratedPolicies.PARTNERS.stream().map(PolicyDocumentTest::member).toList(),
            List.of(new Community(CIRCLE, UUID.fromString("0b6a6a9e-5c35-4b0a-9b0f-3a7d5a3d9f01"), "c", Set.of())));

    private static Member member(PartnerId id) {
        return new Member(id, id.value(), 0, true, true, Set.of(), TrustPolicy.CLOSED, 0);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Reading read(String text) {
        return PolicyDocument.read(json(text), "/policy", KNOWN);
    }

    @Test
    void wholeDocumentIsRead() {
        Reading reading = read("""
                {"to": {"maxTlp": "TLP:AMBER+STRICT", "maxPap": "PAP:GREEN", "communities": ["circle"],
                        "kinds": ["indicator", "x-own-type"], "sectors": ["energy", "unspecified"],
                        "regions": ["western-europe", "XA"], "originators": "*", "originatorsRefused": ["xb-cert"],
                        "minConfidence": 30, "delay": "P1DT2H", "markings": ["acs", "iep"],
                        "view": {"hideSubmitter": true, "removeProperties": ["description", "x_ticket"],
                                 "removeMarkedParts": true, "removeExternalReferences": true}},
                 "from": {"kinds": "*", "assumedTlp": "AMBER", "maxConfidence": 80, "mode": "accept",
                          "attribution": "operators", "recipients": "named",
                          "quotas": {"objectsPerDay": 1000, "bytesPerDay": 5.0e6}},
                 "agreement": {"from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00.5Z"}}
                """);

        assertThat(reading)
                .isEqualTo(new Reading.Read(new TrustPolicy(
                        new TrustPolicy.To(
                                Optional.of(Tlp.AMBER_STRICT),
                                Pap.GREEN,
                                Allowed.only(Set.of(CIRCLE)),
                                Allowed.only(Set.of("indicator", "x-own-type")),
                                Allowed.only(Set.of("energy", TrustPolicy.UNSPECIFIED)),
                                Allowed.only(Set.of("western-europe", "XA")),
                                Allowed.every(),
                                Set.of(XB),
                                30,
                                Duration.ofHours(26),
                                Allowed.only(Set.of(MarkingFamily.ACS, MarkingFamily.IEP)),
                                new Obligations(true, Set.of("description", "x_ticket"), true, true)),
                        new TrustPolicy.From(
                                Allowed.every(),
                                Optional.of(Tlp.AMBER),
                                80,
                                Mode.ACCEPT,
                                Attribution.OPERATORS,
                                true,
                                new Quotas(OptionalLong.of(1_000), OptionalLong.of(5_000_000))),
                        new Agreement(
                                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                                Optional.of(Instant.parse("2027-01-01T00:00:00.5Z"))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"to\":{\"view\":{}},\"from\":{\"quotas\":{}},\"agreement\":{}}"})
    void whatIsLeftOutAllowsNothing(String text) {
        assertThat(read(text)).isEqualTo(new Reading.Read(TrustPolicy.CLOSED));
    }

    @Test
    void everyPathOfARulePointsIntoTheWrittenDocument() throws IllegalAccessException {
        JsonNode written = PolicyDocument.write(TrustPolicy.CLOSED);
        Set<String> paths = new TreeSet<>();
        for (Field constant : PolicyPath.class.getFields()) {
            paths.add((String) constant.get(null));
        }

        assertThat(paths).isEqualTo(leaves(written, "")).hasSize(25);
    }

    private static Set<String> leaves(JsonNode node, String pointer) {
        Set<String> found = new TreeSet<>();
        if (!node.isObject()) {
            found.add(pointer);
        }
        node.properties().forEach(field -> found.addAll(leaves(field.getValue(), pointer + "/" + field.getKey())));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|/policy",
                "null|/policy",
                "{\"To\":{}}|/policy/To",
                "{\"to\":null}|/policy/to",
                "{\"to\":{\"maxTlp\":\"PINK\"}}|/policy/to/maxTlp",
                "{\"to\":{\"maxTlp\":null}}|/policy/to/maxTlp",
                "{\"to\":{\"maxTlp\":3}}|/policy/to/maxTlp",
                "{\"to\":{\"maxTlp\":\"refuse\"}}|/policy/to/maxTlp",
                "{\"to\":{\"communities\":\"circle\"}}|/policy/to/communities",
                "{\"to\":{\"communities\":[\"circle\",\"nowhere\"]}}|/policy/to/communities/1",
                "{\"to\":{\"communities\":[\"*\"]}}|/policy/to/communities/0",
                "{\"to\":{\"kinds\":[\"Indicator\"]}}|/policy/to/kinds/0",
                "{\"to\":{\"kinds\":[7]}}|/policy/to/kinds/0",
                "{\"to\":{\"originators\":[\"xz-cert\"]}}|/policy/to/originators/0",
                "{\"to\":{\"originators\":{}}}|/policy/to/originators",
                "{\"to\":{\"originatorsRefused\":\"*\"}}|/policy/to/originatorsRefused",
                "{\"to\":{\"unknownMarkings\":true}}|/policy/to/unknownMarkings",
                "{\"to\":{\"maxTlp\":\"amber\"}}|/policy/to/maxTlp",
                "{\"to\":{\"maxPap\":\"none\"}}|/policy/to/maxPap",
                "{\"to\":{\"maxPap\":null}}|/policy/to/maxPap",
                "{\"to\":{\"sectors\":[\"energy\",\"magic\"]}}|/policy/to/sectors/1",
                "{\"to\":{\"sectors\":null}}|/policy/to/sectors",
                "{\"to\":{\"regions\":[\"xa\"]}}|/policy/to/regions/0",
                "{\"to\":{\"regions\":[\"XAA\"]}}|/policy/to/regions/0",
                "{\"to\":{\"minConfidence\":101}}|/policy/to/minConfidence",
                "{\"to\":{\"minConfidence\":-1}}|/policy/to/minConfidence",
                "{\"to\":{\"minConfidence\":0.5}}|/policy/to/minConfidence",
                "{\"to\":{\"minConfidence\":\"5\"}}|/policy/to/minConfidence",
                "{\"to\":{\"minConfidence\":1e400}}|/policy/to/minConfidence",
                "{\"to\":{\"delay\":\"-PT1H\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"PT-1H\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"P\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"P1DT\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"P1M\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"P367D\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":\"P366DT1S\"}}|/policy/to/delay",
                "{\"to\":{\"delay\":24}}|/policy/to/delay",
                "{\"to\":{\"markings\":[\"tlp\"]}}|/policy/to/markings/0",
                "{\"to\":{\"view\":[]}}|/policy/to/view",
                "{\"to\":{\"view\":{\"hideSubmitter\":\"yes\"}}}|/policy/to/view/hideSubmitter",
                "{\"to\":{\"view\":{\"removeProperties\":\"*\"}}}|/policy/to/view/removeProperties",
                "{\"to\":{\"view\":{\"removeProperties\":[\"name\"]}}}|/policy/to/view/removeProperties/0",
                "{\"to\":{\"view\":{\"removeProperties\":[\"id\"]}}}|/policy/to/view/removeProperties/0",
                "{\"to\":{\"view\":{\"removeProperties\":[\"x_A\"]}}}|/policy/to/view/removeProperties/0",
                "{\"to\":{\"view\":{\"removeMarkedParts\":1}}}|/policy/to/view/removeMarkedParts",
                "{\"from\":{\"mode\":null}}|/policy/from/mode",
                "{\"from\":{\"maxConfidence\":1000}}|/policy/from/maxConfidence",
                "{\"from\":{\"attribution\":\"all\"}}|/policy/from/attribution",
                "{\"from\":{\"recipients\":true}}|/policy/from/recipients",
                "{\"from\":{\"quotas\":{\"objectsPerDay\":0}}}|/policy/from/quotas/objectsPerDay",
                "{\"from\":{\"quotas\":{\"bytesPerDay\":9007199254740993}}}|/policy/from/quotas/bytesPerDay",
                "{\"from\":{\"quotas\":{\"bytesPerDay\":\"none\"}}}|/policy/from/quotas/bytesPerDay",
                "{\"agreement\":{\"from\":\"2026-01-01\"}}|/policy/agreement/from",
                "{\"agreement\":{\"from\":\"2026-02-30T00:00:00Z\"}}|/policy/agreement/from",
                "{\"agreement\":{\"until\":\"2026-01-01T00:00:00+01:00\"}}|/policy/agreement/until",
                "{\"agreement\":{\"until\":\"2026-01-01T24:00:00Z\"}}|/policy/agreement/until",
                "{\"agreement\":{\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-01T00:00:00Z\"}}|/policy/agreement/until",
                "{\"from\":{\"assumedTlp\":\"none\"}}|/policy/from/assumedTlp",
                "{\"from\":{\"a/b~c\":1}}|/policy/from/a~1b~0c",
            })
    void faultIsPointedAt(String text, String pointer) {
        assertThat(read(text))
                .isInstanceOfSatisfying(
                        Reading.Faulty.class,
                        faulty -> assertThat(faulty.errors())
                                .extracting(ProblemError::pointer)
                                .containsExactly(pointer));
    }

    @Test
    void allFaultsAreToldAtOnce() {
        Reading reading = read("{\"to\":{\"maxTlp\":1,\"kinds\":1},\"from\":{\"mode\":1},\"more\":1}");

        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Faulty.class,
                        faulty -> assertThat(faulty.errors()).hasSize(4));
    }

    @Test
    void writingAndReadingIsIdentity() {
        Random random = new Random(20_261_123);
        for (int round = 0; round < 2_000; round++) {
            TrustPolicy policy = GeneratedPolicies.next(random);

            assertThat(PolicyDocument.ofStored(PolicyDocument.text(policy))).contains(policy);
            assertThat(PolicyDocument.read(PolicyDocument.write(policy), "", KNOWN))
                    .isEqualTo(new Reading.Read(policy));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"nonsense", "{\"to\":{\"more\":1}}", "``"})
    void storedTextThatCannotBeReadIsNoPolicy(String text) {
        assertThat(PolicyDocument.ofStored(text)).isEmpty();
    }
}
