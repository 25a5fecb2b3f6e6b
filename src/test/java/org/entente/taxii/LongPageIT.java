package org.entente.taxii;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.entente.http.TaxiiMedia;
import org.entente.stix.Tlp;
import org.entente.testing.DemoAccess;
import org.entente.testing.EmbeddedServices;
import org.entente.testing.ImpatientReaders;
import org.entente.testing.PartnersOverRest;
import org.entente.testing.ShortTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages too long to be held: written while they are read, for readers that are quick, slow, or not to be let in any more. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
@TestProfile(ImpatientReaders.class)
class LongPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String THREATS = "/taxii2/exchange/collections/threats/";
    private static final int LARGE_BYTES = 300_000;

    /** Of all tests but those that change it; made by the first. */
    private static @Nullable LongPage shared;

    private String reader;
    private LongPage sent;
    private PartnersOverRest rest;

    @Inject
    MeterRegistry meters;

    private record LongPage(PartnersOverRest rest, String author, List<String> objects) {}

    @BeforeEach
    void readALongPage() {
        if (shared == null) {
            shared = longPage();
        }
        read(shared);
    }

    /** Small ones and large ones by turns: seven megabytes, on one page. */
    private static LongPage longPage() {
        LongPage made = new LongPage(new PartnersOverRest(DemoAccess.awaited()), name("la-"), new ArrayList<>());
        made.rest().partner(made.author(), policy("\"*\""));
        for (int bundle = 0; bundle < 4; bundle++) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                some.add(object("x".repeat(LARGE_BYTES)));
                some.add(object("small"));
            }
            submit(made, some);
            made.objects().addAll(some);
        }
        return made;
    }

    private void read(LongPage read) {
        sent = read;
        rest = read.rest();
        reader = name("lr-");
        rest.partner(reader, policy("[\"" + sent.author() + "\"]"));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> ids(page("manifest/")).size() == sent.objects().size());
    }

    private static String name(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void longPageComesWholeInOrderAndByteForByte() {
        Response page = page("objects/");

        assertThat(page.asString())
                .isEqualTo("{\"more\":false,\"objects\":[" + String.join(",", sent.objects()) + "]}");
        assertThat(page.header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
        assertThat(page.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        List<String> dates = page("manifest/").jsonPath().getList("objects.date_added");
        assertThat(page.header("X-TAXII-Date-Added-First")).isEqualTo(dates.get(0));
        assertThat(page.header("X-TAXII-Date-Added-Last")).isEqualTo(dates.get(dates.size() - 1));
    }

    @Test
    void longPagesFollowEachOther() {
        Response first = page("objects/?limit=31");
        Response second = page("objects/?limit=31&next=" + first.jsonPath().getString("next"));

        List<String> ids = new ArrayList<>(ids(first));
        ids.addAll(ids(second));
        assertThat(ids(first)).hasSize(31);
        assertThat(first.jsonPath().getBoolean("more")).isTrue();
        assertThat(second.jsonPath().getBoolean("more")).isFalse();
        assertThat(ids).isEqualTo(ids(page("manifest/")));
        assertThat(ids(page("objects/?limit=31&added_after=" + first.header("X-TAXII-Date-Added-Last"))))
                .isEqualTo(ids(second));
    }

    @Test
    void headOfALongPageHasTheHeadersOfGet() {
        Response get = page("objects/");
        Response head = as(reader).head(THREATS + "objects/");

        assertThat(head.statusCode()).isEqualTo(200);
        for (String name : List.of("Content-Type", "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last")) {
            assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
        }
        assertThat(head.asByteArray()).isEmpty();
        awaitStreams(0);
    }

    @Test
    void readersThatTakeNothingAreCutOffAndNoMoreThanSomeAtOnce() throws IOException {
        try (Socket lazy = lazyReader();
                Socket another = lazyReader()) {
            Response third = as(reader).get(THREATS + "objects/");
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.header("Retry-After")).isNotEmpty();
            assertThat(third.header("Content-Type")).isEqualTo(TaxiiMedia.TAXII);
            // Short pages need no place.
            assertThat(as(reader).get(THREATS + "objects/?limit=1").statusCode())
                    .isEqualTo(200);

            awaitStreams(0);

            assertThat(isWhole(rest(lazy))).isFalse();
            assertThat(isWhole(rest(another))).isFalse();
        }
        assertThat(ids(page("objects/"))).hasSize(sent.objects().size());
    }

    @Test
    void readerThatReadsSlowlyGetsThePageAndASuspendedOneNoMoreOfIt() throws IOException {
        try (Socket slow = lazyReader()) {
            // Longer than a reader may take nothing.
            long until = System.nanoTime() + Duration.ofSeconds(4).toNanos();
            while (System.nanoTime() < until) {
                take(slow, 200_000);
                sleep();
            }
            assertThat(streams()).isEqualTo(1);

            rest.as("admin")
                    .contentType("application/json")
                    .body("{\"reason\":\"for a test\"}")
                    .post("/api/v1/partners/" + reader + "/suspension")
                    .then()
                    .statusCode(200);

            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> streams() == 0);
            assertThat(isWhole(rest(slow))).isFalse();
        }
    }

    @Test
    void pageEndsWithTheTokenThatAskedForIt() throws IOException {
        String issued = rest.as(reader).post("/api/v1/tokens").then().extract().path("token");
        Instant end = Instant.now().plusSeconds(3);
        String token = ShortTokens.until(end, issued);
        try (Socket slow = lazyReader("Bearer " + token)) {
            // It would take all of it, in more time than the token has.
            Instant until = end.plusSeconds(5);
            while (streams() > 0 && Instant.now().isBefore(until)) {
                slow.getInputStream().readNBytes(100_000);
                sleep();
            }

            assertThat(streams()).isZero();
            assertThat(isWhole(rest(slow))).isFalse();
        }
    }

    @Test
    void recalledObjectIsNotOnThePageThatWasOnItsWay() throws IOException {
        // Of this test alone
        read(longPage());
        String last = sent.objects().get(sent.objects().size() - 1);
        String id = idOf(last);
        try (Socket slow = lazyReader()) {
            rest.as(sent.author())
                    .contentType("application/json")
                    .body("{\"reason\":\"for a test\"}")
                    .post("/api/v1/objects/" + id + "/recall")
                    .then()
                    .statusCode(201);

            String taken = rest(slow);

            assertThat(taken).doesNotContain(id);
            assertThat(isWhole(taken)).isFalse();
        }
        assertThat(ids(page("objects/"))).hasSize(sent.objects().size() - 1).doesNotContain(id);
    }

    /** What of the connection's rest waits in the kernel was sent before; the page itself is not over before it is closed. */
    private static boolean isWhole(String answer) {
        return answer.endsWith("]}\r\n0\r\n\r\n");
    }

    private RequestSpecification as(String partner) {
        return rest.as(partner).accept(TaxiiMedia.TAXII);
    }

    private Response page(String what) {
        Response page = as(reader).get(THREATS + what);
        assertThat(page.statusCode()).isEqualTo(200);
        return page;
    }

    private static List<String> ids(Response page) {
        List<String> ids = page.jsonPath().getList("objects.id");
        return ids == null ? List.of() : ids;
    }

    private void awaitStreams(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> streams() == count);
    }

    private int streams() {
        return (int) meters.get("entente.taxii.streams").gauge().value();
    }

    private Socket lazyReader() throws IOException {
        return lazyReader("Basic "
                + Base64.getEncoder().encodeToString((reader + ":" + rest.passwordOf(reader)).getBytes(UTF_8)));
    }

    private Socket lazyReader(String authorization) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("localhost", RestAssured.port));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream()
                .write(("GET " + THREATS + "objects/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: "
                                + TaxiiMedia.TAXII + "\r\nAuthorization: " + authorization + "\r\n\r\n")
                        .getBytes(US_ASCII));
        // The first byte: the page is on its way.
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        return socket;
    }

    private static void take(Socket socket, int bytes) throws IOException {
        assertThat(socket.getInputStream().readNBytes(bytes)).hasSize(bytes);
    }

    /** The pace of a slow line. */
    private static void sleep() {
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    }

    private static String rest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                taken.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        return taken.toString(US_ASCII);
    }

    private static void submit(LongPage made, List<String> some) {
        made.rest()
                .as(made.author())
                .contentType("application/stix+json;version=2.1")
                .body("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                        + String.join(",", some) + "]}")
                .post("/api/v1/submissions")
                .then()
                .statusCode(202)
                .body("success_count", org.hamcrest.Matchers.is(some.size()));
    }

    private static String object(String description) {
        return "{ \"type\":\"tool\",\"spec_version\":\"2.1\",\"id\":\"tool--" + UUID.randomUUID()
                + "\",\"created\":\"2026-01-01T10:00:00.000Z\",\"modified\":\"2026-01-01T10:00:00.000Z\","
                + "\"name\":\"Packer\",\"object_marking_refs\":[\"" + Tlp.GREEN.marking() + "\"],\"description\":\""
                + description + "\"}";
    }

    private static String idOf(String object) {
        return object.substring(object.indexOf("tool--"), object.indexOf("tool--") + 42);
    }

    private static String policy(String originators) {
        return "{\"to\":{\"maxTlp\":\"RED\",\"maxPap\":\"RED\",\"communities\":\"*\",\"kinds\":\"*\",\"sectors\":\"*\","
                + "\"regions\":\"*\",\"originators\":" + originators + ",\"markings\":\"*\"},"
                + "\"from\":{\"kinds\":\"*\",\"assumedTlp\":\"GREEN\",\"maxConfidence\":100,\"mode\":\"accept\","
                + "\"attribution\":\"everyone\"}}";
    }
}
