package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;

/** A change of the directory is answered when no delivery that was decided before it is under way any more. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class ExitBarrierIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    DirectoryChanges changes;

    @Inject
    Pool pool;

    @Test
    void changeWaitsForTheCommitThatWasUnderWayBeforeIt() {
        // Given a commit of a shard of another instance
        execute("INSERT INTO relay_commit (shard) VALUES (63)");

        // When
        CompletableFuture<Boolean> changed =
                changes.follow(session -> Uni.createFrom().item(true)).subscribeAsCompletionStage();

        // Then
        Awaitility.await().during(Duration.ofMillis(500)).until(() -> !changed.isDone());
        execute("DELETE FROM relay_commit WHERE shard = 63");
        assertThat(changed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
                .isTrue();
    }

    private void execute(String statement) {
        pool.query(statement).execute().await().atMost(PATIENCE);
    }
}
