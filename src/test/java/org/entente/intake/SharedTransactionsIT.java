package org.entente.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many submissions at the same moment, of which some stand in the others' way: each gets its own answer. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class SharedTransactionsIT {

    private static final int CLIENTS = 16;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private AccessDocument.Caller submitter;

    @Inject
    Pool pool;

    @BeforeEach
    void findAccess() {
        submitter = DemoAccess.awaited().caller("xa-cert");
    }

    @AfterEach
    void stopClients() {
        clients.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void submissionsOfTheSameObjectAtOnceAreAllAnsweredAndKeptOnce(boolean hidden) throws Exception {
        // Given
        String id = "tool--" + UUID.randomUUID();
        String same = tool(id, "same");
        if (hidden) {
            sendHidden(same);
        }
        List<Callable<Response>> posts = new ArrayList<>();
        for (int i = 0; i < 3 * CLIENTS; i++) {
            String object = i % 3 == 0 ? same : tool("tool--" + UUID.randomUUID(), "other " + i);
            posts.add(() -> post(object, null));
        }

        // When
        List<Response> answers = atOnce(posts);

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.jsonPath().getInt("success_count")).isEqualTo(1);
        });
        Awaitility.await("it has its place in the log")
                .atMost(Duration.ofMinutes(1))
                .until(() -> post(same, null)
                        .jsonPath()
                        .getString("successes[0].message")
                        .equals("already had"));
        assertThat(number("SELECT count(*) FROM log_entry JOIN release_class USING (class_id)"
                        + " WHERE submitter = 'xa-cert' AND object_uuid = '" + id.substring("tool--".length()) + "'"))
                .isEqualTo(1);
    }

    @Test
    void onlyTheObjectThatIsWrongIsRefused() throws Exception {
        // Given
        List<Callable<Response>> posts = new ArrayList<>();
        for (int i = 0; i < 2 * CLIENTS; i++) {
            String id = i % 2 == 0 ? "tool--" + UUID.randomUUID() : "tool--no-uuid";
            posts.add(() -> post(tool(id, "x"), null));
        }

        // When
        List<Response> answers = atOnce(posts);

        // Then
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).jsonPath().getInt("success_count")).isEqualTo(1 - i % 2);
            assertThat(answers.get(i).jsonPath().getInt("failure_count")).isEqualTo(i % 2);
        }
    }

    @Test
    void aKeyUsedManyTimesAtOnceIsOneSubmissionAndHoldsNobodyUp() throws Exception {
        // Given
        String key = UUID.randomUUID().toString();
        String keyed = bundle(tool("tool--" + UUID.randomUUID(), "keyed"));
        List<Callable<Response>> posts = new ArrayList<>();
        for (int i = 0; i < 2 * CLIENTS; i++) {
            String other = tool("tool--" + UUID.randomUUID(), "other " + i);
            posts.add(i % 2 == 0 ? () -> send(keyed, key) : () -> post(other, null));
        }

        // When
        List<Response> answers = atOnce(posts);

        // Then
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).statusCode()).isEqualTo(202);
            if (i % 2 == 0) {
                ids.add(answers.get(i).jsonPath().getString("id"));
            }
        }
        assertThat(ids.stream().distinct()).hasSize(1);
    }

    /** By the queue it would be answered, and dated, later than what is new. */
    @Test
    void bytesThatAreHiddenFromTheirSubmitterAreNotQueued() {
        Awaitility.await("recalls and such may be under way at one moment, not at each")
                .atMost(Duration.ofMinutes(1))
                .until(() -> {
                    String object = tool("tool--" + UUID.randomUUID(), "hidden");
                    sendHidden(object);
                    long queuedBefore = queued();
                    Response answer = post(object, null);
                    assertThat(answer.jsonPath().getString("successes[0].message"))
                            .isEqualTo("accepted");
                    return queued() == queuedBefore;
                });
    }

    /** By a partner from which the submitter does not get it. */
    private static void sendHidden(String object) {
        request(DemoAccess.awaited().caller("xb-cert"))
                .queryParam("partners", "xc-cert")
                .body(bundle(object))
                .post("/api/v1/submissions")
                .then()
                .statusCode(202);
    }

    private long queued() {
        return number("SELECT coalesce(pg_sequence_last_value('log_pending_pending_id_seq'), 0)");
    }

    private long number(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong(0);
    }

    private List<Response> atOnce(List<Callable<Response>> posts) throws Exception {
        List<Response> answers = new ArrayList<>();
        for (Future<Response> posted : clients.invokeAll(posts, 2, TimeUnit.MINUTES)) {
            answers.add(posted.get());
        }
        return answers;
    }

    private Response post(String object, @Nullable String key) {
        return send(bundle(object), key);
    }

    private Response send(String body, @Nullable String key) {
        RequestSpecification request =
                request(submitter).queryParam("communities", "demo-csirts").body(body);
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/api/v1/submissions");
    }

    private static RequestSpecification request(AccessDocument.Caller caller) {
        return given().auth()
                .preemptive()
                .basic(caller.username(), caller.password())
                .contentType("application/stix+json;version=2.1");
    }

    private static String bundle(String object) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}";
    }

    private static String tool(String id, String name) {
        return "{\"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\",\"name\":\""
                + name + "\"}";
    }
}
