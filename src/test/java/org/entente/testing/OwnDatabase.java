package org.entente.testing;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * An empty database of a test's own on the shared PostgreSQL, with all migrations applied: for tests that run a part of the
 * exchange by hand, which must not meet the exchange of other tests at its advisory locks.
 */
public final class OwnDatabase implements AutoCloseable {

    private static final String USER = "quarkus.datasource.username";
    private static final String LATEST = "latest";
    private static final String PASSWORD = "quarkus.datasource.password";

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;
    private final FluentConfiguration migrations;

    /** Makes the database anew. */
    public OwnDatabase(String name) {
        this(name, LATEST);
    }

    /** Makes the database anew, as it was at a version of the schema; {@link #migrate} does the rest. */
    public OwnDatabase(String name, String version) {
        Map<String, String> config = EmbeddedServices.configuration();
        String shared = config.get("quarkus.datasource.reactive.url");
        create(name, config.get(USER));
        String url = shared.substring(0, shared.lastIndexOf('/') + 1) + name;
        migrations = Flyway.configure()
                .dataSource("jdbc:" + url, config.get(USER), config.get(PASSWORD))
                .locations("db/migration");
        migrateTo(version);
        PgConnectOptions options =
                PgConnectOptions.fromUri(url).setUser(config.get(USER)).setPassword(config.get(PASSWORD));
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(16))
                .connectingTo(options)
                .using(vertx)
                .build();
    }

    private static void create(String name, String owner) {
        administer(
                "postgres",
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name + " OWNER " + owner);
    }

    /** Has the superuser of the shared PostgreSQL do something in a database. */
    public static void administer(String database, String... statements) {
        String shared = EmbeddedServices.configuration().get("quarkus.datasource.reactive.url");
        String server = "jdbc:" + shared.substring(0, shared.lastIndexOf('/') + 1) + database;
        try (Connection connection = DriverManager.getConnection(server, "postgres", superuserPassword());
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A test's database cannot be set up", e);
        }
    }

    private static String superuserPassword() {
        try {
            return Files.readString(EmbeddedServices.DATA.resolve("secrets").resolve("postgres-superuser-password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings the schema up to date. */
    public void migrate() {
        migrateTo(LATEST);
    }

    private void migrateTo(String version) {
        migrations.target(version).load().migrate();
    }

    /** Connections to it. */
    public Pool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close()
                .subscribeAsCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        vertx.close()
                .subscribeAsCompletionStage()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
