package org.entente.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.DeterministicIds;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PartnersOverRest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The review queue as curator, approver and partners use it. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ReviewQueueIT {

    private static final String JSON = "application/json";
    private static final String BUNDLE = "application/stix+json;version=2.1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REVIEWS = "/api/v1/reviews";
    private static final String TO =
            "\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\","
                    + "\"sectors\":\"*\",\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"}";

    /** Partners are for ever, so each test has its own. */
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private final String author = "a-" + mark;
    private final String reader = "r-" + mark;
    private final String other = "o-" + mark;
    private final String stranger = "s-" + mark;
    private final String circle = "c-" + mark;
    private PartnersOverRest rest;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, policy("hold", "AMBER"));
        rest.partner(reader, policy("accept", "AMBER"));
        rest.partner(other, policy("accept", "AMBER"));
        rest.community(circle, author, reader, other);
    }

    private static String policy(String mode, String assumedTlp) {
        return "{" + TO + ",\"from\":{\"kinds\":\"*\",\"assumedTlp\":\"" + assumedTlp
                + "\",\"maxConfidence\":100,\"mode\":\"" + mode + "\",\"attribution\":\"everyone\"}}";
    }

    @Test
    void queueIsFilteredSortedAndCounted() {
        String first = hold("", malware(id("malware"), "Alpha " + mark, Tlp.AMBER));
        String second = hold("?partners=" + reader, tool(id("tool"), "Beta " + mark, Tlp.GREEN));

        list("submitter=" + author).body("items.id", contains(first, second));
        list("submitter=" + author + "&limit=1")
                .body("items.id", contains(first))
                .body("next", notNullValue());
        list("submitter=" + author + "&type=tool").body("items.id", contains(second));
        list("submitter=" + author + "&tlp=AMBER").body("items.id", contains(first));
        list("community=" + circle).body("items.id", contains(first));
        list("text=bEtA " + mark).body("items.id", contains(second));
        list("submitter=" + author + "&olderThan=P1D").body("items", empty());
        list("submitter=" + author + "&youngerThan=P1D").body("items", hasSize(2));
        list("submitter=" + author + "&state=refused").body("items", empty());
        list("submitter=" + author).body("items.object", not(hasItem(notNullValue())));
        as("auditor", REVIEWS + "/counts?submitter=" + author)
                .body("open", equalTo(2))
                .body("waiting", equalTo(2))
                .body("oldest", notNullValue())
                .body("oldestSeconds", notNullValue());
        rest.as("curator").get(REVIEWS + "?submiter=x").then().statusCode(400);
        rest.as("curator").get(REVIEWS + "?state=gone").then().statusCode(400);
        rest.as("curator").get(REVIEWS + "?olderThan=P1M").then().statusCode(400);
        rest.as(author).get(REVIEWS).then().statusCode(403);
    }

    @Test
    void pagesOfTheQueueMissNothing() {
        String first = hold("", malware(id("malware"), "One", Tlp.AMBER));
        String second = hold("", malware(id("malware"), "Two", Tlp.AMBER));

        String next = list("submitter=" + author + "&limit=1")
                .body("items.id", contains(first))
                .extract()
                .path("next");

        list("submitter=" + author + "&limit=1&next=" + next)
                .body("items.id", contains(second))
                .body("next", nullValue());
    }

    @Test
    void heldObjectIsShownBesideWhatIsKnownOfIt() {
        String id = id("malware");
        String held = hold("", malware(id, "Held", Tlp.AMBER));
        submit(reader, malware(id, "Known", Tlp.AMBER));
        awaited(reader, 1);

        as("curator", review(held) + "/comparison")
                .body("versions", hasSize(1))
                .body("versions[0].submitters", contains(reader))
                .body("versions[0].sameContent", equalTo(false))
                .body("versions[0].differences.property", contains("name"))
                .body("versions[0].differences[0].held", equalTo("Held"))
                .body("versions[0].differences[0].known", equalTo("Known"))
                .body("hindrance", containsString("Others sent this object in"));
    }

    @Test
    void comparisonSaysWhoWouldGetItAndFindsTheSameObservable() {
        String standard = DeterministicIds.of(
                        observable(id("ipv4-addr"), Tlp.AMBER).getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .toString();
        submit(reader, observable(standard, Tlp.AMBER));
        awaited(reader, 1);
        String held = hold("", observable(id("ipv4-addr"), Tlp.AMBER));

        as("approver", review(held) + "/comparison")
                .body("hindrance", nullValue())
                .body("observable.id", hasItem(standard))
                .body("audience.partners.findAll { it.decision == 'release' }.partner", hasItem(reader))
                .body("audience.partners.findAll { it.decision == 'release' }.partner", not(hasItem("xa-cert")));
    }

    @Test
    void indicatorsWhosePatternMeansTheSameAreShown() {
        String known = id("indicator");
        String domain = mark + ".example.net";
        submit(
                reader,
                indicator(known, "[domain-name:value = '" + domain + "' OR ipv4-addr:value = '198.51.100.7/32']"));
        submit(reader, indicator(id("indicator"), "[domain-name:value = 'x" + domain + "']"));
        String held = hold(
                "",
                indicator(
                        id("indicator"), "[ipv4-addr:value = '198.51.100.7' OR domain-name:value = '" + domain + "']"));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as("curator", review(held) + "/comparison")
                        .body("patterns.id", contains(known))
                        .body("patterns[0].differences.property", hasItem("pattern"))
                        .body("versions", empty()));
    }

    @Test
    void releasedObjectReachesItsAudienceAndEveryStepIsKept() {
        String malware = id("malware");
        String held = hold("", malware(malware, "Held", Tlp.AMBER));

        narrow(held, "\"exceptions\":[\"" + other + "\"]").statusCode(200).body("revision", equalTo(2));
        post("approver", review(held) + "/decision", "{\"action\":\"release\",\"reason\":\"Seen\"}")
                .statusCode(200)
                .body("state", equalTo("released"));

        awaited(reader, 1);
        assertThat(objects(other)).isEmpty();
        as("auditor", review(held) + "/history")
                .body("items.action", contains("narrow", "release"))
                .body("items.by", contains("curator", "approver"))
                .body("items.words", contains("For a test", "Seen"))
                .body("items[0].audience.exceptions", contains(other));
        post("curator", review(held) + "/decision", "{\"action\":\"refuse\",\"reason\":\"Late\"}")
                .statusCode(409);
    }

    @Test
    void operatorAloneCannotWidenTheAudience() {
        String held = hold("?communities=" + circle, malware(id("malware"), "Held", Tlp.AMBER));
        rest.partner(stranger, policy("accept", "AMBER"));

        narrow(held, "\"partners\":[\"" + stranger + "\"]").statusCode(409);
        // Its members go as the community goes: one named alone would stay when it has left.
        narrow(held, "\"partners\":[\"" + reader + "\"]").statusCode(409);
        narrow(held, "\"communities\":[\"demo-csirts\"]").statusCode(409);
        narrow(held, "\"exceptions\":[\"" + other + "\"]").statusCode(200);
        narrow(held, "\"communities\":[\"" + circle + "\"]")
                .statusCode(200)
                .body("audience.exceptions", contains(other));
        narrow(held, "").statusCode(400);
    }

    @Test
    void submitterConsentsToAWiderAudience() {
        String held = hold("?partners=" + reader, malware(id("malware"), "Held", Tlp.AMBER));
        consent(held, "\"partners\":[\"" + reader + "\",\"" + other + "\"]", "P1D")
                .statusCode(200)
                .body("state", equalTo("consent"))
                .body("audience.partners", contains(reader));
        String question = question();
        as(author, "/api/v1/questions/" + question)
                .body("kind", equalTo("consent"))
                .body("audience.partners", hasSize(2))
                .body("words", equalTo("For a test"));
        assertThat(rest.as(author).get("/api/v1/questions").asString()).doesNotContain("curator");
        answer(author, question, "{}").statusCode(400);

        answer(author, question, "{\"consent\":\"accept\"}").statusCode(200).body("outcome", equalTo("accepted"));

        answer(author, question, "{\"consent\":\"accept\"}").statusCode(200);
        answer(author, question, "{\"consent\":\"decline\"}").statusCode(409);
        as("curator", review(held)).body("state", equalTo("waiting")).body("audience.partners", hasSize(2));
        as("curator", review(held) + "/history")
                .body("items.action", contains("ask-consent", "accept"))
                .body("items.by", contains("curator", author));
        release(held);
        awaited(other, 1);
    }

    @Test
    void declinedOrExpiredConsentChangesNothing() {
        String held = hold("?partners=" + reader, malware(id("malware"), "Held", Tlp.AMBER));
        String wider = "\"partners\":[\"" + reader + "\",\"" + other + "\"]";
        consent(held, "\"partners\":[\"" + stranger + "\"]", "P1D").statusCode(400);
        consent(held, "\"partners\":[\"" + reader + "\"]", "P1D").statusCode(409);
        consent(held, wider, "PT1S").statusCode(400);
        consent(held, wider, "P1D").statusCode(200);

        answer(author, question(), "{\"consent\":\"decline\",\"answer\":\"No\"}")
                .statusCode(200);

        as("curator", review(held)).body("audience.partners", contains(reader)).body("state", equalTo("waiting"));
        consent(held, wider, "P1D").statusCode(200);
        String withdrawn = question();
        rest.as("curator").delete(review(held) + "/question").then().statusCode(200);
        answer(author, withdrawn, "{\"consent\":\"accept\"}").statusCode(409);
        as("curator", review(held)).body("audience.partners", contains(reader));
        rest.as("curator").delete(review(held) + "/question").then().statusCode(409);
    }

    @Test
    void submitterAnswersAQuestionAndTheObjectIsBackInTheQueue() {
        String held = hold("", malware(id("malware"), "Held", Tlp.AMBER));
        post("curator", review(held) + "/question", "{\"question\":\"Which network?\"}")
                .statusCode(200)
                .body("state", equalTo("asked"));
        list("submitter=" + author + "&state=waiting").body("items", empty());
        list("submitter=" + author + "&state=asked").body("items.question.words", contains("Which network?"));
        String question = question();
        as(author, "/api/v1/submissions/" + submission(held))
                .body("pendings[0].message", containsString("wait for your answer"));
        rest.as(reader).get("/api/v1/questions/" + question).then().statusCode(404);
        answer(reader, question, "{\"answer\":\"Mine\"}").statusCode(404);
        answer(author, question, "{\"consent\":\"accept\"}").statusCode(400);
        answer(author, question, "{\"answer\":\"\"}").statusCode(400);

        answer(author, question, "{\"answer\":\"The one in the north\"}")
                .statusCode(200)
                .body("outcome", equalTo("answered"));

        as(author, "/api/v1/questions").body("items", empty());
        as(author, "/api/v1/questions?state=all").body("items.answer", contains("The one in the north"));
        as(author, "/api/v1/submissions/" + submission(held)).body("pendings[0].message", equalTo("held for review"));
        list("submitter=" + author + "&state=waiting").body("items.id", contains(held));
        as("curator", review(held) + "/history").body("items.action", contains("ask", "answer"));
    }

    @Test
    void refusedObjectTellsItsSubmitterWhyAndNotWho() {
        String held = hold("", malware(id("malware"), "Held", Tlp.AMBER));
        post("curator", review(held) + "/decision", "{\"action\":\"refuse\"}").statusCode(400);

        post("curator", review(held) + "/decision", "{\"action\":\"refuse\",\"reason\":\"A test file\"}")
                .statusCode(200)
                .body("state", equalTo("refused"))
                .body("object", nullValue())
                .body("bytes", equalTo(0));

        Response status = rest.as(author).get("/api/v1/submissions/" + submission(held));
        status.then()
                .body("failures[0].message", equalTo("refused: A test file"))
                .body("status", equalTo("complete"));
        assertThat(status.asString()).doesNotContain("curator");
        rest.as("curator").get(review(held) + "/comparison").then().statusCode(409);
    }

    @Test
    void decisionOnWhatWasChangedSinceItWasReadIsRefused() {
        String held = hold("", malware(id("malware"), "Held", Tlp.AMBER));
        String seen = rest.as("curator").get(review(held)).getHeader("ETag");
        narrow(held, "\"exceptions\":[\"" + other + "\"]").statusCode(200);

        rest.as("approver")
                .header("If-Match", seen)
                .contentType(JSON)
                .body("{\"action\":\"release\"}")
                .post(review(held) + "/decision")
                .then()
                .statusCode(412);

        as("curator", review(held)).body("state", equalTo("waiting"));
    }

    @Test
    void objectOfASuspendedSubmitterWaitsUntilItIsLetInAgain() {
        String held = hold("", malware(id("malware"), "Held", Tlp.AMBER));
        post("admin", "/api/v1/partners/" + author + "/suspension", "{\"reason\":\"For a test\"}");

        post("curator", review(held) + "/decision", "{\"action\":\"release\"}").statusCode(409);
        as("curator", review(held) + "/comparison").body("hindrance", notNullValue());

        rest.as("admin").delete("/api/v1/partners/" + author + "/suspension");
        release(held);
        awaited(reader, 1);
    }

    @Test
    void policyThatBecameLooserDoesNotLoosenWhatIsHeld() {
        String held = hold("", malware(id("malware"), "Held", null));
        rest.policy(author, policy("accept", "GREEN"));

        post("curator", review(held) + "/decision", "{\"action\":\"release\"}")
                .statusCode(409)
                .body("detail", containsString("TLP:AMBER"));

        rest.policy(author, policy("accept", "AMBER"));
        release(held);
        awaited(reader, 1);
    }

    @Test
    void communityThatTheSubmitterJoinsMeanwhileIsNotMeant() {
        rest.partner(stranger, policy("accept", "AMBER"));
        String held = hold("", malware(id("malware"), "Held", Tlp.AMBER));
        rest.community("d-" + mark, author, stranger);

        release(held);

        awaited(reader, 1);
        assertThat(objects(stranger)).isEmpty();
    }

    @Test
    void recalledWhileHeldIsRefusedAndItsQuestionIsClosed() {
        String malware = id("malware");
        String held = hold("", malware(malware, "Held", Tlp.AMBER));
        post("curator", review(held) + "/question", "{\"question\":\"Sure?\"}").statusCode(200);

        post(author, "/api/v1/objects/" + malware + "/recall", "{\"reason\":\"Wrong\"}");

        as("curator", review(held)).body("state", equalTo("refused")).body("question", nullValue());
        as(author, "/api/v1/questions").body("items", empty());
        as("curator", review(held) + "/history").body("items.action", contains("ask", "withdraw", "recall"));
    }

    @Test
    void manyAreReleasedAsTheyWereShown() {
        String first = hold("", malware(id("malware"), "One", Tlp.AMBER));
        String second = hold("?partners=" + reader, malware(id("malware"), "Two", Tlp.AMBER));
        ValidatableResponse shown = preview("release", "", first, second)
                .statusCode(200)
                .body("possible", equalTo(2))
                .body("recipients.find { it.partner == '" + reader + "' }.objects", equalTo(2))
                .body("recipients.find { it.partner == '" + other + "' }.objects", equalTo(1))
                .body("recipients.partner", not(hasItem(author)));
        String token = shown.extract().path("token");
        execute("approver", token).statusCode(404);

        execute("curator", token).statusCode(200).body("done", equalTo(2)).body("failed", equalTo(0));

        execute("curator", token).statusCode(200).body("done", equalTo(2));
        awaited(reader, 2);
        awaited(other, 1);
        as("curator", review(first) + "/history").body("items.action", contains("release"));
    }

    @Test
    void previewIsNotCarriedOutOnceSomethingHasChanged() {
        String held = hold("", malware(id("malware"), "One", Tlp.AMBER));
        String narrowed = preview("release", "", held).extract().path("token");
        narrow(held, "\"exceptions\":[\"" + other + "\"]").statusCode(200);
        execute("curator", narrowed).statusCode(412);

        String joined = preview("release", "", held).extract().path("token");
        rest.partner(stranger, policy("accept", "AMBER"));
        rest.as("admin").put("/api/v1/communities/" + circle + "/members/" + stranger);
        execute("curator", joined).statusCode(412);

        as("curator", review(held)).body("state", equalTo("waiting"));
    }

    @Test
    void objectsThatReferToOneAnotherAreReleasedTogetherOrNotAtAll() {
        String report = id("report");
        String note = id("note");
        hold(
                "",
                object(
                        report,
                        Tlp.AMBER,
                        "\"name\":\"Report\",\"published\":\"2026-01-05T10:00:00Z\",\"object_refs\":[\"" + note
                                + "\"]"),
                object(note, Tlp.AMBER, "\"content\":\"About it\",\"object_refs\":[\"" + report + "\"]"));
        List<String> held = list("submitter=" + author).extract().path("items.id");
        post("curator", review(held.get(0)) + "/decision", "{\"action\":\"release\"}")
                .statusCode(409)
                .body("detail", containsString("together"));
        preview("release", "", held.get(0))
                .body("possible", equalTo(0))
                .body("items[0].hindrance", containsString("same submission"));
        as("curator", review(held.get(0)) + "/comparison").body("releaseWith", contains(held.get(1)));

        String token = preview("release", "", held.get(0), held.get(1))
                .body("possible", equalTo(2))
                .extract()
                .path("token");
        execute("curator", token).statusCode(200).body("done", equalTo(2));

        awaited(reader, 2);
    }

    @Test
    void markedObjectIsReleasedWithTheDefinitionOfItsMarkingOrNotAtAll() {
        String marking = id("marking-definition");
        String definition = "{\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"" + marking
                + "\",\"created\":\"2026-01-05T10:00:00.000Z\",\"name\":\"TLP:AMBER+STRICT\",\"definition_type\":\"statement\","
                + "\"definition\":{\"statement\":\"PAP:RED\"}}";
        String marked = malware(id("malware"), "Marked", Tlp.GREEN)
                .replace("\"object_marking_refs\":[", "\"object_marking_refs\":[\"" + marking + "\",");
        hold("", marked, definition);
        ValidatableResponse listed = list("submitter=" + author);
        String first = listed.extract().path("items.find { it.objectId.startsWith('malware') }.id");
        String second = listed.extract().path("items.find { it.objectId.startsWith('marking') }.id");

        post("curator", review(first) + "/decision", "{\"action\":\"release\"}")
                .statusCode(409)
                .body("detail", containsString("marked with"));
        as("curator", review(first) + "/comparison").body("releaseWith", contains(second));
        post("curator", review(second) + "/decision", "{\"action\":\"refuse\",\"reason\":\"No\"}")
                .statusCode(200);
        post("curator", review(first) + "/decision", "{\"action\":\"release\"}")
                .statusCode(409)
                .body("detail", containsString("marked with"));
    }

    @Test
    void ofManyEachFailsByItself() {
        String good = hold("", malware(id("malware"), "One", Tlp.AMBER));
        String decided = hold("", malware(id("malware"), "Two", Tlp.AMBER));
        post("curator", review(decided) + "/decision", "{\"action\":\"refuse\",\"reason\":\"No\"}")
                .statusCode(200);
        String token = preview("refuse", "A test", good, decided)
                .statusCode(200)
                .body("possible", equalTo(1))
                .body("recipients", empty())
                .extract()
                .path("token");

        execute("curator", token)
                .statusCode(200)
                .body("done", equalTo(1))
                .body("failed", equalTo(1))
                .body("items.find { it.id == '" + decided + "' }.message", containsString("decided"));

        as("curator", review(good)).body("state", equalTo("refused")).body("reason", equalTo("A test"));
    }

    @Test
    void manySubmittersAreAskedAtOnceAndBadOrdersAreRefused() {
        String held = hold("", malware(id("malware"), "One", Tlp.AMBER));
        preview("refuse", "", held).statusCode(400).body("errors.pointer", contains("/words"));
        preview("shred", "x", held).statusCode(400);
        preview("release", "", UUID.randomUUID().toString()).statusCode(400);
        preview("release", "", held, held).statusCode(400);
        post("auditor", REVIEWS + "/bulk/preview", "{}").statusCode(403);
        post(author, REVIEWS + "/bulk/execution", "{}").statusCode(403);
        post("curator", REVIEWS + "/bulk/execution", "{}").statusCode(400);

        execute("curator", preview("ask", "Still true?", held).extract().path("token"))
                .statusCode(200)
                .body("done", equalTo(1));

        as(author, "/api/v1/questions").body("items.words", contains("Still true?"));
    }

    private ValidatableResponse preview(String action, String words, String... items) {
        return post(
                "curator",
                REVIEWS + "/bulk/preview",
                "{\"action\":\"" + action + "\",\"words\":\"" + words + "\",\"items\":[\"" + String.join("\",\"", items)
                        + "\"]}");
    }

    private ValidatableResponse execute(String operator, String token) {
        return post(operator, REVIEWS + "/bulk/execution", "{\"token\":\"" + token + "\"}");
    }

    private ValidatableResponse list(String query) {
        return as("curator", REVIEWS + "?" + query);
    }

    private static String review(String held) {
        return REVIEWS + "/" + held;
    }

    private ValidatableResponse as(String caller, String path) {
        return rest.as(caller).get(path).then().statusCode(200);
    }

    private ValidatableResponse post(String caller, String path, String body) {
        return rest.as(caller).contentType(JSON).body(body).post(path).then();
    }

    private ValidatableResponse narrow(String held, String audience) {
        return post(
                "curator", review(held) + "/audience", "{\"audience\":{" + audience + "},\"reason\":\"For a test\"}");
    }

    private ValidatableResponse consent(String held, String audience, String expiresIn) {
        return post(
                "curator",
                review(held) + "/consent",
                "{\"audience\":{" + audience + "},\"reason\":\"For a test\",\"expiresIn\":\"" + expiresIn + "\"}");
    }

    private void release(String held) {
        post("curator", review(held) + "/decision", "{\"action\":\"release\"}").statusCode(200);
    }

    /** The author's open one. */
    private String question() {
        return as(author, "/api/v1/questions")
                .body("items", hasSize(1))
                .extract()
                .path("items[0].id");
    }

    private ValidatableResponse answer(String partner, String question, String body) {
        return post(partner, "/api/v1/questions/" + question + "/answer", body);
    }

    private String submission(String held) {
        return as("curator", review(held)).extract().path("submission");
    }

    /** Submits as the author, whose policy holds it; gives the id of its review. */
    private String hold(String query, String... objects) {
        String submission = rest.as(author)
                .contentType(BUNDLE)
                .body(bundle(objects))
                .post("/api/v1/submissions" + query)
                .then()
                .statusCode(202)
                .body("pending_count", equalTo(objects.length))
                .extract()
                .path("id");
        return held(submission).get(0);
    }

    private List<String> held(String submission) {
        return list("submitter=" + author + "&limit=200")
                .extract()
                .path("items.findAll { it.submission == '" + submission + "' }.id");
    }

    private void submit(String partner, String... objects) {
        rest.as(partner)
                .contentType(BUNDLE)
                .body(bundle(objects))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("success_count", equalTo(objects.length));
    }

    private void awaited(String partner, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(objects(partner)).hasSize(count));
    }

    private List<String> objects(String partner) {
        List<String> ids = rest.as(partner)
                .accept("application/taxii+json;version=2.1")
                .get("/taxii2/exchange/collections/threats/objects/?added_after=" + began)
                .then()
                .statusCode(200)
                .extract()
                .path("objects.id");
        return ids == null ? List.of() : ids;
    }

    private final String began = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private static String bundle(String... objects) {
        return "{\"type\":\"bundle\",\"id\":\"" + id("bundle") + "\",\"objects\":[" + String.join(",", objects) + "]}";
    }

    private static String malware(String id, String name, @Nullable Tlp tlp) {
        return object(id, tlp, "\"name\":\"" + name + "\",\"is_family\":true");
    }

    private static String indicator(String id, String pattern) {
        return object(
                id,
                Tlp.AMBER,
                "\"indicator_types\":[\"malicious-activity\"],\"pattern_type\":\"stix\",\"pattern\":\"" + pattern
                        + "\",\"valid_from\":\"2026-01-05T10:00:00Z\"");
    }

    private static String tool(String id, String name, Tlp tlp) {
        return object(id, tlp, "\"name\":\"" + name + "\"");
    }

    private static String observable(String id, Tlp tlp) {
        return "{\"type\":\"ipv4-addr\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"value\":\"198.51.100.3\",\"object_marking_refs\":[\"" + tlp.marking() + "\"]}";
    }

    private static String object(String id, @Nullable Tlp tlp, String rest) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-05T10:00:00.000Z\",\"modified\":\"2026-01-05T10:00:00.000Z\","
                + (tlp == null ? "" : "\"object_marking_refs\":[\"" + tlp.marking() + "\"],") + rest + "}";
    }
}
