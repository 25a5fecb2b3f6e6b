package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.entente.partner.IssuedPassword;
import org.entente.partner.OperatorService;
import org.entente.partner.PartnerService;
import org.entente.partner.People;
import org.entente.testing.AnyServer;
import org.entente.testing.EmbeddedServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that are too large, announced or not, compressed or not, get their 413 and take no memory. */
@QuarkusTest
@WithTestResource(EmbeddedServices.class)
class LargeBodiesIT {

    private static final long MIB = 1 << 20;

    @Inject
    OperatorService operators;

    @Inject
    PartnerService partnerService;

    @Inject
    BodyBudget budget;

    @Inject
    HttpSettings settings;

    @TestHTTPResource("/api/v1/partners")
    URI partners;

    @TestHTTPResource(value = "/api/v1/partners", tls = true)
    URI partnersOverTls;

    private HttpResponse<String> post(String authorization, BodyPublisher body, String... headers) throws Exception {
        return post(Version.HTTP_1_1, authorization, body, headers);
    }

    /** HTTP/2 is spoken over TLS only. */
    private HttpResponse<String> post(Version version, String authorization, BodyPublisher body, String... headers)
            throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(AnyServer.context())
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(version == Version.HTTP_2 ? partnersOverTls : partners)
                .timeout(Duration.ofMinutes(3))
                .header("Content-Type", "application/json")
                .POST(body);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(version);
        return answer;
    }

    private String admin() {
        return basic(People.operator(operators, "admin"));
    }

    private static String basic(IssuedPassword caller) {
        String pair = caller.username() + ":" + caller.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static BodyPublisher spaces(long bytes) {
        return BodyPublishers.ofInputStream(() -> new Spaces(bytes));
    }

    /** Blanks, as many as asked for: JSON may begin with any number of them. */
    private static final class Spaces extends InputStream {
        private long left;

        Spaces(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? ' ' : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(length, left);
            java.util.Arrays.fill(target, offset, offset + given, (byte) ' ');
            left -= given;
            return given;
        }
    }

    /** Bytes. 200 MiB take a test's JVM half a minute over TLS. */
    private static long tooLarge(Version version) {
        return (version == Version.HTTP_2 ? 80 : 200) * MIB;
    }

    private static byte[] gzip(InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            content.transferTo(gzip);
        }
        return bytes.toByteArray();
    }

    private static void isTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("body-too-large");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void announcedBodyThatIsTooLargeIsRefusedAndTheClientGetsToReadIt(Version version) throws Exception {
        BodyPublisher announced = BodyPublishers.fromPublisher(spaces(tooLarge(version)), tooLarge(version));

        isTooLarge(post(version, admin(), announced));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void bodyThatIsTooLargeAndNotAnnouncedIsRefused(Version version) throws Exception {
        isTooLarge(post(version, admin(), spaces(tooLarge(version))));
    }

    @Test
    void anonymousCallerIsRefusedBeforeTheBodyIsRead() throws Exception {
        assertThat(post("", spaces(20 * MIB)).statusCode()).isEqualTo(401);
    }

    @Test
    void clientThatAsksFirstNeedNotSendAnything() throws Exception {
        try (Socket socket = new Socket(partners.getHost(), partners.getPort())) {
            socket.setSoTimeout(10_000);
            String head =
                    "POST /api/v1/partners HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                            + 200 * MIB + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            byte[] first = socket.getInputStream().readNBytes(12);

            assertThat(new String(first, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void gzipBombIsRefused() throws Exception {
        byte[] bomb = gzip(new Spaces(500 * MIB));
        assertThat(bomb.length).isLessThan((int) MIB);

        isTooLarge(post(admin(), BodyPublishers.ofByteArray(bomb), "Content-Encoding", "gzip"));
    }

    @ParameterizedTest
    @CsvSource({"HTTP_1_1, gzip", "HTTP_2, gzip", "HTTP_1_1, X-GZIP"})
    void gzipBodyOfReasonableSizeIsRead(Version version, String coding) throws Exception {
        String partner = "{\"id\":\"" + People.name("xg-cert") + "\",\"title\":\"Packed\"}";
        byte[] packed = gzip(new java.io.ByteArrayInputStream(partner.getBytes(StandardCharsets.UTF_8)));

        assertThat(post(version, admin(), BodyPublishers.ofByteArray(packed), "Content-Encoding", coding)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void bodyThatOnlySaysItIsGzipIs400() throws Exception {
        assertThat(post(admin(), BodyPublishers.ofString("{}"), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void largeBodyWithinTheLimitIsRead(Version version) throws Exception {
        // Blanks, then nothing: read to the end, and only then found empty.
        assertThat(post(version, admin(), spaces(30 * MIB)).body()).contains("invalid-body");
    }

    @Test
    void operatorsGoOnWhilePartnersHoldAllThatTheyMay() throws Exception {
        // Given
        String partner = basic(People.partner(partnerService));
        String admin = admin();
        List<BodyBudget.Share> held = new ArrayList<>();
        try {
            for (String name : List.of("one", "other")) {
                BodyBudget.Share share = budget.open(new BodyOwner(BodyOwner.Kind.PARTNER, name));
                held.add(share);
                share.takeOrFail(settings.bodiesBytesMax() * 3 / 8);
            }

            // When
            HttpResponse<String> toPartner = post(partner, BodyPublishers.ofString("{}"));
            HttpResponse<String> toOperator = post(admin, spaces(30 * MIB));

            // Then
            assertThat(toPartner.statusCode()).isEqualTo(503);
            assertThat(toOperator.body()).contains("invalid-body");
        } finally {
            held.forEach(BodyBudget.Share::close);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void postWithoutABodyIsOne(Version version) throws Exception {
        assertThat(post(version, admin(), BodyPublishers.noBody()).body()).contains("invalid-body");
    }
}
