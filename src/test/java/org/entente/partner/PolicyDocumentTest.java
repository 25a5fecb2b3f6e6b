package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.entente.http.ProblemError;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.PolicyDocument.Reading;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

    private static final PartnerId XA = new PartnerId("xa-cert");
    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final CommunityId CIRCLE = new CommunityId("circle");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Directory KNOWN = Directory.of(
            1,
            List.of(member(XA), member(XB)),
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
                {"to": {"maxTlp": "TLP:AMBER+STRICT", "communities": ["circle"], "kinds": ["indicator", "x-own-type"],
                        "originators": "*", "originatorsRefused": ["xb-cert"], "unknownMarkings": true},
                 "from": {"kinds": "*", "assumedTlp": "AMBER", "mode": "accept"}}
                """);

        assertThat(reading)
                .isEqualTo(new Reading.Read(new TrustPolicy(
                        TrustPolicy.To.everythingUpTo(Tlp.AMBER_STRICT)
                                .withCommunities(Allowed.only(Set.of(CIRCLE)))
                                .withKinds(Allowed.only(Set.of("indicator", "x-own-type")))
                                .withOriginators(Allowed.every(), Set.of(XB))
                                .withMarkings(Allowed.every()),
                        TrustPolicy.From.everything(Tlp.AMBER),
                        TrustPolicy.Agreement.UNLIMITED)));
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
                "{\"to\":{\"unknownMarkings\":\"yes\"}}|/policy/to/unknownMarkings",
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
            TrustPolicy policy = policy(random);

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

    private static TrustPolicy policy(Random random) {
        return new TrustPolicy(
                TrustPolicy.To.everythingUpTo(Tlp.RED)
                        .withMaxTlp(tlp(random))
                        .withCommunities(allowed(random, CIRCLE))
                        .withKinds(allowed(random, "indicator", "malware", "x-a"))
                        .withOriginators(allowed(random, XA, XB), random.nextBoolean() ? Set.of() : Set.of(XB)),
                TrustPolicy.From.everything(Tlp.AMBER)
                        .withKinds(allowed(random, "report", "campaign"))
                        .withAssumedTlp(tlp(random))
                        .withMode(random.nextBoolean() ? Mode.ACCEPT : Mode.HOLD),
                TrustPolicy.Agreement.UNLIMITED);
    }

    private static Optional<Tlp> tlp(Random random) {
        int index = random.nextInt(Tlp.values().length + 1);
        return index == Tlp.values().length ? Optional.empty() : Optional.of(Tlp.values()[index]);
    }

    @SafeVarargs
    private static <T> Allowed<T> allowed(Random random, T... names) {
        if (random.nextInt(4) == 0) {
            return Allowed.every();
        }
        return new Allowed<>(
                false,
                java.util.Arrays.stream(names)
                        .filter(name -> random.nextBoolean())
                        .collect(java.util.stream.Collectors.toSet()));
    }
}
