package org.entente.taxii;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A TAXII 2.1 client from discovery to deletion, written from the text of the standard: it knows the discovery address and its
 * credentials, and follows what it is told. Every answer is held to §3.1's media type, and to the headers of §3.2.
 */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class TaxiiClientIT {

    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String FIRST = "X-TAXII-Date-Added-First";
    private static final String LAST = "X-TAXII-Date-Added-Last";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OBJECTS = 5;

    private final List<String> ids = new ArrayList<>();
    private DemoAccess access;
    private String root;
    private String collection;

    @BeforeEach
    void discover() {
        access = DemoAccess.awaited();
        JsonPath discovery = get(as("xa-cert"), access.document().taxii()).jsonPath();
        String discovered = access.document().taxii();
        root = URI.create(discovered).resolve(discovery.getString("default")).toString();
        assertThat(discovery.getString("title")).isNotBlank();
        assertThat(discovery.getList("api_roots", String.class)).contains(discovery.getString("default"));
        JsonPath apiRoot = get(as("xa-cert"), root).jsonPath();
        assertThat(apiRoot.getString("title")).isNotBlank();
        assertThat(apiRoot.getList("versions", String.class)).contains(TAXII);
        assertThat(apiRoot.getLong("max_content_length")).isPositive();
        Map<String, Object> both =
                get(as("xa-cert"), root + "collections/")
                        .jsonPath()
                        .<Map<String, Object>>getList("collections")
                        .stream()
                        .filter(each ->
                                Boolean.TRUE.equals(each.get("can_read")) && Boolean.TRUE.equals(each.get("can_write")))
                        .findFirst()
                        .orElseThrow();
        collection = root + "collections/" + both.get("id") + "/";
        assertThat(get(as("xa-cert"), collection).jsonPath().getMap("")).isEqualTo(both);
    }

    @Test
    void objectsAreAddedFollowedPagedVersionedAndDeleted() {
        // Given objects that were added, and whose status was polled until it was complete
        for (int i = 0; i < OBJECTS; i++) {
            ids.add("malware--" + UUID.randomUUID());
        }
        add(ids.stream().map(id -> malware(id, "2026-01-01T10:00:00.000Z")).toList());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pagesByNext("objects/", "objects.id", OBJECTS).size() == OBJECTS);

        // Then every way of paging gives each of them once and in one order
        List<String> inOrder = pagesByNext("objects/", "objects.id", OBJECTS);
        assertThat(inOrder).containsExactlyInAnyOrderElementsOf(ids);
        for (int limit = 1; limit <= OBJECTS + 1; limit++) {
            assertThat(pagesByNext("objects/", "objects.id", limit)).isEqualTo(inOrder);
            assertThat(pagesByDate("objects/", limit)).isEqualTo(inOrder);
            assertThat(pagesByNext("manifest/", "objects.id", limit)).isEqualTo(inOrder);
            assertThat(pagesByDate("manifest/", limit)).isEqualTo(inOrder);
        }

        // When one gets another version
        String id = ids.get(0);
        add(List.of(malware(id, "2026-01-02T10:00:00.000Z")));
        Predicate<Integer> versions = count -> get(as("xb-cert"), collection + "objects/" + id + "/versions/")
                        .jsonPath()
                        .getList("versions")
                        .size()
                == count;
        Awaitility.await().atMost(PATIENCE).until(() -> versions.test(2));

        // Then the newest is what is meant unless another is asked for
        String object = collection + "objects/" + id + "/";
        assertThat(versionsOf(object)).containsExactly("2026-01-02T10:00:00.000Z");
        assertThat(versionsOf(object + "?match[version]=first")).containsExactly("2026-01-01T10:00:00.000Z");
        assertThat(versionsOf(object + "?match[version]=all"))
                .containsExactly("2026-01-01T10:00:00.000Z", "2026-01-02T10:00:00.000Z");
        assertThat(versionsOf(object + "?match[version]=2026-01-01T10:00:00Z"))
                .containsExactly("2026-01-01T10:00:00.000Z");
        assertThat(as("xb-cert").get(object + "?match[version]=all,first").statusCode())
                .isEqualTo(400);

        // When its submitter deletes it
        Response deleted = as("xa-cert").delete(object);
        assertThat(deleted.statusCode()).as(deleted.asString()).isEqualTo(200);

        // Then it is gone for everybody, everywhere
        for (String reader : List.of("xa-cert", "xb-cert")) {
            for (String path : List.of(object, object + "versions/")) {
                Response gone = as(reader).get(path);
                assertThat(gone.statusCode()).isEqualTo(404);
                assertThat(gone.contentType()).isEqualTo(TAXII);
                assertThat(gone.jsonPath().getString("http_status")).isEqualTo("404");
            }
        }
        inOrder.remove(id);
        assertThat(pagesByNext("objects/", "objects.id", 2)).isEqualTo(inOrder);
        assertThat(pagesByNext("manifest/", "objects.id", 2)).isEqualTo(inOrder);
    }

    /** §5.5 and §4.3: added, then asked after until nothing is pending; the numbers and lists agree. */
    private void add(List<String> objects) {
        Response added = as("xa-cert")
                .contentType(TAXII)
                .body("{\"objects\":[" + String.join(",", objects) + "]}")
                .post(collection + "objects/");
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(202);
        assertThat(added.contentType()).isEqualTo(TAXII);
        String status = root + "status/" + added.jsonPath().getString("id") + "/";
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> get(as("xa-cert"), status)
                        .jsonPath()
                        .getString("status")
                        .equals("complete"));
        JsonPath complete = get(as("xa-cert"), status).jsonPath();
        assertThat(complete.getInt("total_count")).isEqualTo(objects.size());
        assertThat(complete.getInt("success_count")).isEqualTo(objects.size());
        assertThat(complete.getInt("failure_count")).isZero();
        assertThat(complete.getInt("pending_count")).isZero();
        assertThat(complete.getList("successes")).hasSize(objects.size());
        assertThat(complete.<Object>get("failures"))
                .as("empty lists are left out")
                .isNull();
    }

    /** As long as there is more, by {@code next}. */
    private List<String> pagesByNext(String endpoint, String path, int limit) {
        List<String> found = new ArrayList<>();
        String query = query(limit);
        for (int pages = 0; pages <= OBJECTS; pages++) {
            Response page = as("xb-cert").get(collection + endpoint + query);
            take(page, path, limit, found);
            if (!Boolean.TRUE.equals(page.jsonPath().<Boolean>get("more"))) {
                return found;
            }
            query = query(limit) + "&next=" + page.jsonPath().getString("next");
        }
        throw new AssertionError("More pages than objects");
    }

    /** Until nothing is later than the last page's last object. */
    private List<String> pagesByDate(String endpoint, int limit) {
        List<String> found = new ArrayList<>();
        String query = query(limit);
        for (int pages = 0; pages <= OBJECTS; pages++) {
            Response page = as("xb-cert").get(collection + endpoint + query);
            if (page.jsonPath().getMap("").isEmpty()) {
                return found;
            }
            take(page, "objects.id", limit, found);
            query = query(limit) + "&added_after=" + page.getHeader(LAST);
        }
        throw new AssertionError("More pages than objects");
    }

    private String query(int limit) {
        return "?limit=" + limit + "&match[type]=malware&match[id]=" + String.join(",", ids);
    }

    private static void take(Response page, String path, int limit, List<String> found) {
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo(TAXII);
        List<String> objects = Objects.requireNonNullElse(page.jsonPath().<List<String>>get(path), List.<String>of());
        assertThat(objects).hasSizeLessThanOrEqualTo(limit).noneMatch(found::contains);
        if (!objects.isEmpty()) {
            assertThat(Instant.parse(page.getHeader(FIRST))).isBeforeOrEqualTo(Instant.parse(page.getHeader(LAST)));
            assertThat(page.getHeader(LAST)).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        }
        found.addAll(objects);
    }

    private List<String> versionsOf(String object) {
        Response envelope = get(as("xb-cert"), object);
        assertThat(envelope.getHeader(FIRST)).isNotNull();
        assertThat(envelope.getHeader(LAST)).isNotNull();
        return envelope.jsonPath().getList("objects.modified", String.class);
    }

    private static Response get(RequestSpecification caller, String address) {
        Response answer = caller.get(address);
        assertThat(answer.statusCode()).as(address + ": " + answer.asString()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo(TAXII);
        return answer;
    }

    private static String malware(String id, String modified) {
        return "{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"" + modified
                + "\",\"name\":\"Loader\",\"is_family\":true,\"object_marking_refs\":[\"" + Tlp.GREEN.marking()
                + "\"]}";
    }

    private RequestSpecification as(String caller) {
        AccessDocument.Caller who = access.caller(caller);
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .accept(TAXII)
                .auth()
                .preemptive()
                .basic(who.username(), who.password());
    }
}
