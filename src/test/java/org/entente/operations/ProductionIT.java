package org.entente.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.entente.testing.OwnDatabase;
import org.entente.testing.PlainBrowser;
import org.entente.testing.PrintedSecrets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One exchange in production, watched while what it needs goes away and comes back. */
class ProductionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN =
            "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\",\"sectors\":\"*\","
                    + "\"regions\":\"*\",\"originators\":\"*\",\"markings\":\"*\"},\"from\":{\"kinds\":\"*\","
                    + "\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\",\"attribution\":\"everyone\"}}";
    private static final String STIX = "application/stix+json;version=2.1";
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

    private static final int POSTS_BURST = 60;
    private static final int POSTS_AT_ONCE = 2;

    /** So many that some ask what others have asked just before them. */
    private static final int AT_ONCE = 10;

    /** Limits that are come to soon, and an object larger than a record may be need not be large. */
    private static final Map<String, String> SETTINGS = Map.of(
            "ENTENTE_ACCESS_COOLING_PERIOD", "PT0S",
            "QUARKUS_LOG_CATEGORY__ORG_ENTENTE__LEVEL", "DEBUG",
            "ENTENTE_RELAY_TOPIC_RECORD_BYTES_MAX", "65536",
            "ENTENTE_LIMITS_POSTS_PER_SECOND", "1",
            "ENTENTE_LIMITS_POSTS_BURST", String.valueOf(POSTS_BURST),
            "ENTENTE_LIMITS_POSTS_AT_ONCE", String.valueOf(POSTS_AT_ONCE),
            "ENTENTE_LIMITS_ALL_POSTS_AT_ONCE", String.valueOf(2 * POSTS_AT_ONCE),
            "ENTENTE_LIMITS_SIGN_INS_PER_SECOND", "1",
            "ENTENTE_LIMITS_SIGN_INS_BURST", "5");

    private static final Pattern METRIC = Pattern.compile("\\b(entente|http|jvm)_[a-z_]+");

    @TempDir
    static Path folder;

    /** All that a span may say, whatever it is about. */
    private static final Set<String> TOLD = Set.of(
            "http.request.method",
            "http.route",
            "http.response.status_code",
            "error.type",
            "entente.bytes",
            "entente.objects",
            "entente.records",
            "entente.taken_back");

    private static ProductionExchange exchange;
    private static Collector collector;
    private static String password;
    private static String curator;
    private static String approver;

    @BeforeAll
    static void start() throws Exception {
        collector = new Collector();
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("ENTENTE_TRACES_ENDPOINT", collector.endpoint());
        settings.put("ENTENTE_TRACES_RATIO", "1");
        exchange = new ProductionExchange(folder.resolve("exchange"), settings).start();
        // The first operator is made while the exchange starts.
        Awaitility.await().atMost(ProductionExchange.PATIENCE).until(() -> get("/api/v1/partners") == 200);
        password = partner("xa-ops");
        curator = operator("curator");
        approver = operator("approver");
        open("xa-ops");
    }

    /** Puts a policy in force by which everything is taken and given; one operator writes it, another approves it. */
    private static void open(String partner) throws IOException {
        String drafts = "/api/v1/partners/" + partner + "/policy/drafts";
        HttpResponse<String> written = exchange.post(
                drafts, "curator", curator, "application/json", "{\"policy\":" + OPEN + ",\"reason\":\"for a test\"}");
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        String draft =
                drafts + "/" + JSON.readTree(written.body()).path("number").asLong();
        exchange.send(HttpRequest.newBuilder(exchange.uri(draft + "/submission"))
                .header("Authorization", ProductionExchange.basic("curator", curator))
                .POST(HttpRequest.BodyPublishers.noBody()));
        String seen = exchange.get(draft, "approver", approver)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> approved = exchange.send(HttpRequest.newBuilder(exchange.uri(draft + "/approval"))
                .header("Authorization", ProductionExchange.basic("approver", approver))
                .header("If-Match", seen)
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(approved.statusCode()).as(approved.body()).isEqualTo(200);
    }

    private static String operator(String role) throws IOException {
        return made("/api/v1/operators", "{\"id\":\"" + role + "\",\"title\":\"One\",\"roles\":[\"" + role + "\"]}");
    }

    /** Makes a partner and gives its password. */
    private static String partner(String name) throws IOException {
        return made(
                "/api/v1/partners",
                "{\"id\":\"" + name + "\",\"title\":\"A partner\",\"roles\":[\"submitter\",\"subscriber\"]}");
    }

    /** Gives the password of whom it made. */
    private static String made(String path, String body) throws IOException {
        HttpResponse<String> made =
                exchange.post(path, "admin", exchange.secret("password of admin"), "application/json", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String given = JSON.readTree(made.body()).at("/credential/password").asText();
        exchange.secrets.put("password of one made by " + body, given);
        return given;
    }

    @AfterAll
    static void stop() throws Exception {
        if (exchange != null) {
            exchange.close();
            // Whatever the tests did, in whatever order.
            PrintedSecrets.assertNoneIn(exchange.output(), exchange.secrets.values());
            PrintedSecrets.assertNoneIn(collector.text(), exchange.secrets.values());
            collector.close();
        }
    }

    @Test
    void databaseThatIsGoneMakesItUnreadyAndNotDead() throws Exception {
        // When
        exchange.database.cut();

        // Then
        soon().untilAsserted(() ->
                assertThat(check("/q/health/ready", 503, "database")).hasToString("{\"trouble\":\"does not answer\"}"));
        assertThat(exchange.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(exchange.get("/q/health/started").statusCode()).isEqualTo(200);

        // And when it is back
        exchange.database.mend();

        // Then it needs nobody
        soon().untilAsserted(() ->
                assertThat(exchange.get("/q/health/ready").statusCode()).isEqualTo(200));
        soon().untilAsserted(() -> assertThat(submit().statusCode()).isEqualTo(202));
    }

    @Test
    void databaseThatTakesNoWritesMakesItUnready() {
        // When
        readOnly("on");

        // Then
        soon().untilAsserted(() ->
                assertThat(check("/q/health/ready", 503, "database")).hasToString("{\"trouble\":\"takes no writes\"}"));

        // And
        readOnly("off");
        soon().untilAsserted(() ->
                assertThat(exchange.get("/q/health/ready").statusCode()).isEqualTo(200));
    }

    /** For sessions that begin from now on, and none of before. */
    private static void readOnly(String onOrOff) {
        OwnDatabase.administer(
                "postgres",
                "ALTER DATABASE operations_it SET default_transaction_read_only = " + onOrOff,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'operations_it'"
                        + " AND pid <> pg_backend_pid()");
    }

    @Test
    void migrationThatIsStillToComeMakesItUnready() {
        // Given the newest as it is while another instance or the job makes it
        String newest = " WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)";
        exchange.administer("UPDATE flyway_schema_history SET success = false" + newest);

        // Then
        soon().untilAsserted(() -> assertThat(check("/q/health/ready", 503, "database"))
                .hasToString("{\"trouble\":\"migrations are missing\"}"));
        assertThat(exchange.get("/q/health/live").statusCode()).isEqualTo(200);

        // And
        exchange.administer("UPDATE flyway_schema_history SET success = true" + newest);
        soon().untilAsserted(() ->
                assertThat(exchange.get("/q/health/ready").statusCode()).isEqualTo(200));
    }

    @Test
    void brokerThatIsGoneIsSaidAndNothingElseStops() throws IOException {
        soon().untilAsserted(() -> assertThat(check("/q/health/ready", 200, "kafka"))
                .hasToString("{\"brokers\":\"answer\",\"deliveries\":\"as ever\"}"));

        // When
        exchange.broker.kill();

        // Then
        soon().untilAsserted(() -> assertThat(check("/q/health/ready", 200, "kafka"))
                .hasToString("{\"brokers\":\"away\",\"deliveries\":\"wait, intake goes on\"}"));
        assertThat(submit().statusCode()).isEqualTo(202);
        assertThat(exchange.get("/q/health/live").statusCode()).isEqualTo(200);

        // And
        exchange.broker.start();
        soon().untilAsserted(() -> assertThat(check("/q/health/ready", 200, "kafka"))
                .hasToString("{\"brokers\":\"answer\",\"deliveries\":\"as ever\"}"));
    }

    @Test
    void everyFigureOfDashboardAndAlertsIsExposedAndToOperatorsOnly() throws IOException {
        // Given something at every stage, and a partner that is stopped
        assertThat(submit().statusCode()).isEqualTo(202);
        assertThat(submit(indicator("indicator--" + UUID.randomUUID()).replace("\"pattern\"", "\"patterns\""))
                        .statusCode())
                .isEqualTo(202);
        String large = "indicator--" + UUID.randomUUID();
        assertThat(submit(indicator(large).replace("}", ",\"description\":\"" + "x".repeat(100_000) + "\"}"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(exchange.post("/api/v1/submissions", "xa-ops", password, STIX, "nonsense")
                        .statusCode())
                .isEqualTo(400);

        // When
        Set<String> names = new TreeSet<>();
        for (String file : List.of("dashboard.json", "alerts.yaml")) {
            Matcher name = METRIC.matcher(Files.readString(Path.of("helm/entente/files", file)));
            while (name.find()) {
                names.add(name.group());
            }
        }

        // Then
        assertThat(names).hasSizeGreaterThan(20);
        soon().untilAsserted(() -> {
            String exposed = metrics();
            assertThat(names).allSatisfy(name -> assertThat(exposed).containsPattern("(?m)^" + name + "[{ ]"));
            assertThat(exposed).contains("entente_relay_stopped{partner=\"xa-ops\",reason=\"quarantine\"");
        });
        assertThat(metrics())
                .contains(
                        "entente_intake_refused_total{reason=",
                        "entente_intake_bodies_total{outcome=\"malformed-json\"}")
                .doesNotContain(large, "198.51.100.7", "A partner");
        assertThat(exchange.get("/q/metrics", "xa-ops", password).statusCode()).isEqualTo(403);
        assertThat(exchange.get("/q/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseNoticesIt() throws IOException {
        String wild = partner("xb-ops");

        // When it posts more than it may, well formed or not
        HttpResponse<String> refused = null;
        for (int i = 0; i < 10 * POSTS_BURST && refused == null; i++) {
            HttpResponse<String> answer = exchange.post("/api/v1/submissions", "xb-ops", wild, STIX, "nonsense");
            refused = answer.statusCode() == 429 ? answer : null;
        }

        // Then
        assertThat(refused).isNotNull();
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(refused.body()).path("type").asText())
                .isEqualTo("urn:entente:problem:too-many-requests");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElse("0")))
                .isPositive();
        // By whatever way it comes
        assertThat(exchange.post("/taxii2/exchange/collections/inbox/objects/", "xb-ops", wild, TAXII, "nonsense")
                        .statusCode())
                .isEqualTo(429);
        // Reading is another matter, and so is everybody else
        assertThat(exchange.get("/api/v1/me", "xb-ops", wild).statusCode()).isEqualTo(200);
        assertThat(submit().statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tokens",
                "/api/v1/tokens/",
                "/api/v1/tokens;a=b",
                "/api/v1/toke%6Es",
                "//api/v1/tokens",
            })
    void tokensAreGivenAtARateOfTheirOwn(String written) throws IOException {
        String name = "xc-" + UUID.randomUUID();
        String often = partner(name);

        int given = 0;
        HttpResponse<String> answer;
        do {
            answer = exchange.post(written, name, often, "application/json", "");
            given++;
        } while (answer.statusCode() != 429 && given < 200);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains(" sign-ins a second");
        assertThat(given).isGreaterThan(5);
    }

    @Test
    void postsUnderWayAreBoundedForEachAndForAllAndRefusedAtOnce() throws Exception {
        String slow = partner("xa-slow");
        String other = partner("xb-slow");
        String admin = exchange.secret("password of admin");
        PlainBrowser console = PlainBrowser.signedIn(exchange.uri("").toString(), "admin", admin);
        try (UnfinishedPosts posts = new UnfinishedPosts(exchange.uri("/api/v1/submissions"))) {
            // When one has as many under way as it may
            for (int i = 0; i < POSTS_AT_ONCE; i++) {
                posts.begin("xa-slow", slow);
            }

            // Then it alone is refused
            HttpResponse<String> refused = exchange.post("/api/v1/submissions", "xa-slow", slow, STIX, "nonsense");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(submit().statusCode()).isEqualTo(202);

            // When all together have as many as the exchange takes
            for (int i = 0; i < POSTS_AT_ONCE; i++) {
                posts.begin("xb-slow", other);
            }

            // Then every partner that comes is told so at once, and the answer is the same for all
            HttpResponse<String> full = submit();
            assertThat(full.statusCode()).isEqualTo(503);
            assertThat(full.headers().firstValue("Retry-After")).isPresent();

            // But operators find room, over REST and at the console
            partner("xc-slow");
            Map<String, String> community = Map.of("id", "c-slow", "title", "Made while partners fill all");
            assertThat(console.post("/console/communities", community).statusCode())
                    .isEqualTo(303);
        }

        // And when they are gone, there is room
        soon().untilAsserted(() -> assertThat(submit().statusCode()).isEqualTo(202));
    }

    @Test
    void everyLineOfTheLogIsAnObjectOfTheSameKeysAndKnowsItsRequest() throws Exception {
        // Given requests at once, each of which leaves a line
        List<String> ids = Stream.generate(() -> "request-" + UUID.randomUUID())
                .limit(AT_ONCE)
                .toList();
        exchange.database.cut();
        List<HttpResponse<String>> answers = exchange.sendTogether(ids.stream()
                .map(id -> HttpRequest.newBuilder(exchange.uri("/api/v1/partners"))
                        .header("X-Request-Id", id)
                        .header(
                                "Authorization",
                                ProductionExchange.basic("admin", exchange.secret("password of admin"))))
                .toList());
        exchange.database.mend();
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(503);

        // Then
        List<JsonNode> lines = printedLines();
        assertThat(lines)
                .extracting(line -> line.at("/context/requestId").asText())
                .containsAll(ids);
        Set<String> keys = new TreeSet<>();
        Set<String> traces = new TreeSet<>();
        for (JsonNode line : lines) {
            line.fieldNames().forEachRemaining(keys::add);
            if (line.at("/context/requestId").asText().equals(ids.get(0))) {
                traces.add(line.at("/context/traceId").asText() + " "
                        + line.at("/context/spanId").asText());
            }
        }
        assertThat(keys)
                .isSubsetOf("time", "level", "logger", "message", "thread", "host", "context", "stack")
                .contains("time", "level", "logger", "message", "context");
        // And by its lines a trace is found that ended with the answer
        soon().untilAsserted(() -> assertThat(collector.spans())
                .filteredOn(span ->
                        traces.contains(Collector.hex(span.getTraceId()) + " " + Collector.hex(span.getSpanId())))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).startsWith("GET");
                    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                }));
        soon().untilAsserted(() ->
                assertThat(exchange.get("/q/health/ready").statusCode()).isEqualTo(200));
    }

    /** The log as far as it is printed, but for what the JVM, and a library that loses its connection, print past it. */
    private List<JsonNode> printedLines() throws IOException {
        String printed = exchange.output();
        List<JsonNode> lines = new ArrayList<>();
        // The last may be half written.
        for (String line : printed.substring(0, printed.lastIndexOf('\n') + 1).split("\n")) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    @Test
    void plantedSecretIsInNoAnswerAndNoLine() throws IOException {
        // Given what callers send where it belongs, and where it does not
        String wrong = exchange.secret("wrong password");
        String token = JSON.readTree(exchange.post(
                                "/api/v1/tokens", "admin", exchange.secret("password of admin"), "application/json", "")
                        .body())
                .path("token")
                .asText();
        assertThat(token).isNotEmpty();
        exchange.secrets.put("token", token);
        String signature = token.substring(token.lastIndexOf('.') + 1);
        String forged = token.replace(signature, new StringBuilder(signature).reverse());
        String admin = exchange.secret("password of admin");
        String body = "{\"id\":\"xa-plant\",\"password\":\"" + wrong + "\",";

        // When
        List<HttpResponse<String>> answers = List.of(
                exchange.get("/api/v1/me", "admin", wrong),
                exchange.get("/api/v1/me", wrong, wrong),
                exchange.send(bearer("/api/v1/me", forged)),
                exchange.send(bearer("/api/v1/me", wrong)),
                exchange.send(
                        HttpRequest.newBuilder(exchange.uri("/api/v1/me")).header("Authorization", "Basic " + wrong)),
                exchange.send(HttpRequest.newBuilder(exchange.uri("/api/v1/me")).header("Authorization", wrong)),
                exchange.send(bearer("/api/v1/audit?password=" + wrong, token)),
                exchange.send(bearer("/api/v1/audit?after=" + wrong, token)),
                exchange.post("/api/v1/partners", "admin", admin, "application/json", body),
                exchange.post(
                        "/api/v1/partners",
                        "admin",
                        admin,
                        "application/json",
                        body + "\"roles\":[\"" + wrong + "\"]}"),
                exchange.post("/api/v1/partners", "admin", admin, "application/json", "[\"" + wrong),
                exchange.post("/api/v1/submissions", "xa-ops", password, STIX, "{\"type\":\"" + wrong + "\"}"),
                exchange.post("/api/v1/submissions", "xa-ops", password, STIX, "{\"type\":\"bundle\"," + wrong));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isBetween(400, 499));
        String told = answers.stream().map(HttpResponse::body).collect(Collectors.joining("\n"));
        PrintedSecrets.assertNoneIn(told, exchange.secrets.values());
        PrintedSecrets.assertNoneIn(exchange.output(), exchange.secrets.values());
    }

    @Test
    void oneTraceReachesFromThePostToTheRecordsAndTellsNobodyWhatTheyAre() throws Exception {
        // Given a subscriber, and a submitter that traces its own requests and says so in every way there is
        partner("xb-traced");
        open("xb-traced");
        String id = "indicator--" + UUID.randomUUID();
        String callers = UUID.randomUUID().toString().replace("-", "");

        // When
        HttpResponse<String> answer = exchange.send(HttpRequest.newBuilder(exchange.uri("/api/v1/submissions"))
                .header("Authorization", ProductionExchange.basic("xa-ops", password))
                .header("Content-Type", STIX)
                .header("traceparent", "00-" + callers + "-00f067aa0ba902b7-01")
                .header("tracestate", "xa=state-of-the-caller")
                .header("baggage", "xa=luggage-of-the-caller")
                .POST(HttpRequest.BodyPublishers.ofString(bundle(indicator(id)))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        ConsumerRecord<byte[], byte[]> delivered = delivered("xb-traced", id);

        // Then
        Span request = Awaitility.await()
                .atMost(ProductionExchange.PATIENCE)
                .until(() -> ofCaller(callers), Optional::isPresent)
                .orElseThrow();
        soon().untilAsserted(() -> assertThat(collector.trace(request.getTraceId()))
                .extracting(Span::getName)
                .containsExactlyInAnyOrder(
                        "POST /api/v1/submissions", "validate", "append", "sequence", "relay", "release", "commit"));
        List<Span> trace = collector.trace(request.getTraceId());
        assertThat(trace)
                .filteredOn(span ->
                        Set.of("validate", "append", "sequence", "relay").contains(span.getName()))
                .extracting(Span::getParentSpanId)
                .containsOnly(request.getSpanId());
        assertThat(request.getParentSpanId().isEmpty()).isTrue();

        // And nobody but the operators can tell, or has had a say in it
        String traceId = Collector.hex(request.getTraceId());
        assertThat(traceId).isNotEqualTo(callers);
        assertThat(answer.headers().map().toString()).doesNotContain(traceId);
        assertThat(answer.headers().map()).doesNotContainKeys("traceparent", "traceresponse", "tracestate");
        assertThat(delivered.headers())
                .extracting(Header::key)
                .containsExactly(
                        "ce_specversion",
                        "ce_source",
                        "ce_id",
                        "ce_type",
                        "ce_subject",
                        "ce_time",
                        "ce_sequence",
                        "ce_tlp",
                        "ce_view",
                        "content-type");
        assertThat(delivered.headers())
                .extracting(header -> new String(header.value(), StandardCharsets.UTF_8))
                .noneMatch(value -> value.contains(traceId) || value.contains(callers));
        assertThat(new String(delivered.value(), StandardCharsets.UTF_8)).isEqualTo(indicator(id));

        // And no span of this or any other test says more than it may
        assertThat(collector.spans())
                .flatExtracting(Span::getAttributesList)
                .extracting(KeyValue::getKey)
                .isSubsetOf(TOLD);
        assertThat(collector.spans())
                .allSatisfy(span -> assertThat(span.getEventsList()).isEmpty());
        assertThat(collector.text())
                .doesNotContain(id, "xa-ops", "xb-traced", "198.51.100.7", "of-the-caller", "127.0.0.1", "xb-ops");
    }

    @Test
    void recallAndReplayAreEachOneTraceToTheirLastCommit() throws Exception {
        // Given
        String subscriber = partner("xb-retold");
        open("xb-retold");
        String id = "indicator--" + UUID.randomUUID();
        assertThat(submit(indicator(id)).statusCode()).isEqualTo(202);
        delivered("xb-retold", id);

        // When
        String replaying = traced("/api/v1/replays", "xb-retold", subscriber, "{}");

        // Then
        assertOneTrace(replaying, "relay", "release", "commit");

        // When
        String recalling =
                traced("/api/v1/objects/" + id + "/recall", "xa-ops", password, "{\"reason\":\"A mistake\"}");

        // Then
        assertOneTrace(recalling, "recall", "relay", "release", "commit");
        assertThat(collector.spans())
                .flatExtracting(Span::getAttributesList)
                .extracting(KeyValue::getKey)
                .isSubsetOf(TOLD);
        assertThat(collector.text()).doesNotContain(id, "xb-retold", "A mistake");
    }

    /** Asks for something, and gives the id by which the caller traces that. */
    private static String traced(String path, String caller, String secret, String body) {
        String callers = UUID.randomUUID().toString().replace("-", "");
        HttpResponse<String> answer = exchange.send(HttpRequest.newBuilder(exchange.uri(path))
                .header("Authorization", ProductionExchange.basic(caller, secret))
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + callers + "-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return callers;
    }

    private static void assertOneTrace(String callers, String... names) {
        soon().untilAsserted(() -> assertThat(ofCaller(callers)
                        .map(Span::getTraceId)
                        .map(collector::trace)
                        .orElse(List.of()))
                .extracting(Span::getName)
                .contains(names));
        Span request = ofCaller(callers).orElseThrow();
        assertThat(collector.trace(request.getTraceId()))
                .filteredOn(span -> Set.of("recall", "relay").contains(span.getName()))
                .extracting(Span::getParentSpanId)
                .containsOnly(request.getSpanId());
    }

    /** A request of a caller that traces by that id. */
    private static Optional<Span> ofCaller(String traceId) {
        return collector.spans().stream()
                .filter(span -> span.getLinksList().stream()
                        .anyMatch(link -> Collector.hex(link.getTraceId()).equals(traceId)))
                .findFirst();
    }

    /** The record of an object on a partner's topic. */
    private static ConsumerRecord<byte[], byte[]> delivered(String partner, String id) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                exchange.broker.address(),
                "group.id",
                UUID.randomUUID().toString(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("entente.feed." + partner + ".threats"));
            return Awaitility.await()
                    .atMost(ProductionExchange.PATIENCE)
                    .until(
                            () -> StreamSupport.stream(
                                            consumer.poll(Duration.ofMillis(200))
                                                    .spliterator(),
                                            false)
                                    .filter(one -> new String(one.key(), StandardCharsets.UTF_8).equals(id))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }

    private static HttpRequest.Builder bearer(String path, String token) {
        return HttpRequest.newBuilder(exchange.uri(path)).header("Authorization", "Bearer " + token);
    }

    private static String metrics() {
        return exchange.get("/q/metrics", "admin", exchange.secret("password of admin"))
                .body();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(ProductionExchange.PATIENCE);
    }

    /** What a check of that name says. */
    private static JsonNode check(String path, int status, String name) throws IOException {
        HttpResponse<String> answer = exchange.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        for (JsonNode check : JSON.readTree(answer.body()).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check.path("data");
            }
        }
        throw new AssertionError("No check " + name + " in " + answer.body());
    }

    private static int get(String path) {
        return exchange.get(path, "admin", exchange.secret("password of admin")).statusCode();
    }

    private static HttpResponse<String> submit() {
        return submit(indicator("indicator--" + UUID.randomUUID()));
    }

    private static String indicator(String id) {
        return "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-05T10:00:00.000Z\",\"modified\":\"2026-01-05T10:00:00.000Z\","
                + "\"indicator_types\":[\"malicious-activity\"],\"pattern_type\":\"stix\","
                + "\"pattern\":\"[ipv4-addr:value = '198.51.100.7']\",\"valid_from\":\"2026-01-05T10:00:00Z\","
                + "\"object_marking_refs\":[\"" + CLEAR + "\"]}";
    }

    private static HttpResponse<String> submit(String object) {
        return exchange.post("/api/v1/submissions", "xa-ops", password, STIX, bundle(object));
    }

    private static String bundle(String object) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":[" + object + "]}";
    }
}
