package org.entente.faults;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.standalone.DatabaseProcess;
import org.entente.testing.CutLine;
import org.entente.testing.DemoAccess;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.TokenKeys;

/**
 * PostgreSQL, brokers, exchanges and partners for one fault, with a line that can be cut between each two. Everything lies in a
 * folder of its own below {@code target/faults}, of which what the processes said is kept. Close it: no process stays behind.
 */
final class Stage implements AutoCloseable {

    static final List<String> SUBMITTERS = List.of("xa-cert", "xb-cert");
    static final List<String> SUBSCRIBERS = List.of("xa-cert", "xb-cert", "xc-cert");

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    static final String DATABASE = "entente";
    private static final String OPEN =
            "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\",\"sectors\":\"*\","
                    + "\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"},\"from\":{\"kinds\":\"*\","
                    + "\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\",\"attribution\":\"everyone\"}}";

    final Path folder;
    final DatabaseProcess database;
    final Brokers brokers;
    final List<Exchange> exchanges = new ArrayList<>();

    /** Whose certificates callers trust. */
    SSLContext trust = SSLContext.getDefault();

    /** By exchange. */
    final List<CutLine> databaseLines = new ArrayList<>();

    private final List<AutoCloseable> belongings = new ArrayList<>();
    private final String adminPassword = UUID.randomUUID().toString();
    private final Map<String, String> passwords = new LinkedHashMap<>();
    private PartnersOverRest partners;

    /** How large it is and where data lies. */
    record Size(int exchanges, int brokers, Path databaseFolder, Path brokerFolder) {

        static Size of(int exchanges, int brokers, String name) {
            Path folder = FaultReport.FOLDER.resolve(name);
            return new Size(exchanges, brokers, folder.resolve("database"), folder);
        }

        Size databaseIn(Path where) {
            return new Size(exchanges, brokers, where, brokerFolder);
        }

        Size brokersIn(Path where) {
            return new Size(exchanges, brokers, databaseFolder, where);
        }
    }

    /** Nothing of it is started yet, so that a test may change settings. */
    Stage(String name, Size size) throws Exception {
        this(name, size, Map.of());
    }

    /** @param brokerSettings over those of all brokers here */
    Stage(String name, Size size, Map<String, String> brokerSettings) throws Exception {
        this.folder = FaultReport.FOLDER.resolve(name);
        forget(folder);
        Files.createDirectories(folder);
        this.database = new DatabaseProcess(size.databaseFolder(), FaultReport.FOLDER.resolve("programs"))
                .with("max_connections", "60")
                .with("max_wal_size", "64MB")
                .with("min_wal_size", "32MB");
        this.brokers = new Brokers(
                IntStream.rangeClosed(1, size.brokers())
                        .mapToObj(node -> size.brokerFolder().resolve("broker-" + node))
                        .toList(),
                size.exchanges(),
                brokerSettings);
        Map<String, String> common = environment();
        for (int i = 0; i < size.exchanges(); i++) {
            CutLine line = new CutLine(database.port());
            databaseLines.add(line);
            exchanges.add(new Exchange("exchange-" + (i + 1), folder, common)
                    .with("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:" + line.port() + "/" + DATABASE)
                    .with("KAFKA_BOOTSTRAP_SERVERS", brokers.addresses(i)));
        }
    }

    /** Has it closed after everything else. */
    Stage owning(AutoCloseable belonging) {
        belongings.add(belonging);
        return this;
    }

    private Map<String, String> environment() throws Exception {
        Map<String, String> environment = new TreeMap<>(TokenKeys.in(folder).environment());
        environment.putAll(Map.of(
                "QUARKUS_DATASOURCE_USERNAME",
                DATABASE,
                "QUARKUS_DATASOURCE_PASSWORD",
                database.password(),
                "ENTENTE_SEAL_KEY",
                UUID.randomUUID().toString(),
                "ENTENTE_ACCESS_BOOTSTRAP_ADMIN_SECRET_FILE",
                Files.writeString(folder.resolve("admin"), adminPassword).toString(),
                "ENTENTE_ACCESS_COOLING_PERIOD",
                "PT0S",
                "ENTENTE_RELAY_SHARDS",
                "2",
                "QUARKUS_HTTP_HOST",
                "127.0.0.1"));
        return environment;
    }

    /** Starts everything, and makes the partners. */
    Stage start() throws Exception {
        CompletableFuture<Void> brokersStarted = CompletableFuture.runAsync(brokers::start);
        database.start();
        database.administer(
                "postgres",
                "CREATE ROLE " + DATABASE + " LOGIN PASSWORD '" + database.password() + "'",
                "CREATE DATABASE " + DATABASE + " OWNER " + DATABASE);
        brokersStarted.join();
        // One alone makes the tables; that several may is another test's business.
        exchanges.get(0).start();
        exchanges.get(0).awaitReady();
        exchanges.subList(1, exchanges.size()).forEach(Exchange::start);
        makePartners();
        exchanges.forEach(Exchange::awaitReady);
        return this;
    }

    private void makePartners() {
        RestAssured.baseURI = exchanges.get(0).direct().toString();
        AccessDocument.Caller admin = new AccessDocument.Caller("admin", adminPassword, "", null);
        PartnersOverRest asAdmin = new PartnersOverRest(callers(Map.of("admin", admin)));
        // The first operator is made while the exchange starts.
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> asAdmin.as("admin").get("/api/v1/partners").statusCode() == 200);
        Map<String, AccessDocument.Caller> operators = new LinkedHashMap<>(Map.of("admin", admin));
        for (String operator : List.of("curator", "approver")) {
            String password = asAdmin.as("admin")
                    .contentType("application/json")
                    .body("{\"id\":\"%1$s\",\"title\":\"One\",\"roles\":[\"%1$s\"]}".formatted(operator))
                    .post("/api/v1/operators")
                    .jsonPath()
                    .getString("credential.password");
            operators.put(operator, new AccessDocument.Caller(operator, password, "", null));
        }
        partners = new PartnersOverRest(callers(operators));
        SUBSCRIBERS.forEach(this::makePartner);
    }

    /** One that submits and reads, with topics and a policy that takes and gives everything. */
    void makePartner(String partner) {
        partners.partner(partner, OPEN);
        passwords.put(partner, partners.passwordOf(partner));
    }

    private DemoAccess callers(Map<String, AccessDocument.Caller> operators) {
        return DemoAccess.of(new AccessDocument(null, null, "", brokers.addresses(), operators));
    }

    /** With which a partner signs in. */
    String passwordOf(String partner) {
        return passwords.getOrDefault(partner, "");
    }

    @Override
    public void close() throws Exception {
        // Asked to stop together: each waits for what it has under way.
        CompletableFuture.allOf(exchanges.stream()
                        .map(exchange -> CompletableFuture.runAsync(exchange::close))
                        .toArray(CompletableFuture[]::new))
                .handle((closed, failed) -> failed)
                .join();
        databaseLines.forEach(CutLine::close);
        brokers.close();
        database.close();
        forgetData();
        for (AutoCloseable belonging : belongings) {
            belonging.close();
        }
    }

    private void forgetData() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            for (Path child : children.filter(Files::isDirectory).toList()) {
                forget(child);
            }
        }
    }

    private static void forget(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
