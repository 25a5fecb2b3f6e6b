package org.entente.csaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.entente.advisory.TrackingId;
import org.entente.csaf.document.Samples;
import org.entente.stix.Corpus;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CSAF consumer finds what it may have, and only that: from the provider's metadata over feeds to documents it can trust. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class CsafProviderIT {

    private static final String CSAF = "/.well-known/csaf/";
    private static final String ADVISORIES = "/api/v1/advisories";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String POLICY = """
            {"to": {"maxTlp": "AMBER", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*", "view": {"removeProperties": ["%s"]}},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "everyone"}}
            """;

    @Inject
    OpenHoldings openHoldings;

    private PartnersOverRest partners;

    @BeforeEach
    void findAccess() {
        partners = new PartnersOverRest(DemoAccess.awaited());
    }

    private static RequestSpecification anybody() {
        return RestAssured.given();
    }

    private RequestSpecification as(String caller) {
        return partners.as(caller);
    }

    @Test
    void consumerGoesFromSecurityContactToADocumentItCanTrust() throws Exception {
        String id = published("TLP:CLEAR", "");
        String contact = anybody()
                .get("/.well-known/security.txt")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(contact).contains("Contact: mailto:", "Expires: ", "CSAF: https://localhost:");

        Response metadata = anybody().get(CSAF + "provider-metadata.json");
        metadata.then()
                .statusCode(200)
                .header("Content-Type", "application/json")
                .body("role", equalTo("csaf_trusted_provider"))
                .body("canonical_url", containsString(CSAF + "provider-metadata.json"))
                .body("distributions[0].rolie.feeds.tlp_label", hasItems("WHITE", "GREEN", "AMBER", "RED"));
        String feed =
                path(metadata.jsonPath().getString("distributions[0].rolie.feeds.find{it.tlp_label=='WHITE'}.url"));
        awaitListed(anybody(), "white", id);
        Response entries = anybody().get(feed);
        entries.then().statusCode(200).header("Content-Type", "application/json");
        String document = path(entries.jsonPath()
                .getString("feed.entry.find{it.id=='" + id.toLowerCase() + "'}.link.find{it.rel=='self'}.href"));

        byte[] bytes = bytes(anybody(), document);
        assertThat(anybody().get(document).getHeader("Content-Type")).isEqualTo("application/json");
        assertThat(anybody().get(document + ".sha256").asString())
                .isEqualTo(hash("SHA-256", bytes) + "  " + id.toLowerCase() + ".json\n");
        assertThat(anybody().get(document + ".sha512").asString()).startsWith(hash("SHA-512", bytes) + "  ");
        String key = anybody()
                .get(path(metadata.jsonPath().getString("public_openpgp_keys[0].url")))
                .asString();
        String signature = anybody().get(document + ".asc").asString();
        assertThat(verifies(bytes, signature, key)).isTrue();
        assertThat(verifies("{}".getBytes(StandardCharsets.UTF_8), signature, key))
                .isFalse();
        gpgAgrees(bytes, signature, key);

        anybody()
                .get(CSAF + "service.json")
                .then()
                .statusCode(200)
                .body(
                        "service.workspace[0].collection.href",
                        hasItem(metadata.jsonPath()
                                .getString("distributions[0].rolie.feeds.find{it.tlp_label=='WHITE'}.url")));
        String listed =
                anybody().get(CSAF + "white/").then().statusCode(200).extract().asString();
        assertThat(listed).contains("index.txt", "changes.csv");
        assertThat(anybody()
                        .get(document.substring(0, document.lastIndexOf('/') + 1))
                        .asString())
                .contains("href=\"https://localhost:", id.toLowerCase() + ".json.asc");
        assertThat(anybody().get(CSAF + "white/index.txt").asString()).contains("/" + id.toLowerCase() + ".json\n");
        assertThat(anybody().get(CSAF + "white/changes.csv").asString())
                .containsPattern("\"[0-9]{4}/" + id.toLowerCase() + "\\.json\",\"[0-9T:.-]+Z\"\n");
    }

    @Test
    void whoHasADocumentIsToldThatItHasNotChanged() throws Exception {
        String id = published("TLP:CLEAR", "");
        awaitListed(anybody(), "white", id);
        String document = address(anybody(), "white", id);
        Response first = anybody().get(document);

        anybody()
                .header("If-None-Match", first.getHeader("ETag"))
                .get(document)
                .then()
                .statusCode(304);
        anybody()
                .header("If-Modified-Since", first.getHeader("Last-Modified"))
                .get(document)
                .then()
                .statusCode(304);
        anybody().header("If-None-Match", "\"other\"").get(document).then().statusCode(200);
        assertThat(first.getHeader("Cache-Control")).contains("no-cache").doesNotContain("private");
        assertThat(as("xa-cert").get(document).getHeader("Cache-Control")).contains("private");
        anybody().queryParam("x", "1").get(document).then().statusCode(400);
    }

    @Test
    void whatAnybodyMayHaveIsReadOnceForAllUntilItChanges() {
        String id = published("TLP:CLEAR", "");
        awaitListed(anybody(), "white", id);

        // What other tests published may still be on its way.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            OpenHoldings.Open once = openHoldings.now().await().atMost(PATIENCE);
            assertThat(openHoldings.now().await().atMost(PATIENCE)).isSameAs(once);
        });
        String next = published("TLP:CLEAR", "");
        awaitListed(anybody(), "white", next);
        withdraw(id, "Not any more");

        OpenHoldings.Open after = openHoldings.now().await().atMost(PATIENCE);
        assertThat(after.refs().keySet())
                .extracting(TrackingId::value)
                .contains(next)
                .doesNotContain(id);
    }

    @Test
    void partnerWhoseViewLeavesAnAdvisoryWholeHasItsDocument() {
        String viewer = "w-" + UUID.randomUUID().toString().substring(0, 8);
        String cut = "x-" + UUID.randomUUID().toString().substring(0, 8);
        partners.partner(viewer, POLICY.formatted("x_ticket"));
        partners.partner(cut, POLICY.formatted("description"));
        String id = published("TLP:AMBER", "\"partners\":[\"" + viewer + "\",\"" + cut + "\"]");
        awaitListed(as(viewer), "amber", id);

        as(viewer).get(ADVISORIES + "/" + id + "/csaf").then().statusCode(200);
        as(viewer).get(ADVISORIES + "/" + id + ".html").then().statusCode(200);
        as(cut).get(ADVISORIES + "/" + id + "/csaf").then().statusCode(404);
        assertThat(index(as(cut), "amber")).doesNotContain(id.toLowerCase());
    }

    private void withdraw(String id, String reason) {
        as("curator")
                .header("If-Match", tag(id))
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"" + reason + "\"}")
                .post(ADVISORIES + "/" + id + "/withdrawal")
                .then()
                .statusCode(200);
    }

    @Test
    void eachCallerFindsWhatIsReleasedToItAndNothingElse() {
        String green = published("TLP:GREEN", "");
        String amber = published("TLP:AMBER", "\"partners\":[\"xb-cert\"]");
        String strict = published("TLP:AMBER+STRICT", "\"partners\":[\"xb-cert\"]");
        String narrow = published("TLP:CLEAR", "\"partners\":[\"xb-cert\"]");
        awaitListed(as("xb-cert"), "amber", amber);
        awaitListed(as("xb-cert"), "green", green);
        awaitListed(as("xb-cert"), "white", narrow);

        for (String label : List.of("green", "amber", "red")) {
            anybody().get(CSAF + folder(label) + "/index.txt").then().statusCode(401);
            anybody()
                    .get(CSAF + folder(label) + "/" + "csaf-feed-tlp-" + label + ".json")
                    .then()
                    .statusCode(401);
            as("curator").get(CSAF + folder(label) + "/index.txt").then().statusCode(403);
        }
        assertThat(as("xb-cert")
                        .get(ADVISORIES + "/" + amber + "/csaf")
                        .jsonPath()
                        .getString("document.tracking.id"))
                .isEqualTo(amber);
        as("xb-cert").get(ADVISORIES + "/" + strict + "/csaf").then().statusCode(404);
        as("curator").get(ADVISORIES + "/" + strict + "/csaf").then().statusCode(409);
        as("xc-cert").get(ADVISORIES + "/" + amber + "/csaf").then().statusCode(404);
        String address = address(as("xb-cert"), "amber", amber);
        for (String suffix : List.of("", ".sha256", ".sha512", ".asc")) {
            as("xb-cert").get(address + suffix).then().statusCode(200);
            as("xc-cert").get(address + suffix).then().statusCode(404);
            anybody().get(address + suffix).then().statusCode(401);
        }
        for (String list : List.of("index.txt", "changes.csv", "csaf-feed-tlp-amber.json", "")) {
            assertThat(as("xc-cert").get(CSAF + "restricted/amber/" + list).asString())
                    .doesNotContain(amber.toLowerCase());
        }
        assertThat(anybody().get(CSAF + "white/index.txt").asString())
                .doesNotContain(narrow.toLowerCase())
                .doesNotContain(green.toLowerCase());
        anybody().get(address(as("xb-cert"), "white", narrow)).then().statusCode(404);
    }

    @Test
    void amendedDocumentTellsItsHistoryAndWithdrawnOneIsGone() throws Exception {
        String id = published("TLP:CLEAR", "");
        awaitListed(anybody(), "white", id);
        String document = address(anybody(), "white", id);
        byte[] before = bytes(anybody(), document);

        Response begun = as("curator")
                .header("If-Match", tag(id))
                .contentType(ContentType.JSON)
                .body("{\"reason\":\"More is known\"}")
                .post(ADVISORIES + "/" + id + "/amendment");
        begun.then().statusCode(200);
        publish(id);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bytes(anybody(), document)).isNotEqualTo(before));
        JsonNode amended = JSON.readTree(bytes(anybody(), document));
        assertThat(amended.at("/document/tracking/version").textValue()).isEqualTo("2");
        assertThat(amended.at("/document/tracking/revision_history")).hasSize(2);

        withdraw(id, "It was wrong");
        anybody().get(document).then().statusCode(404);
        anybody().get(document + ".asc").then().statusCode(404);
        for (String list : List.of("index.txt", "changes.csv", "csaf-feed-tlp-white.json")) {
            assertThat(anybody().get(CSAF + "white/" + list).asString()).doesNotContain(id.toLowerCase());
        }
    }

    @Test
    void importedDocumentIsProvidedToTheByteUntilSomebodyEditsIt() throws Exception {
        String name = "XA-" + UUID.randomUUID();
        byte[] original = Samples.bytes(Samples.with("/document/tracking/id", "\"" + name + "\""));
        String kept = imported(original)
                .then()
                .statusCode(201)
                .body("valid", is(true))
                .body("documentId", equalTo(name))
                .body("findings.rule", hasItem("csaf-6.1.11"))
                .extract()
                .jsonPath()
                .getString("trackingId");
        String edited = imported(original).jsonPath().getString("trackingId");
        assertThat(as("curator")
                        .get(ADVISORIES + "/imports/" + hash("SHA-256", original))
                        .asByteArray())
                .isEqualTo(original);
        publish(kept);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bytes(anybody(), CSAF + "white/2026/" + name.toLowerCase() + ".json"))
                        .isEqualTo(original));
        as("xb-cert")
                .get(ADVISORIES + "/" + kept + ".json")
                .then()
                .statusCode(200)
                .body("content.title", notNullValue())
                .body("content.source", nullValue());

        ObjectNode wording = JSON.createObjectNode();
        ObjectNode content = (ObjectNode)
                JSON.readTree(as("curator").get(ADVISORIES + "/" + edited).asByteArray())
                        .path("content");
        wording.set("content", content.put("title", "Another title"));
        as("curator")
                .header("If-Match", tag(edited))
                .contentType(ContentType.JSON)
                .body(wording.toString())
                .put(ADVISORIES + "/" + edited)
                .then()
                .statusCode(200);
        publish(edited);
        awaitListed(anybody(), "white", edited);
        assertThat(JSON.readTree(bytes(anybody(), address(anybody(), "white", edited)))
                        .at("/document/title")
                        .textValue())
                .isEqualTo("Another title");
        assertThat(bytes(anybody(), CSAF + "white/2026/" + name.toLowerCase() + ".json"))
                .isEqualTo(original);
    }

    @Test
    void documentThatBreaksARuleBecomesADraftThatSaysWhich() {
        imported(Samples.bytes(Samples.with("/vulnerabilities/0/scores/0/cvss_v3/baseScore", "1.0")))
                .then()
                .statusCode(201)
                .body("valid", is(false))
                .body("findings.rule", hasItem("csaf-6.1.9"))
                .body("findings.pointer", hasItem("/vulnerabilities/0/scores/0/cvss_v3/baseScore"));
        imported("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
        imported("[]".getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
        imported(Samples.bytes(Samples.with("/document/csaf_version", "\"2.1\"")))
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/document/csaf_version"));
        imported(Samples.bytes(Samples.with("/document/distribution", "")))
                .then()
                .statusCode(400);
        as("curator")
                .contentType(ContentType.JSON)
                .queryParam("tlp", "TLP:GREEN")
                .body(Samples.bytes(Samples.with("/document/distribution", "")))
                .post(ADVISORIES + "/imports")
                .then()
                .statusCode(201);
        as("curator")
                .contentType(ContentType.JSON)
                .queryParam("tlp", "TLP:CLEAR")
                .body(Samples.bytes(Samples.with("/document/distribution/tlp/label", "\"GREEN\"")))
                .post(ADVISORIES + "/imports")
                .then()
                .statusCode(400);
        as("xa-cert")
                .contentType(ContentType.JSON)
                .body(Samples.bytes(Samples.sound()))
                .post(ADVISORIES + "/imports")
                .then()
                .statusCode(403);
    }

    @Test
    void realAdvisoriesAreImportedPublishedAndProvidedWithoutLoss() throws Exception {
        Map<String, byte[]> originals = new HashMap<>();
        try (Stream<Path> files = Files.list(Corpus.path("csaf/cisa-2023"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".json")).toList()) {
                originals.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        for (byte[] original : originals.values()) {
            publish(imported(original)
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getString("trackingId"));
        }

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(anybody().get(CSAF + "white/index.txt").asString())
                                .contains(originals.keySet().stream()
                                        .map(name -> "2023/" + name + "\n")
                                        .toList()));
        originals.forEach((name, original) -> assertThat(bytes(anybody(), CSAF + "white/2023/" + name))
                .as(name)
                .isEqualTo(original));
        everythingOpenPassesTheValidatorOfOthers();
    }

    private void everythingOpenPassesTheValidatorOfOthers() {
        Map<String, byte[]> provided = new HashMap<>();
        anybody()
                .get(CSAF + "white/index.txt")
                .asString()
                .lines()
                .forEach(path -> provided.put(path.replace('/', '-'), bytes(anybody(), CSAF + "white/" + path)));

        assertThat(ForeignValidator.verdicts(provided))
                .allSatisfy((name, failed) -> assertThat(failed).as(name).isEmpty());
    }

    private Response imported(byte[] document) {
        return as("curator").contentType(ContentType.JSON).body(document).post(ADVISORIES + "/imports");
    }

    private String published(String tlp, String audience) {
        ObjectNode body = JSON.createObjectNode();
        body.set("content", JSON.valueToTree(Contents.all().get("whole")));
        ((ObjectNode) body.get("content")).put("tlp", tlp).put("title", "Flaw " + UUID.randomUUID());
        String sent = body.toString();
        if (!audience.isEmpty()) {
            sent = sent.substring(0, sent.length() - 1) + ",\"audience\":{" + audience + "}}";
        }
        String id = as("curator")
                .contentType(ContentType.JSON)
                .body(sent)
                .post(ADVISORIES)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("trackingId");
        publish(id);
        return id;
    }

    private void publish(String id) {
        String one = ADVISORIES + "/" + id;
        as("curator")
                .header("If-Match", tag(id))
                .post(one + "/submission")
                .then()
                .statusCode(200);
        as("approver")
                .header("If-Match", tag(id))
                .post(one + "/approval")
                .then()
                .statusCode(200);
        as("curator")
                .header("If-Match", tag(id))
                .post(one + "/publication")
                .then()
                .statusCode(200);
    }

    private String tag(String id) {
        return as("curator").get(ADVISORIES + "/" + id).getHeader("ETag");
    }

    private static void awaitListed(RequestSpecification caller, String label, String id) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(index(caller, label)).contains("/" + id.toLowerCase() + ".json\n"));
    }

    private static String folder(String label) {
        return label.equals("white") ? label : "restricted/" + label;
    }

    private static String index(RequestSpecification caller, String label) {
        return caller.get(CSAF + folder(label) + "/index.txt").asString();
    }

    private static String address(RequestSpecification caller, String label, String id) {
        return CSAF + folder(label) + "/"
                + index(caller, label)
                        .lines()
                        .filter(path -> path.endsWith("/" + id.toLowerCase() + ".json"))
                        .findFirst()
                        .orElseThrow();
    }

    private static byte[] bytes(RequestSpecification caller, String path) {
        return caller.get(path).then().statusCode(200).extract().asByteArray();
    }

    private static String path(String address) {
        assertThat(address).startsWith("https://localhost:");
        return address.substring(address.indexOf('/', "https://".length()));
    }

    private static String hash(String algorithm, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    private static boolean verifies(byte[] document, String signature, String key) throws Exception {
        PGPPublicKeyRing ring = new PGPPublicKeyRing(
                PGPUtil.getDecoderStream(new ByteArrayInputStream(key.getBytes(StandardCharsets.US_ASCII))),
                new BcKeyFingerprintCalculator());
        PGPSignature read = ((PGPSignatureList) new BcPGPObjectFactory(PGPUtil.getDecoderStream(
                                new ByteArrayInputStream(signature.getBytes(StandardCharsets.US_ASCII))))
                        .nextObject())
                .get(0);
        read.init(new BcPGPContentVerifierBuilderProvider(), ring.getPublicKey(read.getKeyID()));
        read.update(document);
        return read.verify();
    }

    /** Where GnuPG is on the machine: what it says is what consumers see. */
    private static void gpgAgrees(byte[] document, String signature, String key) throws Exception {
        Path home = Files.createTempDirectory("gpg");
        Files.write(home.resolve("document.json"), document);
        Files.writeString(home.resolve("document.json.asc"), signature);
        Files.writeString(home.resolve("key.asc"), key);
        Process process;
        try {
            process = new ProcessBuilder(
                            "sh",
                            "-c",
                            "gpg --homedir . --batch --no-autostart --quiet --dearmor -o key.gpg key.asc"
                                    + " && gpgv --keyring ./key.gpg document.json.asc document.json")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noShell) {
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assertThat(status == 127 || status == 0).as(said).isTrue();
    }
}
