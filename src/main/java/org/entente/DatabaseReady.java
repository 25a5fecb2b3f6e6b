package org.entente;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.entente.http.SharedLook;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * Whether this instance can take and serve anything: the database answers, takes writes, and has every migration that this program
 * brings. Each probe is told of a look that began after it came, which it shares with those that came meanwhile: anybody may ask,
 * however often. Anybody may read the answer, so it says which of the three in a fixed word and no more.
 */
@Readiness
@ApplicationScoped
class DatabaseReady implements AsyncHealthCheck {

    /** Below the five seconds that probes wait. */
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String STATE =
            "SELECT count(*) AS applied, current_setting('transaction_read_only') = 'on' AS read_only"
                    + " FROM flyway_schema_history WHERE success AND version = ANY($1::text[])";

    private final Pool pool;
    private final SharedLook<String> looks = new SharedLook<>(this::look);
    private final Flyway migrations;
    private volatile String[] needed = {};

    DatabaseReady(Pool pool, Flyway migrations) {
        this.pool = pool;
        this.migrations = migrations;
    }

    /** What a later version has added to the database already is no part of it: such a migration leaves older instances working. */
    void start(@Observes StartupEvent event) {
        // Asked of what the program brings: the database has just been asked, when it was migrated.
        needed = migrations.getConfiguration().getResourceProvider().getResources("V", new String[] {".sql"}).stream()
                .map(LoadableResource::getFilename)
                .map(name -> MigrationVersion.fromVersion(name.substring(1, name.indexOf("__")))
                        .getVersion())
                .toArray(String[]::new);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        // The look before the own one counts as well.
        return bounded(looks.answer()).map(DatabaseReady::response);
    }

    private Uni<String> look() {
        return bounded(pool.preparedQuery(STATE)
                .execute(Tuple.tuple().addValue(needed))
                .map(rows -> state(rows.iterator().next())));
    }

    private static Uni<String> bounded(Uni<String> trouble) {
        return trouble.ifNoItem().after(TIMEOUT).fail().onFailure().recoverWithItem(DatabaseReady::ofFailure);
    }

    private String state(Row row) {
        if (row.getLong("applied") < needed.length) {
            return "migrations are missing";
        }
        return row.getBoolean("read_only") ? "takes no writes" : "";
    }

    private static String ofFailure(Throwable failure) {
        return failure instanceof PgException refused && UNDEFINED_TABLE.equals(refused.getSqlState())
                ? "migrations are missing"
                : "does not answer";
    }

    private static HealthCheckResponse response(String trouble) {
        return trouble.isEmpty()
                ? HealthCheckResponse.up("database")
                : HealthCheckResponse.named("database")
                        .down()
                        .withData("trouble", trouble)
                        .build();
    }
}
