package org.entente.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.PackagedExchange;

/**
 * Measures what readers cost that ask for a large TAXII page and then hardly read it: the heap that lives, before and while they do
 * so, and how soon another reader is answered meanwhile. Needs {@code mvn package}. The relay is off.
 */
final class SlowReaders {

    private static final int READERS = Integer.getInteger("entente.bench.readers", 50);
    private static final int OBJECTS = 10_000;
    private static final String PAGE = "/taxii2/exchange/collections/threats/objects/?limit=" + OBJECTS;
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PackagedExchange exchange;
    private final AccessDocument access;

    private SlowReaders(PackagedExchange exchange) throws IOException {
        this.exchange = exchange;
        this.access = exchange.access();
    }

    static void measure(Path folder) throws Exception {
        try (PackagedExchange started = PackagedExchange.in(folder.resolve("exchange-" + UUID.randomUUID()))
                .with("ENTENTE_DEMO", "true")
                .with("ENTENTE_RELAY_ENABLED", "false")
                .start()) {
            new SlowReaders(started).measure();
        }
    }

    private void measure() throws Exception {
        for (int bundle = 0; bundle < 10; bundle++) {
            submit(OBJECTS / 10);
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> new ObjectMapper()
                                .readTree(page("xb-cert").body())
                                .path("objects")
                                .size()
                        == OBJECTS);
        int bytes = page("xb-cert").body().length;
        long before = liveMiB();
        long resident = residentMiB();
        List<Socket> readers = new ArrayList<>();
        try {
            for (int i = 0; i < READERS; i++) {
                readers.add(lazyReader());
            }
            for (Socket reader : readers) {
                // The head is there, so the page was read.
                if (reader.getInputStream().read() != 'H') {
                    throw new IllegalStateException("A reader was not answered");
                }
            }
            Thread.sleep(SETTLED.toMillis());
            long during = liveMiB();
            long residentDuring = residentMiB();
            long started = System.nanoTime();
            page("xc-cert");
            System.out.printf(
                    Locale.ROOT,
                    "%d slow readers of pages of %,d bytes: live heap %d MiB before, %d MiB with them; resident %d and %d MiB;"
                            + " another page took %.0f ms%n",
                    READERS,
                    bytes,
                    before,
                    during,
                    resident,
                    residentDuring,
                    (System.nanoTime() - started) / 1e6);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private Socket lazyReader() throws IOException {
        URI address = URI.create(access.http());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        socket.getOutputStream()
                .write(("GET " + PAGE + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nAccept: " + TAXII
                                + "\r\nAuthorization: " + authorization("xb-cert") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What is left after a collection, which the histogram begins with: the rest may be garbage. */
    private long liveMiB() throws Exception {
        Matcher total = TOTAL.matcher(command("GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd tells no heap");
        }
        return Long.parseLong(total.group(1)) >> 20;
    }

    /** What lies outside the heap too, such as what waits to be sent; Linux tells. */
    private long residentMiB() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(exchange.pid()), "status"));
        Matcher resident = RESIDENT.matcher(status);
        return resident.find() ? Long.parseLong(resident.group(1)) >> 10 : 0;
    }

    private String command(String what) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(exchange.pid()),
                        what)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    private void submit(int count) throws Exception {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = UUID.randomUUID().toString();
            objects.add("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--" + id
                    + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\","
                    + "\"indicator_types\":[\"malicious-activity\"],\"pattern\":\"[domain-name:value = '" + id
                    + ".example.net']\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-15T08:00:00Z\","
                    + "\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"]}");
        }
        String body = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
        HttpResponse<byte[]> answer = http.send(
                request("xa-cert", "/api/v1/submissions?communities=demo-csirts")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        require(answer, 202);
    }

    private HttpResponse<byte[]> page(String reader) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(request(reader, PAGE).header("Accept", TAXII).build(), HttpResponse.BodyHandlers.ofByteArray());
        require(answer, 200);
        return answer;
    }

    private HttpRequest.Builder request(String caller, String path) {
        return HttpRequest.newBuilder(URI.create(access.http() + path))
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", authorization(caller));
    }

    private String authorization(String caller) {
        AccessDocument.Caller found = access.callers().get(caller);
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((found.username() + ":" + found.password()).getBytes(StandardCharsets.UTF_8));
    }

    private static void require(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    "Status " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }
}
