package org.entente.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.entente.standalone.AccessDocument;

/** What the exchange under measurement counts itself. */
final class Counters {

    private final Measured measured;
    private final HttpClient http = HttpClient.newHttpClient();

    Counters(Measured measured) {
        this.measured = measured;
    }

    /** The sum of all figures whose line begins so. */
    double sum(String beginning) throws Exception {
        AccessDocument.Caller who = measured.access().callers().get("auditor");
        String secret = who.username() + ":" + who.password();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(measured.access().http() + "/q/metrics"))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
