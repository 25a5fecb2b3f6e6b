package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.PlainBrowser;
import org.junit.jupiter.api.Test;

/** Advisories where something is full, away, taken or too much. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AdvisoryTroublesIT extends AdvisorySteps {

    @Inject
    Pool pool;

    @Inject
    RenderThreads threads;

    @Test
    void fullQueueOfRenderingsKeepsNobodyFromJsonNorFromTheirOwnPagesOfBefore() {
        String id = drafted("{}", "TLP:GREEN");
        published(id);
        awaitedByReader(id);
        as(reader).get(PATH + "/" + id + ".html").then().statusCode(200);
        CountDownLatch gate = new CountDownLatch(1);
        try {
            for (int i = 0; i < RenderThreads.SIZE + RenderThreads.WAITING_MAX; i++) {
                // A thread that was idle may not have taken its own yet.
                Awaitility.await().atMost(PATIENCE).until(() -> waits(gate));
            }

            as(reader).get(PATH + "/" + id + ".json").then().statusCode(200);
            as("curator")
                    .queryParam("format", "json")
                    .get(PATH + "/" + id + "/preview")
                    .then()
                    .statusCode(200);
            as(reader).get(PATH + "/" + id + ".html").then().statusCode(200);
            // Theirs would be the same page: that it is there would say that somebody had it.
            as(author).get(PATH + "/" + id + ".html").then().statusCode(503).header("Retry-After", notNullValue());
        } finally {
            gate.countDown();
        }
    }

    private boolean waits(CountDownLatch gate) {
        AtomicBoolean refused = new AtomicBoolean();
        threads.run(Optional.empty(), () -> awaited(gate)).subscribe().with(done -> {}, failure -> refused.set(true));
        return !refused.get();
    }

    private static boolean awaited(CountDownLatch gate) {
        try {
            return gate.await(PATIENCE.toSeconds() * 4, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void pageOfAnAdvisoryThatCannotBePreviewedIsThereAllTheSameToWithdrawIt() {
        String id = drafted("{}", "TLP:GREEN");
        published(id);
        PlainBrowser browser = PlainBrowser.signedIn(
                access.document().http(),
                access.caller("curator").username(),
                access.caller("curator").password());
        pool.query("ALTER TABLE kev_entry RENAME TO kev_entry_away").executeAndAwait();
        try {
            HttpResponse<String> page = browser.get("/console/advisories/" + id);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("Withdraw for good", "cannot be said now");
        } finally {
            pool.query("ALTER TABLE kev_entry_away RENAME TO kev_entry").executeAndAwait();
        }
        assertThat(browser.get("/console/advisories/" + id).body()).contains("not in the catalogue");
    }

    @Test
    void whoeverWaitsForAnAdvisoryThatIsBeingChangedIsToldToComeAgain() throws Exception {
        String id = drafted("{}", "TLP:GREEN");
        String seen = etag(id);
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            holder.query("BEGIN").executeAndAwait();
            holder.preparedQuery("SELECT 1 FROM advisory WHERE tracking_id = $1 FOR UPDATE")
                    .executeAndAwait(Tuple.of(id));

            as("curator")
                    .contentType(JSON)
                    .header("If-Match", seen)
                    .post(PATH + "/" + id + "/submission")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", notNullValue());
        } finally {
            holder.query("ROLLBACK").executeAndAwait();
            holder.closeAndAwait();
        }
        act("curator", id, "submission", "{}").statusCode(200);
    }

    @Test
    void readerOfAViewIsGivenNoDigestOfWhatItDoesNotHave() {
        String viewer = "v-" + mark;
        rest.partner(
                viewer,
                POLICY.formatted("AMBER")
                        .replace(
                                "\"markings\": \"*\"}",
                                "\"markings\": \"*\", \"view\": {\"removeProperties\": [\"description\"]}}"));
        String id = drafted("{\"partners\":[\"" + viewer + "\",\"" + reader + "\"]}", "TLP:AMBER");
        published(id);
        awaitedByReader(id);

        as(viewer).get(PATH + "/" + id + ".stix").then().statusCode(200).header("Entente-Content-SHA256", nullValue());
        as(viewer).get(PATH + "/" + id + ".pdf").then().statusCode(406);
        as(reader)
                .get(PATH + "/" + id + ".stix")
                .then()
                .statusCode(200)
                .header("Entente-Content-SHA256", notNullValue());
    }

    @Test
    void textThatIsNestedTooDeepIsRefusedWithItsPlace() {
        as("curator")
                .contentType(JSON)
                .body("{\"content\":" + content("TLP:GREEN", ">".repeat(10_000) + " a") + "}")
                .post(PATH)
                .then()
                .statusCode(422)
                .body("errors.pointer", contains("/content/summary"));
    }

    @Test
    void catalogueOfExploitedVulnerabilitiesShowsOnTheAdvisory() {
        as("curator")
                .contentType(JSON)
                .body(KevCatalogueTest.catalogue(1, cve, "Known").replace("2026.03.01", mark))
                .put("/api/v1/kev")
                .then()
                .statusCode(200)
                .body("catalogVersion", equalTo(mark))
                .body("entries", equalTo(1));
        String id = drafted("{}", "TLP:GREEN");

        as("curator")
                .queryParam("format", "json")
                .get(PATH + "/" + id + "/preview")
                .then()
                .statusCode(200)
                .body("kev.cve", contains(cve))
                .body("kev.ransomware", contains(true));
        as("curator")
                .contentType(JSON)
                .body("{\"count\":1}")
                .put("/api/v1/kev")
                .then()
                .statusCode(400);
        as(reader).contentType(JSON).body("{}").put("/api/v1/kev").then().statusCode(403);
        as("admin")
                .contentType(JSON)
                .body("{\"id\":\"exchange-operators\",\"title\":\"Not the exchange\",\"roles\":[\"submitter\"]}")
                .post("/api/v1/partners")
                .then()
                .statusCode(409);
    }
}
