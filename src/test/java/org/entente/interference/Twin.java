package org.entente.interference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.standalone.AccessDocument;
import org.entente.testing.PackagedExchange;

/** One running exchange and what was done with it. */
final class Twin {

    static final String STIX = "application/stix+json;version=2.1";
    static final String TAXII = "application/taxii+json;version=2.1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PackagedExchange exchange;
    private final AccessDocument access;

    /** Ids of submissions, by their names in the scenario. */
    private final Map<String, String> submissions = new HashMap<>();

    Twin(PackagedExchange exchange) throws IOException {
        this.exchange = exchange;
        this.access = exchange.access();
    }

    AccessDocument access() {
        return access;
    }

    String output() {
        return exchange.output();
    }

    /** The id of a submission that was made here; another that exists nowhere otherwise. */
    String submission(String name) {
        return submissions.getOrDefault(name, "0b6ab5a1-3c50-4e7f-9f6e-3d5d2f0a4c11");
    }

    HttpResponse<byte[]> call(String caller, String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        return http.send(request(caller, method, path, contentType, body).build(), BodyHandlers.ofByteArray());
    }

    /** An answer that does not end; to be closed. */
    InputStream stream(String caller, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(
                request(caller, "GET", path, "", "")
                        .setHeader("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String caller, String method, String path, String contentType, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(access.http() + path))
                .timeout(TIMEOUT)
                .header("Accept", path.startsWith("/taxii2") ? TAXII : "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (!caller.isEmpty()) {
            AccessDocument.Caller who = access.callers().get(caller);
            String basic = who.username() + ":" + who.password();
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
        }
        return request;
    }

    /** Calls, expects the status and reads the answer. */
    JsonNode expect(int status, String caller, String method, String path, String body)
            throws IOException, InterruptedException {
        String contentType = path.startsWith("/api/v1/submissions") ? STIX : "application/json";
        HttpResponse<byte[]> answer = call(caller, method, path, contentType, body);
        if (answer.statusCode() != status) {
            throw new AssertionError(method + " " + path + " answered " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body().length == 0 ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    /** Puts a policy in force, with two persons. */
    void policy(String partner, String policy) throws IOException, InterruptedException {
        String drafts = "/api/v1/partners/" + partner + "/policy/drafts";
        long number = expect(201, "curator", "POST", drafts, "{\"policy\":" + policy + ",\"reason\":\"for a test\"}")
                .path("number")
                .asLong();
        String draft = drafts + "/" + number;
        expect(200, "curator", "POST", draft + "/submission", "");
        asRead("approver", draft, "approval");
    }

    /** Does something with what was read just before. */
    private void asRead(String operator, String path, String what) throws IOException, InterruptedException {
        String seen =
                call(operator, "GET", path, "", "").headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> done = http.send(
                request(operator, "POST", path + "/" + what, "", "")
                        .header("If-Match", seen)
                        .build(),
                BodyHandlers.ofByteArray());
        if (done.statusCode() != 200) {
            throw new AssertionError(what + " answered " + done.statusCode());
        }
    }

    /** Publishes an advisory, with two persons; its tracking id. */
    String advisory(String body) throws IOException, InterruptedException {
        String id = expect(201, "curator", "POST", "/api/v1/advisories", body)
                .path("trackingId")
                .asText();
        String path = "/api/v1/advisories/" + id;
        asRead("curator", path, "submission");
        asRead("approver", path, "approval");
        asRead("curator", path, "publication");
        return id;
    }

    /** Submits, and expects every object to be taken. */
    void submit(Scenario.Step step) throws IOException, InterruptedException {
        String path = "/api/v1/submissions" + (step.query().isEmpty() ? "" : "?" + step.query());
        JsonNode status = expect(202, step.submitter(), "POST", path, step.bundle());
        if (status.path("failure_count").asInt() > 0) {
            throw new AssertionError(step.name() + ": " + status);
        }
        submissions.put(step.name(), status.path("id").asText());
    }

    /** Every object with its date on the pages of a collection, all versions. */
    List<String> objects(String caller, String collection) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = expect(
                    200,
                    caller,
                    "GET",
                    "/taxii2/exchange/collections/" + collection + "/objects/?match%5Bversion%5D=all&limit=7" + next,
                    "");
            page.path("objects").forEach(object -> found.add(object.toString()));
            next = page.path("more").asBoolean() ? "&next=" + page.path("next").asText() : "";
        } while (!next.isEmpty());
        return found;
    }
}
