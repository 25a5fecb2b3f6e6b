package org.entente.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;

/** A new version of an advisory that is not for all who have the one before. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class AmendmentForFewerIT extends AdvisorySteps {

    private static final long SEQUENCER = 0x6C6F6700_00000001L;

    @Inject
    Pool pool;

    @Test
    void takesTheEarlierVersionFromThoseItLeavesOut() {
        String id = drafted("{\"communities\":[\"" + circle + "\"]}", "TLP:AMBER");
        published(id);
        awaitedByReader(id);
        act("curator", id, "amendment", "{\"reason\":\"For fewer\"}").statusCode(200);
        as("curator")
                .contentType(JSON)
                .header("If-Match", etag(id))
                .body("{\"content\":" + content("TLP:AMBER", "For one.") + ",\"audience\":{\"partners\":[\"" + author
                        + "\",\"" + other + "\"]}}")
                .put(PATH + "/" + id)
                .then()
                .statusCode(200);
        as("approver")
                .get(PATH + "/" + id + "/audience")
                .then()
                .body(
                        "warnings",
                        hasItem(containsString("taken back from those who would not get this version: " + reader)))
                .body("warnings", hasItem(containsString("An earlier version was for fewer")));

        published(id);

        as(reader).get(PATH + "/" + id).then().statusCode(404);
        assertThat(taxii(reader, "advisories").asString()).doesNotContain(id);
        as(reader)
                .get("/api/v1/recalls")
                .then()
                .body("items.reason", contains("Those who publish it have narrowed whom it is for."));
        as(author).get("/api/v1/recalls").then().body("items", empty());
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            as(author).get(PATH + "/" + id).then().body("version", equalTo(2));
            as(other).get(PATH + "/" + id).then().body("version", equalTo(2));
        });
    }

    @Test
    void waitsUntilTheEarlierVersionIsInTheLog() {
        String id = drafted("{\"communities\":[\"" + circle + "\"]}", "TLP:AMBER");
        SqlConnection holder = pool.getConnectionAndAwait();
        try {
            placeNothing(holder);
            published(id);
            act("curator", id, "amendment", "{\"reason\":\"For fewer\"}").statusCode(200);
            as("curator")
                    .contentType(JSON)
                    .header("If-Match", etag(id))
                    .body("{\"content\":" + content("TLP:AMBER", "For one.") + ",\"audience\":{\"partners\":[\""
                            + author + "\"]}}")
                    .put(PATH + "/" + id)
                    .then()
                    .statusCode(200);
            act("curator", id, "submission", "{}").statusCode(200);
            act("approver", id, "approval", "{}").statusCode(200);

            act("curator", id, "publication", "{}").statusCode(503).header("Retry-After", notNullValue());
        } finally {
            holder.query("SELECT pg_advisory_unlock_all()").executeAndAwait();
            holder.closeAndAwait();
        }
        awaitedByReader(id);
        act("curator", id, "publication", "{}").statusCode(200);
        as(reader).get(PATH + "/" + id).then().statusCode(404);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> as(author).get(PATH + "/" + id).then().body("version", equalTo(2)));
        as(reader).get(PATH + "/" + id).then().statusCode(404);
    }

    /** Takes the place of the sequencer: waits for it first, then ends the session of whoever has it. */
    private void placeNothing(SqlConnection holder) {
        int own = holder.query("SELECT pg_backend_pid()")
                .executeAndAwait()
                .iterator()
                .next()
                .getInteger(0);
        CompletableFuture<?> held = holder.query("SELECT pg_advisory_lock(" + SEQUENCER + ")")
                .execute()
                .subscribeAsCompletionStage();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            pool.preparedQuery("""
                            SELECT pg_terminate_backend(l.pid) FROM pg_locks l
                            WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> $1
                              AND (l.classid::bigint << 32 | l.objid::bigint) = $2
                              AND EXISTS (SELECT 1 FROM pg_locks w WHERE w.pid = $1 AND w.locktype = 'advisory')""").executeAndAwait(Tuple.of(own, SEQUENCER));
            return held.isDone();
        });
    }
}
