package org.entente.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.entente.relay.BrokerProcess;
import org.entente.testing.CutLine;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.OwnDatabase;
import org.entente.testing.TokenKeys;

/**
 * The packaged exchange in the profile {@code prod}, with secrets of its own, a broker in a process of its own, and a database
 * behind a line that can be cut. Not thread safe. Close it: no process stays behind.
 */
final class ProductionExchange implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[0-9.]+:[0-9]+)");
    private static final String DATABASE = "operations_it";

    final BrokerProcess broker;
    final CutLine database;

    /** Everything that nobody but the exchange and who signs in with it may ever see, by what it is. */
    final Map<String, String> secrets = new TreeMap<>();

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private Process process;

    ProductionExchange(Path folder, Map<String, String> settings) throws Exception {
        this.folder = Files.createDirectories(folder);
        URI shared = URI.create(EmbeddedServices.configuration().get("quarkus.datasource.reactive.url"));
        this.database = new CutLine(shared.getPort());
        this.broker = new BrokerProcess(folder.resolve("broker"))
                .with(Map.of(
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users", "User:ANONYMOUS"))
                .withBriefSessions()
                .start();
        makeDatabase();
        makeKeys();
        environment.putAll(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://localhost:" + database.port() + "/" + DATABASE,
                "QUARKUS_DATASOURCE_USERNAME",
                DATABASE,
                "QUARKUS_DATASOURCE_PASSWORD",
                secret("password of the database"),
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.address(),
                "ENTENTE_SEAL_KEY",
                secret("seal key"),
                "ENTENTE_ACCESS_BOOTSTRAP_ADMIN_SECRET_FILE",
                Files.writeString(folder.resolve("admin"), secret("password of admin"))
                        .toString(),
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                "0"));
        environment.putAll(settings);
    }

    /** A fresh secret, or the one that was made for that. */
    String secret(String what) {
        return secrets.computeIfAbsent(what, made -> {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        });
    }

    private void makeDatabase() {
        OwnDatabase.administer(
                "postgres",
                "DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)",
                "DROP ROLE IF EXISTS " + DATABASE,
                "CREATE ROLE " + DATABASE + " LOGIN PASSWORD '" + secret("password of the database") + "'",
                "CREATE DATABASE " + DATABASE + " OWNER " + DATABASE);
    }

    private void makeKeys() throws GeneralSecurityException, IOException {
        TokenKeys keys = TokenKeys.in(folder);
        secrets.put("key that signs tokens", keys.secret());
        environment.putAll(keys.environment());
    }

    /** Has the superuser of the database's server do something in the exchange's database. */
    void administer(String... statements) {
        OwnDatabase.administer(DATABASE, statements);
    }

    /** Starts it and returns when it is ready. */
    ProductionExchange start() throws IOException {
        Path jar = Path.of(System.getProperty("entente.test.jar", "target/quarkus-app/quarkus-run.jar"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.profile=prod",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                jar.toAbsolutePath().toString()));
        builder.environment().putAll(environment);
        process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        Awaitility.await("the exchange is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive()
                        || isListening() && get("/q/health/ready").statusCode() == 200);
        if (!process.isAlive()) {
            throw new AssertionError("It ended instead of becoming ready:\n" + output());
        }
        return this;
    }

    /** Everything it printed. */
    String output() {
        try {
            return Files.readString(folder.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() {
        return LISTENING.matcher(output()).find();
    }

    /** Of a path. */
    URI uri(String path) {
        Matcher listening = LISTENING.matcher(output());
        if (!listening.find()) {
            throw new AssertionError("It does not listen:\n" + output());
        }
        return URI.create(listening.group(1) + path);
    }

    /** Asks as nobody. */
    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /** Asks as somebody. */
    HttpResponse<String> get(String path, String user, String password) {
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", basic(user, password)));
    }

    /** Posts as somebody. */
    HttpResponse<String> post(String path, String user, String password, String type, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", basic(user, password))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends them all before it waits for an answer. */
    List<HttpResponse<String>> sendTogether(List<HttpRequest.Builder> requests) {
        return requests.stream()
                .map(request ->
                        http.sendAsync(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        database.close();
        broker.close();
    }
}
