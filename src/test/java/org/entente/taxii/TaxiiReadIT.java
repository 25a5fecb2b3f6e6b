package org.entente.taxii;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.entente.taxii.TaxiiWorld.ABSENT;
import static org.entente.taxii.TaxiiWorld.ADDRESS;
import static org.entente.taxii.TaxiiWorld.CIRCLE;
import static org.entente.taxii.TaxiiWorld.FORMER;
import static org.entente.taxii.TaxiiWorld.IN_CIRCLE;
import static org.entente.taxii.TaxiiWorld.MITIGATION;
import static org.entente.taxii.TaxiiWorld.OUTSIDER;
import static org.entente.taxii.TaxiiWorld.READER;
import static org.entente.taxii.TaxiiWorld.VERSIONED;
import static org.entente.taxii.TaxiiWorld.WITHHELD;
import static org.entente.taxii.TaxiiWorld.WRITER;
import static org.entente.taxii.TaxiiWorld.withoutErrorId;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.entente.http.TaxiiMedia;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The read side over HTTP, as a partner's client meets it. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class TaxiiReadIT {

    private static final String ROOT = "/taxii2/exchange/";
    private static final String THREATS = ROOT + "collections/threats/";

    @Inject
    TaxiiWorld world;

    @BeforeEach
    void prepareTheWorld() {
        world.prepare();
    }

    private RequestSpecification as(String partner) {
        return given().auth()
                .preemptive()
                .basic(partner, world.passwordOf(partner))
                .header("Accept", TaxiiMedia.TAXII)
                .urlEncodingEnabled(true);
    }

    private Response get(String path, Object... queryPairs) {
        RequestSpecification request = as(READER);
        for (int i = 0; i < queryPairs.length; i += 2) {
            request.queryParam(queryPairs[i].toString(), queryPairs[i + 1]);
        }
        return request.get(path);
    }

    private static Response ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
        return response;
    }

    private static List<String> ids(Response page) {
        List<String> ids = page.jsonPath().getList("objects.id");
        return ids == null ? List.of() : ids;
    }

    private static void refused(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
        assertThat(response.jsonPath().getString("title")).isNotBlank();
        assertThat(response.jsonPath().getString("http_status")).isEqualTo(Integer.toString(status));
    }

    @Test
    void discoveryLeadsToTheApiRoot() {
        Response discovery = ok(get("/taxii2/"));

        String root = discovery.jsonPath().getString("default");
        assertThat(discovery.jsonPath().getList("api_roots")).containsExactly(root);
        assertThat(root).matches("http://localhost:\\d+/taxii2/exchange/");
        Response apiRoot = ok(get(root));
        assertThat(apiRoot.jsonPath().getString("title")).isNotBlank();
        assertThat(apiRoot.jsonPath().getList("versions")).containsExactly(TaxiiMedia.TAXII);
        assertThat(apiRoot.jsonPath().getLong("max_content_length")).isPositive();
    }

    @Test
    void discoveryWithoutAHostIsRelative() throws IOException {
        String credentials = READER + ":" + world.passwordOf(READER);
        String request = "GET /taxii2/ HTTP/1.0\r\nAccept: */*\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)) + "\r\n\r\n";

        String answer = rawAnswerTo(request);

        assertThat(answer).contains("\"default\":\"/taxii2/exchange/\"");
    }

    private static String rawAnswerTo(String request) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void collectionsAreThoseOfTheCaller() {
        Response mine = ok(get(ROOT + "collections/"));
        Response others = ok(as(OUTSIDER).get(ROOT + "collections/"));

        assertThat(mine.jsonPath().getList("collections.alias"))
                .containsExactly("inbox", "threats", "mitigations", "advisories", CIRCLE);
        assertThat(others.jsonPath().getList("collections.alias"))
                .containsExactly("inbox", "threats", "mitigations", "advisories");
        assertThat(mine.jsonPath().getList("collections.id", String.class))
                .allSatisfy(id -> assertThat(UUID.fromString(id).version()).isEqualTo(4));
    }

    @Test
    void collectionIsAddressedByIdOrAlias() {
        Response byAlias = ok(get(THREATS));
        Response byId = ok(get(ROOT + "collections/" + byAlias.jsonPath().getString("id") + "/"));

        assertThat(byId.asString()).isEqualTo(byAlias.asString());
        assertThat(byId.jsonPath().getMap(""))
                .containsEntry("can_read", true)
                .containsEntry("can_write", false)
                .containsEntry("media_types", List.of(TaxiiMedia.STIX));
    }

    @Test
    void collectionOfOthersIsRefusedLikeOneThatNeverWas() {
        Response others = as(OUTSIDER).get(ROOT + "collections/" + CIRCLE + "/objects/");
        Response unknown = as(OUTSIDER).get(ROOT + "collections/nowhere/objects/");

        refused(others, 404);
        refused(unknown, 404);
        assertThat(withoutErrorId(others)).isEqualTo(withoutErrorId(unknown));
    }

    @Test
    void submitterWhoIsNoSubscriberReadsNothing() {
        refused(as(WRITER).get(THREATS + "objects/"), 403);
        assertThat(ok(as(WRITER).get(ROOT + "collections/")).jsonPath().getList("collections.can_read"))
                .containsOnly(false);
    }

    @Test
    void inboxIsNotRead() {
        refused(get(ROOT + "collections/inbox/objects/"), 403);
        refused(get(ROOT + "collections/inbox/manifest/"), 403);
    }

    @Test
    void objectsAreTheBytesAsSubmittedInTheOrderTheyWereAdded() {
        Response page = ok(get(THREATS + "objects/", "match[version]", "all"));

        assertThat(page.jsonPath().getBoolean("more")).isFalse();
        assertThat(new String(page.asByteArray(), UTF_8))
                .isEqualTo("{\"more\":false,\"objects\":[" + String.join(",", world.threatsInOrder()) + "]}");
        assertThat(page.header("X-TAXII-Date-Added-First"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(page.header("X-TAXII-Date-Added-Last")).isGreaterThan(page.header("X-TAXII-Date-Added-First"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void pagingGivesEachObjectOnce(int limit) {
        List<String> all = ids(ok(get(THREATS + "objects/")));

        List<String> paged = new ArrayList<>();
        Response page = ok(get(THREATS + "objects/", "limit", limit));
        paged.addAll(ids(page));
        while (page.jsonPath().getBoolean("more")) {
            assertThat(ids(page)).hasSize(limit);
            page = ok(get(
                    THREATS + "objects/",
                    "limit",
                    limit,
                    "next",
                    page.jsonPath().getString("next")));
            paged.addAll(ids(page));
        }

        assertThat(paged).isEqualTo(all).doesNotHaveDuplicates().contains(VERSIONED, ADDRESS, IN_CIRCLE);
    }

    @Test
    void addedAfterContinuesWhereTheHeaderSaid() {
        Response first = ok(get(THREATS + "objects/", "limit", 4));
        Response rest = ok(get(THREATS + "objects/", "added_after", first.header("X-TAXII-Date-Added-Last")));
        Response none = ok(get(THREATS + "objects/", "added_after", rest.header("X-TAXII-Date-Added-Last")));

        List<String> all = ids(ok(get(THREATS + "objects/")));
        assertThat(ids(first)).isEqualTo(all.subList(0, 4));
        assertThat(ids(rest)).isEqualTo(all.subList(4, all.size()));
        assertThat(none.asString()).isEqualTo("{}");
        assertThat(none.header("X-TAXII-Date-Added-First")).isNull();
    }

    @Test
    void filtersNarrow() {
        assertThat(ids(ok(get(THREATS + "objects/", "match[id]", ADDRESS + "," + IN_CIRCLE))))
                .containsExactlyInAnyOrder(ADDRESS, IN_CIRCLE);
        assertThat(ids(ok(get(THREATS + "objects/", "match[type]", "ipv4-addr"))))
                .containsExactly(ADDRESS);
        assertThat(ids(ok(get(THREATS + "objects/", "match[type]", "ipv4-addr", "match[id]", IN_CIRCLE))))
                .isEmpty();
        assertThat(ok(get(THREATS + "objects/", "match[spec_version]", "2.0")).asString())
                .isEqualTo("{}");
        assertThat(ids(ok(get(ROOT + "collections/mitigations/objects/")))).containsExactly(MITIGATION);
        assertThat(ids(ok(get(ROOT + "collections/" + CIRCLE + "/objects/")))).containsExactly(IN_CIRCLE);
        assertThat(ok(get(ROOT + "collections/advisories/objects/")).asString()).isEqualTo("{}");
    }

    @Test
    void versionsOfOneObject() {
        String path = THREATS + "objects/" + VERSIONED + "/";
        String first = "2026-01-01T00:00:00.000Z";
        String second = "2026-01-02T00:00:00.000Z";
        String third = "2026-01-03T00:00:00.000Z";

        assertThat(ok(get(path)).jsonPath().getList("objects.modified")).containsExactly(third);
        assertThat(ok(get(path, "match[version]", "first")).jsonPath().getList("objects.modified"))
                .containsExactly(first);
        assertThat(ok(get(path, "match[version]", "first," + second)).jsonPath().getList("objects.modified"))
                .containsExactly(first, second);
        assertThat(ok(get(path, "match[version]", "all")).jsonPath().getList("objects.modified"))
                .containsExactly(first, second, third);
        Response versions = ok(get(path + "versions/"));
        assertThat(versions.jsonPath().getList("versions"))
                .containsExactly(
                        "2026-01-01T00:00:00.000000Z", "2026-01-02T00:00:00.000000Z", "2026-01-03T00:00:00.000000Z");
        assertThat(versions.header("X-TAXII-Date-Added-Last")).isNotBlank();
        Response page = ok(get(path + "versions/", "limit", 2));
        assertThat(ok(get(
                                path + "versions/",
                                "limit",
                                2,
                                "next",
                                page.jsonPath().getString("next")))
                        .jsonPath()
                        .getList("versions"))
                .containsExactly("2026-01-03T00:00:00.000000Z");
        assertThat(ok(get(path, "match[version]", "2020-01-01T00:00:00Z")).asString())
                .isEqualTo("{}");
    }

    @Test
    void objectWithoutVersionsHasTheMomentItWasAdded() {
        Response manifest = ok(get(THREATS + "manifest/", "match[id]", ADDRESS));
        Map<String, String> entry = manifest.jsonPath().getMap("objects[0]");

        assertThat(entry)
                .containsEntry("id", ADDRESS)
                .containsEntry("version", entry.get("date_added"))
                .containsEntry("media_type", TaxiiMedia.STIX);
        assertThat(manifest.header("X-TAXII-Date-Added-First")).isEqualTo(entry.get("date_added"));
        assertThat(ok(get(THREATS + "objects/" + ADDRESS + "/versions/"))
                        .jsonPath()
                        .getList("versions"))
                .containsExactly(entry.get("version"));
        assertThat(ids(ok(get(THREATS + "objects/" + ADDRESS + "/", "match[version]", entry.get("version")))))
                .containsExactly(ADDRESS);
    }

    @Test
    void manifestListsWhatObjectsGives() {
        Response manifest = ok(get(THREATS + "manifest/", "limit", 5));

        assertThat(ids(manifest)).isEqualTo(ids(ok(get(THREATS + "objects/", "limit", 5))));
        assertThat(manifest.jsonPath().getBoolean("more")).isTrue();
        assertThat(ids(ok(get(THREATS + "manifest/", "next", manifest.jsonPath().getString("next")))))
                .doesNotContainAnyElementsOf(ids(manifest))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "versions/"})
    void withheldObjectIsRefusedLikeOneThatNeverWas(String suffix) {
        Response withheld = get(THREATS + "objects/" + WITHHELD + "/" + suffix);
        Response absent = get(THREATS + "objects/" + ABSENT + "/" + suffix);

        refused(withheld, 404);
        assertThat(withoutErrorId(withheld)).isEqualTo(withoutErrorId(absent));
        refused(get(THREATS + "objects/" + WITHHELD + "/" + suffix, "added_after", "2020-01-01T00:00:00Z"), 404);
        refused(get(THREATS + "objects/not-an-id/" + suffix), 404);
    }

    @Test
    void withheldObjectIsNowhere() {
        assertThat(ok(get(THREATS + "objects/", "match[version]", "all")).asString())
                .doesNotContain(WITHHELD);
        assertThat(ok(get(THREATS + "manifest/", "match[version]", "all")).asString())
                .doesNotContain(WITHHELD);
        assertThat(ok(get(THREATS + "objects/", "match[id]", WITHHELD)).asString())
                .isEqualTo("{}");
        assertThat(ok(as(OUTSIDER).get(THREATS + "objects/")).asString()).doesNotContain(IN_CIRCLE);
    }

    @Test
    void cursorIsWorthNothingToAnybodyElse() {
        String next = ok(get(THREATS + "objects/", "limit", 2)).jsonPath().getString("next");

        refused(as(OUTSIDER).queryParam("next", next).get(THREATS + "objects/"), 400);
        refused(get(THREATS + "manifest/", "next", next), 400);
        refused(get(THREATS + "objects/", "next", next, "match[type]", "malware"), 400);
        refused(get(ROOT + "collections/mitigations/objects/", "next", next), 400);
        refused(get(THREATS + "objects/", "next", next.substring(1) + "A"), 400);
        refused(get(THREATS + "objects/", "next", "1"), 400);
        refused(get(THREATS + "objects/", "next", ""), 400);
    }

    @Test
    void nameInOtherLettersIsAnotherParameter() {
        Response page = as(READER).get(THREATS + "objects/?LIMIT=5&limit=1");

        assertThat(ok(page).jsonPath().getList("objects")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=9223372036854775808",
                "limit=1&limit=2",
                "added_after=yesterday",
                "match[id]=malware",
                "match[id]=" + VERSIONED + "&match[id]=" + ADDRESS,
                "match[version]=latest",
                "match[version]=all,last",
                "match[spec_version]=new",
                "match[type]=",
                "match[type]=malware;x",
            })
    void malformedParameterIsRefused(String query) {
        refused(as(READER).get(THREATS + "objects/?" + query), 400);
        refused(as(READER).get(THREATS + "manifest/?" + query), 400);
    }

    @Test
    void unknownParametersAreIgnored() {
        assertThat(ids(ok(get(THREATS + "objects/", "match[colour]", "red", "foo", "bar"))))
                .isEqualTo(ids(ok(get(THREATS + "objects/"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/taxii+json;version=2.0", "text/html", "rubbish"})
    void otherMediaTypesAreNotAcceptable(String accept) {
        for (String path : List.of("/taxii2/", ROOT, ROOT + "collections/", THREATS + "objects/")) {
            refused(as(READER).header("Accept", "").get(path), 406);
            refused(
                    given().auth()
                            .preemptive()
                            .basic(READER, world.passwordOf(READER))
                            .header("Accept", accept)
                            .get(path),
                    406);
        }
    }

    @Test
    void callerWithoutCredentialsIsAskedForThem() {
        for (String path : List.of("/taxii2/", ROOT, ROOT + "collections/", THREATS + "objects/")) {
            Response anonymous = given().header("Accept", "text/html").get(path);

            refused(anonymous, 401);
            assertThat(anonymous.headers().getValues("WWW-Authenticate")).anyMatch(way -> way.startsWith("Basic "));
        }
    }

    @Test
    void writeSideAnswersOnTheSamePaths() {
        String envelope = "{\"objects\":[]}";

        assertThat(post("inbox", envelope).header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
        refused(post("threats", envelope), 403);
        refused(post("nowhere", envelope), 404);
        refused(get(ROOT + "status/" + UUID.randomUUID() + "/"), 404);
    }

    private Response post(String collection, String envelope) {
        return as(READER)
                .contentType(TaxiiMedia.TAXII)
                .body(envelope.getBytes(UTF_8))
                .post(ROOT + "collections/" + collection + "/objects/");
    }

    @Test
    void pathWithoutTheLastSlashIsServedToo() {
        assertThat(ok(get("/taxii2")).asString()).isEqualTo(ok(get("/taxii2/")).asString());
        assertThat(ids(ok(get(ROOT + "collections/threats/objects")))).isEqualTo(ids(ok(get(THREATS + "objects/"))));
    }

    @Test
    void headHasTheHeadersOfGet() {
        Response head = as(READER).head(THREATS + "objects/");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
        assertThat(head.header("X-TAXII-Date-Added-First")).isNotBlank();
        assertThat(head.asString()).isEmpty();
    }

    @Test
    void optionsNamesTheMethodsOfTheAddress() {
        assertThat(as(READER).options(THREATS + "manifest/").header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(as(READER).options(THREATS + "objects/").header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(as(READER).options(THREATS + "objects/" + VERSIONED + "/").header("Allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS");
        refused(as(READER).options(ROOT + "nowhere/"), 404);
    }

    @Test
    void manyValuesAreRefusedAndNeverAskedFor() {
        String types = "malware,".repeat(999) + "malware";
        String ids = (VERSIONED + ",").repeat(999) + VERSIONED;

        refused(get(THREATS + "objects/", "match[type]", types), 400);
        refused(get(THREATS + "manifest/", "match[type]", types), 400);
        refused(get(THREATS + "objects/", "match[version]", "first,".repeat(999) + "last"), 400);
        refused(get(THREATS + "objects/", "match[id]", ids), 414);
        assertThat(ids(ok(get(THREATS + "objects/", "match[id]", (ABSENT + ",").repeat(99) + VERSIONED))))
                .containsExactly(VERSIONED);
    }

    @Test
    void bareObjectIsNoEnvelope() {
        Response bare = as(READER)
                .contentType(TaxiiMedia.TAXII)
                .body("{\"type\":\"malware\",\"id\":\"" + ABSENT + "\"}")
                .post(ROOT + "collections/inbox/objects/");

        refused(bare, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/taxii+json",
                "application/*",
                "*/*;q=0.001",
                "application/taxii+json;version=2.0, application/taxii+json;version=\"2.1\";q=0.1",
                "text/html, Application/TAXII+JSON; Version=2.1; charset=utf-8",
            })
    void anyRangeThatCoversTaxiiWillDo(String accept) {
        assertThat(accepting(accept).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*;q=0",
                "application/taxii+json;q=0, */*",
                "application/taxii+json;version=2.1;q=0, application/taxii+json",
                "application/taxii+json;q=2",
                ",,",
            })
    void rangeThatExcludesTaxiiWillNot(String accept) {
        refused(accepting(accept), 406);
    }

    private Response accepting(String accept) {
        return given().auth()
                .preemptive()
                .basic(READER, world.passwordOf(READER))
                .header("Accept", accept)
                .get(THREATS + "objects/?limit=1");
    }

    @Test
    void anyPrecisionOfAddedAfterIsRead() {
        Response first = ok(get(THREATS + "objects/", "limit", 1));
        String added = first.header("X-TAXII-Date-Added-First");
        int second = added.indexOf('.');
        for (int digits = 0; digits <= 6; digits++) {
            String cut = digits == 0 ? added.substring(0, second) : added.substring(0, second + 1 + digits);
            List<String> later = ids(ok(get(THREATS + "objects/", "added_after", cut + "Z", "match[version]", "all")));
            if (digits == 6) {
                assertThat(later).doesNotContain(ids(first).get(0));
            }
            assertThat(later).as(cut).isNotEmpty();
        }
        for (String far : List.of("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")) {
            ok(get(THREATS + "objects/", "added_after", far));
            ok(get(THREATS + "manifest/", "match[version]", far));
        }
        refused(get(THREATS + "objects/", "added_after", added.replace("Z", "0Z")), 400);
        refused(get(THREATS + "objects/", "added_after", added.replace("Z", "+00:00")), 400);
    }

    @Test
    void emptyPageHasNoDates() {
        Response empty = ok(get(THREATS + "objects/", "added_after", "2096-01-01T00:00:00Z"));

        assertThat(empty.asString()).isEqualTo("{}");
        assertThat(empty.header("X-TAXII-Date-Added-First")).isNull();
        assertThat(empty.header("X-TAXII-Date-Added-Last")).isNull();
    }

    @Test
    void otherMethodsAndPathsAreRefusedInTaxiisOwnShape() {
        refused(as(READER).put(THREATS + "objects/"), 405);
        refused(as(READER).delete(THREATS + "manifest/"), 405);
        refused(get(ROOT + "nowhere/"), 404);
        refused(get("/taxii2/other/"), 404);
    }

    @Test
    void narrowedPolicyIsInForceOnTheNextPage() {
        Response first = ok(as(FORMER).queryParam("limit", 2).get(THREATS + "objects/"));
        String next = first.jsonPath().getString("next");

        world.closePolicyOf(FORMER);

        Response second =
                ok(as(FORMER).queryParam("limit", 2).queryParam("next", next).get(THREATS + "objects/"));
        assertThat(ids(first)).hasSize(2);
        assertThat(second.asString()).isEqualTo("{}");
    }
}
