package org.entente.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.ImpatientReaders;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.ShortTokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed as its clients meet it, over real HTTP. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
@TestProfile(ImpatientReaders.class)
class FeedIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration WITHDRAWN_WITHIN = Duration.ofSeconds(5);
    private static final String PREFIX = "org.entente.object.";

    /** Partners are for ever, so each test has its own. */
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private final String author = "fa-" + mark;
    private final String reader = "fr-" + mark;
    private final List<EventStream> streams = new ArrayList<>();
    private PartnersOverRest rest;

    @Inject
    Pool pool;

    @BeforeEach
    void prepare() {
        rest = new PartnersOverRest(DemoAccess.awaited());
        rest.partner(author, policy("*", "\"*\""));
        rest.partner(reader, policy("*", ofAuthor()));
    }

    @AfterEach
    void closeStreams() {
        streams.forEach(EventStream::close);
    }

    @Test
    void eventsComeInOrderWithTheirTypesAndTheObjectsOwnBytes() throws IOException {
        EventStream stream = stream("");
        String malware = id("malware");
        String first = object(malware, 1, "\"name\":\"Loader\",\"is_family\":true,\n \"x_n\":1.50e1");
        submit(first);
        submit(object(malware, 2, "\"name\":\"Loader\",\"is_family\":true"));
        submit(object(malware, 3, "\"name\":\"Loader\",\"is_family\":true,\"revoked\":true"));
        submit(object(id("course-of-action"), 1, "\"name\":\"Patch\""));

        List<ServerSentEvent> events = stream.awaited(4);

        assertThat(events)
                .extracting(ServerSentEvent::type)
                .containsExactly(
                        PREFIX + "released.v1", PREFIX + "revised.v1", PREFIX + "revoked.v1", PREFIX + "released.v1");
        assertThat(events.get(0).data()).endsWith(",\"data\":" + first + "}");
        JsonNode event = JSON.readTree(events.get(0).data());
        assertThat(event.path("subject").asText()).isEqualTo(malware);
        assertThat(event.path("tlp").asText()).isEqualTo("GREEN");
        assertThat(event.path("view").asText()).isEqualTo("original");
        assertThat(event.path("datacontenttype").asText()).isEqualTo("application/stix+json;version=2.1");
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void streamGoesOnExactlyAfterTheLastEventReceived() throws IOException {
        EventStream before = stream("?from=beginning");
        List<String> ids = tools(5);
        submitTools(ids);
        List<ServerSentEvent> all = before.awaited(5);
        before.close();

        EventStream byHeader =
                open("?from=beginning", Map.of("Last-Event-ID", all.get(1).id()));
        List<ServerSentEvent> rest = byHeader.awaited(3);
        byHeader.close();
        List<ServerSentEvent> byParameter =
                stream("?lastEventId=" + all.get(3).id()).awaited(1);

        assertThat(subjects(all)).isEqualTo(ids);
        assertThat(subjects(rest)).isEqualTo(ids.subList(2, 5));
        assertThat(subjects(byParameter)).isEqualTo(ids.subList(4, 5));
        assertThat(eventIds(rest)).isEqualTo(eventIds(all.subList(2, 5)));
    }

    @Test
    void streamWithoutAnEventYetCanBeGoneOnWithToo() throws IOException {
        EventStream before = stream("");
        String id = before.openingId();
        before.close();
        List<String> tools = tools(1);
        submitTools(tools);

        List<ServerSentEvent> events = open("", Map.of("Last-Event-ID", id)).awaited(1);

        assertThat(subjects(events)).isEqualTo(tools);
    }

    @Test
    void onlyTheFeedsAskedForAreSentAndOnlyWhatIsLaterThanATime() throws IOException {
        String mitigation = id("course-of-action");
        submit(object(id("tool"), 1, "\"name\":\"Packer\""), object(mitigation, 1, "\"name\":\"Patch\""));
        List<ServerSentEvent> all = stream("?from=beginning").awaited(2);
        String time = JSON.readTree(all.get(0).data()).path("time").asText();

        List<ServerSentEvent> mitigations =
                stream("?from=beginning&feed=mitigations,advisories").awaited(1);

        assertThat(subjects(mitigations)).containsExactly(mitigation);
        streams.forEach(EventStream::close);
        List<ServerSentEvent> later = stream("?from=" + time).awaited(1);
        assertThat(subjects(later)).containsExactly(mitigation);
    }

    @Test
    void recallIsToldToThoseWhoHadTheObject() throws IOException {
        EventStream stream = stream("");
        List<String> tools = tools(1);
        submitTools(tools);
        stream.awaited(1);

        UUID notice = recall(reader, tools.get(0));
        recall(author, tools.get(0));

        ServerSentEvent told = stream.awaited(2).get(1);
        JsonNode event = JSON.readTree(told.data());
        assertThat(told.type()).isEqualTo(PREFIX + "recalled.v1");
        assertThat(event.path("subject").asText()).isEqualTo(tools.get(0));
        assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
        assertThat(event.path("data").path("recall").asText()).isEqualTo(notice.toString());
        assertThat(event.path("data").path("cause").asText()).isEqualTo("operator");
        // After it, it is not told again; before it, it is.
        List<String> further = tools(1);
        submitTools(further);
        assertThat(subjects(open("", Map.of("Last-Event-ID", told.id())).awaited(1)))
                .isEqualTo(further);
        assertThat(stream.awaited(3)).hasSize(3);
    }

    @Test
    void streamFromATimeHasWhatWasToldSinceOfARecallThatWasMadeBefore() throws IOException {
        List<String> tools = tools(2);
        submitTools(tools);
        stream("?from=beginning").awaited(2);
        Instant now = Instant.now();
        recall(reader, tools.get(0), now.minus(Duration.ofHours(1)));

        List<ServerSentEvent> told =
                stream("?from=" + now.minus(Duration.ofMinutes(10))).awaited(3);

        assertThat(subjectsOf("recalled.v1", told)).containsExactly(tools.get(0));
    }

    @Test
    void whatIsLeftOfARecalledReportComesRightAfterTheRecallAndOnce() throws IOException {
        EventStream stream = stream("");
        String tool = id("tool");
        String malware = id("malware");
        String report = id("report");
        submit(object(tool, 1, "\"name\":\"Packer\""));
        submit(object(malware, 1, "\"name\":\"Loader\",\"is_family\":true"));
        submit(object(
                report,
                1,
                "\"name\":\"A report\",\"published\":\"2026-01-05T10:00:00Z\",\"object_refs\":[\"" + tool + "\",\""
                        + malware + "\"]"));
        stream.awaited(3);

        rest.as(author)
                .contentType("application/json")
                .body("{\"reason\":\"Wrong\"}")
                .post("/api/v1/objects/" + malware + "/recall")
                .then()
                .statusCode(201);

        List<ServerSentEvent> events = stream.awaited(6).subList(3, 6);
        assertThat(attribute(events, "type"))
                .containsExactlyInAnyOrder(PREFIX + "recalled.v1", PREFIX + "recalled.v1", PREFIX + "released.v1");
        ServerSentEvent left = events.stream()
                .filter(event -> event.type().endsWith("released.v1"))
                .findFirst()
                .orElseThrow();
        ServerSentEvent dropped = events.get(events.indexOf(left) - 1);
        assertThat(subjects(List.of(dropped))).containsExactly(report);
        JsonNode trimmed = JSON.readTree(left.data()).path("data");
        assertThat(trimmed.path("object_refs")).hasSize(1);
        assertThat(trimmed.path("object_refs").get(0).asText()).isEqualTo(tool);
        // Between the two, and after both.
        assertThat(subjects(open("", Map.of("Last-Event-ID", dropped.id())).awaited(1)))
                .isEqualTo(subjects(List.of(left)));
        String further = id("tool");
        submit(object(further, 1, "\"name\":\"Further\""));
        assertThat(stream.awaited(7)).hasSize(7);
        assertThat(subjects(stream.awaited(7)).get(6)).isEqualTo(further);
    }

    @Test
    void narrowedPolicyHoldsForStreamsThatAreOpen() throws IOException {
        EventStream stream = stream("");
        String told = id("tool");
        submit(object(told, 1, "\"name\":\"Packer\""));
        stream.awaited(1);

        rest.policy(reader, policy("malware", ofAuthor()));
        String malware = id("malware");
        submit(object(id("tool"), 1, "\"name\":\"Packer\""), object(malware, 1, "\"name\":\"L\",\"is_family\":true"));

        // The tool it was told of is recalled beside that, before the malware or after it.
        List<ServerSentEvent> events = stream.awaited(3);
        assertThat(subjectsOf("released.v1", events)).containsExactly(told, malware);
        assertThat(subjectsOf("recalled.v1", events)).containsExactly(told);
    }

    @Test
    void delayedEntriesComeWhenTheyAreDue() throws IOException {
        rest.policy(reader, policy("*", ofAuthor()).replace("\"to\":{", "\"to\":{\"delay\":\"PT2S\","));
        EventStream stream = stream("");
        List<String> tools = tools(2);
        submitTools(tools);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> rest.as(author)
                                .accept("application/taxii+json;version=2.1")
                                .get("/taxii2/exchange/collections/threats/objects/" + tools.get(1) + "/")
                                .statusCode()
                        == 200);
        assertThat(stream.events()).isEmpty();

        assertThat(subjects(stream.awaited(2))).isEqualTo(tools);
    }

    @Test
    void streamOfASuspendedPartnerEnds() {
        EventStream stream = stream("");
        stream.awaitHeartbeats(1);

        suspend(reader);

        stream.awaitEnd();
        assertThat(stream.events()).isEmpty();
    }

    @Test
    void withdrawnCredentialEndsTheStreamsItOpened() {
        EventStream stream = stream("");
        stream.awaitHeartbeats(1);

        rest.as("admin").delete(credentialOf(reader)).then().statusCode(204);

        stream.awaitEnd(WITHDRAWN_WITHIN);
    }

    @Test
    void renewedCredentialEndsTheStreamsThatTheOldOneOpened() {
        EventStream stream = stream("");
        stream.awaitHeartbeats(1);

        String renewed = rest.as("admin")
                .post(credentialOf(reader) + "/rotation")
                .then()
                .statusCode(201)
                .extract()
                .path("password");

        stream.awaitEnd(WITHDRAWN_WITHIN);
        EventStream again = EventStream.open(address(""), reader, renewed, Map.of());
        streams.add(again);
        again.awaitHeartbeats(10);
        assertThat(again.hasEnded()).isFalse();
    }

    @Test
    void tokenEndsWithTheCredentialItWasIssuedFor() {
        String token = rest.as(reader).post("/api/v1/tokens").then().extract().path("token");
        EventStream stream = EventStream.open(address(""), "Bearer " + token, Map.of());
        streams.add(stream);
        stream.awaitHeartbeats(1);

        rest.as("admin").delete(credentialOf(reader)).then().statusCode(204);

        stream.awaitEnd(WITHDRAWN_WITHIN);
    }

    @Test
    void streamEndsWithTheTokenThatOpenedIt() {
        String issued = rest.as(reader).post("/api/v1/tokens").then().extract().path("token");
        Instant end = Instant.now().plusSeconds(4);
        String token = ShortTokens.until(end, issued);
        EventStream stream = EventStream.open(address(""), "Bearer " + token, Map.of());
        streams.add(stream);
        stream.awaitHeartbeats(1);

        stream.awaitEnd(Duration.between(Instant.now(), end).plus(WITHDRAWN_WITHIN));

        assertThat(Instant.now()).isAfterOrEqualTo(end.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void lostRoleEndsAStream() {
        EventStream stream = stream("");
        stream.awaitHeartbeats(1);
        String partner = "/api/v1/partners/" + reader;

        rest.as("admin")
                .contentType("application/json")
                .header("If-Match", rest.as("admin").get(partner).getHeader("ETag"))
                .body("{\"title\":\"" + reader + "\",\"roles\":[\"submitter\"]}")
                .put(partner)
                .then()
                .statusCode(200);

        stream.awaitEnd(WITHDRAWN_WITHIN);
    }

    private String credentialOf(String partner) {
        String credentials = "/api/v1/partners/" + partner + "/credentials";
        String id = rest.as("admin")
                .get(credentials)
                .then()
                .statusCode(200)
                .extract()
                .path("[0].id");
        return credentials + "/" + id;
    }

    @Test
    void halfARequestIsNotWaitedForForEver() throws IOException {
        try (Socket half = new Socket("localhost", RestAssured.port)) {
            half.getOutputStream().write("GET /api/v1/feed HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));

            assertThat(rest(half)).isZero();
        }
    }

    @Test
    void heartbeatsComeWithoutEvents() {
        EventStream stream = stream("");

        stream.awaitHeartbeats(3);

        assertThat(stream.events()).isEmpty();
    }

    @Test
    void oneStreamTooManyIsRefusedUntilAnotherEnds() throws IOException {
        EventStream first = stream("");
        stream("");

        EventStream third = open("", Map.of());
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isNotEmpty();
        assertThat(third.header("Content-Type")).startsWith("application/problem+json");

        first.close();
        Awaitility.await().atMost(PATIENCE).until(() -> open("", Map.of()).status() == 200);
    }

    @Test
    void readerThatTakesNothingIsCutOff() throws IOException {
        String text = "x".repeat(500_000);
        for (int i = 0; i < 24; i += 6) {
            submit(
                    object(id("tool"), 1, "\"name\":\"" + text + "\""),
                    object(id("tool"), 1, "\"name\":\"" + text + "\""),
                    object(id("tool"), 1, "\"name\":\"" + text + "\""),
                    object(id("tool"), 1, "\"name\":\"" + text + "\""),
                    object(id("tool"), 1, "\"name\":\"" + text + "\""),
                    object(id("tool"), 1, "\"name\":\"" + text + "\""));
        }
        EventStream quick = stream("?from=beginning");
        quick.awaited(24);
        quick.close();
        try (Socket lazy = lazyReader();
                Socket another = lazyReader()) {
            // Both places are taken until both are cut off: one that still has its place would begin to read below.
            Awaitility.await().atMost(PATIENCE).until(() -> open("", Map.of()).status() == 200);
            Awaitility.await().atMost(PATIENCE).until(() -> open("", Map.of()).status() == 200);

            assertThat(rest(lazy)).isLessThan(12_000_000);
            assertThat(rest(another)).isLessThan(12_000_000);
        }
    }

    @Test
    void whatIsForgedForeignOrUnknownIsRefused() throws IOException {
        rest.partner("fo-" + mark, policy("*", ofAuthor()));
        EventStream others = EventStream.open(address(""), "fo-" + mark, rest.passwordOf("fo-" + mark), Map.of());
        streams.add(others);
        String foreign = others.openingId();

        String own = stream("").openingId();
        for (String id : List.of(
                "1",
                "AAAA",
                foreign,
                foreign.substring(1),
                own + own,
                own + "A",
                "A".repeat(4_000),
                "9223372036854775808")) {
            EventStream refused = open("", Map.of("Last-Event-ID", id));
            assertThat(refused.status()).as(id).isEqualTo(400);
            assertThat(refused.refusal()).contains("invalid-parameter").contains("Last-Event-ID");
        }
        for (String query : List.of(
                "?form=beginning",
                "?from=yesterday",
                "?from=9223372036854775808",
                "?from=%2B1000000000-12-31T23:59:59Z",
                "?from=-1000000000-01-01T00:00:00Z",
                "?feed=all",
                "?feed=" + "threats,".repeat(999) + "all")) {
            assertThat(open(query, Map.of()).status()).as(query).isEqualTo(400);
        }
        rest.as("auditor").get("/api/v1/feed").then().statusCode(403);
        RestAssured.given().get("/api/v1/feed").then().statusCode(401);
    }

    @Test
    void streamOfOneWhoGetsNothingIsSilent() {
        rest.policy(reader, policy("*", "[]"));
        EventStream stream = stream("?from=beginning");
        String opening = stream.openingId();
        submitTools(tools(3));
        stream.awaitHeartbeats(3);

        assertThat(stream.events()).isEmpty();
        assertThat(opening).hasSameSizeAs(stream("").openingId());
    }

    private static String policy(String kind, String originators) {
        String kinds = kind.equals("*") ? "\"*\"" : "[\"" + kind + "\"]";
        return "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":" + kinds
                + ",\"sectors\":\"*\",\"regions\":\"*\",\"originators\":" + originators + ",\"markings\":\"*\"},"
                + "\"from\":{\"kinds\":\"*\",\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\","
                + "\"attribution\":\"everyone\"}}";
    }

    private String ofAuthor() {
        return "[\"" + author + "\"]";
    }

    /** Opened, and admitted. */
    private EventStream stream(String query) {
        EventStream stream = open(query, Map.of());
        assertThat(stream.status()).isEqualTo(200);
        stream.openingId();
        return stream;
    }

    private EventStream open(String query, Map<String, String> headers) {
        EventStream stream = EventStream.open(address(query), reader, rest.passwordOf(reader), headers);
        streams.add(stream);
        return stream;
    }

    private static String address(String query) {
        return "http://localhost:" + RestAssured.port + "/api/v1/feed" + query;
    }

    private Socket lazyReader() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        String credentials =
                Base64.getEncoder().encodeToString((reader + ":" + rest.passwordOf(reader)).getBytes(UTF_8));
        socket.getOutputStream()
                .write(("GET /api/v1/feed?from=beginning HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                                + credentials + "\r\n\r\n")
                        .getBytes(UTF_8));
        // The first byte: it was admitted.
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private static long rest(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return count;
    }

    private void suspend(String partner) {
        rest.as("admin")
                .contentType("application/json")
                .body("{\"reason\":\"for a test\"}")
                .post("/api/v1/partners/" + partner + "/suspension")
                .then()
                .statusCode(200);
    }

    /** As a recall writes it, for one partner. */
    private UUID recall(String partner, String object) {
        return recall(partner, object, Instant.now());
    }

    private UUID recall(String partner, String object, Instant madeAt) {
        UUID notice = UUID.randomUUID();
        pool.withTransaction(connection -> connection
                        .preparedQuery("""
                                INSERT INTO recall (recall_id, cause, reason, object_id, partner_id, made_at, made_by)
                                VALUES ($1, 'operator', 'A mistake', $2, $3, $4, 'test') RETURNING recall_number""")
                        .execute(Tuple.of(UUID.randomUUID(), object, author, madeAt.atOffset(ZoneOffset.UTC)))
                        .map(rows -> rows.iterator().next().getLong(0))
                        .chain(number -> connection
                                .preparedQuery("INSERT INTO recall_notice (notice_id, recall_number, partner_id)"
                                        + " VALUES ($1, $2, $3)")
                                .execute(Tuple.of(notice, number, partner)))
                        .chain(done -> connection
                                .preparedQuery("INSERT INTO recall_item"
                                        + " (notice_id, partner_id, place, position, object_id, feed, version)"
                                        + " VALUES ($1, $3, 1, 1, $2, 'threats', '2026-01-01T10:00:00Z')")
                                .execute(Tuple.of(notice, object, partner))))
                .await()
                .atMost(PATIENCE);
        return notice;
    }

    private static List<String> subjects(List<ServerSentEvent> events) throws IOException {
        return attribute(events, "subject");
    }

    private static List<String> subjectsOf(String type, List<ServerSentEvent> events) throws IOException {
        return subjects(events.stream()
                .filter(event -> event.type().equals(PREFIX + type))
                .toList());
    }

    private static List<String> eventIds(List<ServerSentEvent> events) throws IOException {
        return attribute(events, "id");
    }

    private static List<String> attribute(List<ServerSentEvent> events, String name) throws IOException {
        List<String> found = new ArrayList<>();
        for (ServerSentEvent event : events) {
            found.add(JSON.readTree(event.data()).path(name).asText());
        }
        return found;
    }

    private static List<String> tools(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(id("tool"));
        }
        return ids;
    }

    private void submitTools(List<String> ids) {
        submit(ids.stream().map(id -> object(id, 1, "\"name\":\"Packer\"")).toArray(String[]::new));
    }

    private void submit(String... objects) {
        rest.as(author)
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                        + String.join(",", objects) + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("failures", org.hamcrest.Matchers.nullValue());
    }

    private static String id(String type) {
        return type + "--" + UUID.randomUUID();
    }

    private static String object(String id, int version, String properties) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-0" + version
                + "T10:00:00.000Z\",\"object_marking_refs\":[\"" + Tlp.GREEN.marking() + "\"]," + properties + "}";
    }
}
