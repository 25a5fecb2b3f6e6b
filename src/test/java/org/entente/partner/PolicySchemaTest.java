package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.http.ProblemError;
import org.entente.stix.DescriptiveProperties;
import org.entente.stix.TopicTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema that is served and the reader that decides say the same. */
class PolicySchemaTest {

    private static final int DOCUMENTS = 4_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode TEXT = json(PolicySchema.read());
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                    TEXT,
                    SchemaValidatorsConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build());

    /** Each is right somewhere and wrong elsewhere. */
    private static final List<JsonNode> VALUES = List.of(
                    "null true false 0 1 5.0 0.5 -1 100 101 9007199254740991 9007199254740992 [] {} [null] [7] [[]]",
                    "\"\" \"*\" \"unlimited\" \"none\" \"refuse\" \"accept\" \"hold\" \"Accept\" \"operators\" \"named\"",
                    "\"P1D\" \"PT24H30M\" \"P\" \"P1DT\" \"PT\" \"P1M\" \"pt1h\" \"PT-1H\" \"-PT1H\" \"PT1.5S\"",
                    "\"AMBER\" \"TLP:AMBER\" \"AMBER+STRICT\" \"PAP:RED\" \"amber\" \"WHITE\" \"TLP:WHITE\" \"5\"",
                    "\"2026-01-01T00:00:00Z\" \"2026-01-01T00:00:00.123456Z\" \"2026-01-01T00:00:00.1234567Z\"",
                    "\"2026-02-30T00:00:00Z\" \"2026-01-01T24:00:00Z\" \"2026-01-01T00:00:60Z\" \"2026-13-01T00:00:00Z\"",
                    "\"2026-01-01T00:00:00+00:00\" \"2026-01-01t00:00:00z\" \"2026-01-01\"",
                    "[\"*\"] [\"energy\"] [\"Energy\"] [\"energy\",\"energy\"] [\"XA\"] [\"xa\"] [\"XAB\"] [\"europe\"]",
                    "[\"unspecified\"] [\"indicator\"] [\"x-a\"] [\"Indicator\"] [\"ab\"] [\"description\"] [\"name\"]",
                    "[\"x_a\"] [\"x_\"] [\"x_A\"] [\"a_x_b\"] [\"statement\",\"acs\"] [\"tlp\"] [\"xa-cert\"] [\"-a\"]",
                    "{\"more\":1} {\"from\":\"unlimited\"} {\"hideSubmitter\":true} {\"kinds\":\"*\"}")
            .stream()
            .flatMap(line -> List.of(line.split(" ")).stream())
            .map(PolicySchemaTest::json)
            .toList();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }

    private static List<ProblemError> faults(JsonNode document) {
        PolicyReader reader = new PolicyReader(partner -> true, community -> true);
        reader.policy(document, "");
        return reader.errors();
    }

    private static Set<ValidationMessage> findings(JsonNode document) {
        return SCHEMA.validate(document);
    }

    @Test
    void schemaAndReaderAcceptTheSameDocuments() {
        Random random = new Random(20_261_123);
        List<String> differing = new ArrayList<>();
        int accepted = 0;
        for (int round = 0; round < DOCUMENTS; round++) {
            JsonNode document = document(random);
            List<ProblemError> faults = faults(document);
            faults.removeIf(PolicySchemaTest::noSchemaCanSay);
            boolean valid = findings(document).isEmpty();
            accepted += valid ? 1 : 0;
            if (valid != faults.isEmpty()) {
                differing.add(document + " schema: " + findings(document) + " reader: " + faults);
            }
        }

        assertThat(differing).isEmpty();
        assertThat(accepted).isBetween(DOCUMENTS / 5, DOCUMENTS * 4 / 5);
    }

    private static boolean noSchemaCanSay(ProblemError fault) {
        return fault.pointer().equals(PolicyPath.AGREEMENT_UNTIL)
                && fault.detail().equals("Expected a later time than from.");
    }

    /** Some parts of a policy, and in most a value that may not belong there. */
    private static JsonNode document(Random random) {
        ObjectNode document = (ObjectNode) PolicyDocument.write(GeneratedPolicies.next(random));
        for (int times = random.nextInt(6); times > 0; times--) {
            remove(document, somewhere(document, random));
        }
        for (int times = random.nextInt(4); times > 1; times--) {
            JsonPointer place = somewhere(document, random);
            if (document.at(place.head()) instanceof ObjectNode parent) {
                parent.set(place.last().getMatchingProperty(), VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        if (random.nextInt(20) == 0) {
            document.put("more", 1);
        }
        return document;
    }

    private static JsonPointer somewhere(JsonNode document, Random random) {
        List<JsonPointer> places = new ArrayList<>();
        collect(document, JsonPointer.empty(), places);
        return places.isEmpty() ? JsonPointer.compile("/to") : places.get(random.nextInt(places.size()));
    }

    private static void collect(JsonNode node, JsonPointer place, List<JsonPointer> places) {
        node.properties().forEach(field -> {
            JsonPointer below = place.appendProperty(field.getKey());
            places.add(below);
            collect(field.getValue(), below, places);
        });
    }

    private static void remove(ObjectNode document, JsonPointer place) {
        if (document.at(place.head()) instanceof ObjectNode parent) {
            parent.remove(place.last().getMatchingProperty());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"to\":{\"delay\":\"P367D\"}}|/to/delay",
                "{\"to\":{\"originators\":[\"no-such-cert\"]}}|/to/originators/0",
                "{\"to\":{\"communities\":[\"nowhere\"]}}|/to/communities/0",
                "{\"agreement\":{\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2025-01-01T00:00:00Z\"}}|/agreement/until"
            })
    void onlyTheReaderKnows(String text, String pointer) {
        PolicyDocument.Reading reading = PolicyDocument.read(json(text), "", Directory.of(1, List.of(), List.of()));

        assertThat(findings(json(text))).isEmpty();
        assertThat(reading)
                .isInstanceOfSatisfying(
                        PolicyDocument.Reading.Faulty.class,
                        faulty -> assertThat(faulty.errors())
                                .extracting(ProblemError::pointer)
                                .containsExactly(pointer));
    }

    @Test
    void everyFieldHasADescriptionAndTheDefaultThatTheReaderTakes() {
        JsonNode closed = PolicyDocument.write(TrustPolicy.CLOSED);
        Set<String> places = new TreeSet<>();
        check(TEXT, closed, "", places);

        assertThat(places).hasSize(25);
    }

    private static void check(JsonNode schema, JsonNode written, String place, Set<String> places) {
        assertThat(schema.path("description").asText()).as(place).isNotBlank();
        if (written.isObject()) {
            assertThat(names(schema.path("properties"))).as(place).isEqualTo(names(written));
            written.properties()
                    .forEach(field -> check(
                            schema.path("properties").path(field.getKey()),
                            field.getValue(),
                            place + "/" + field.getKey(),
                            places));
            return;
        }
        places.add(place);
        assertThat(schema.path("default")).as(place).isEqualTo(written);
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).collect(Collectors.toSet());
    }

    @Test
    void namesAreThoseOfTheReader() {
        JsonNode defs = TEXT.path("$defs");

        assertThat(texts(defs.at("/sectors/items/enum"))).isEqualTo(with(TopicTerms.SECTORS, TrustPolicy.UNSPECIFIED));
        assertThat(texts(defs.at("/regions/items/anyOf/0/enum")))
                .isEqualTo(with(TopicTerms.REGIONS, TrustPolicy.UNSPECIFIED));
        assertThat(texts(TEXT.at("/properties/to/properties/view/properties/removeProperties/items/anyOf/1/enum")))
                .isEqualTo(DescriptiveProperties.NAMES);
        assertThat(defs.at("/kinds/maxItems").asInt()).isEqualTo(DocumentPart.NAMES_MAX);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static Set<String> with(Set<String> names, String further) {
        Set<String> all = new TreeSet<>(names);
        all.add(further);
        return all;
    }
}
