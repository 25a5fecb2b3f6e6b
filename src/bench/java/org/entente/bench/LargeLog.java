package org.entente.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.entente.standalone.AccessDocument;
import org.entente.testing.PackagedExchange;
import org.entente.testing.PlainBrowser;

/**
 * Measures the packaged exchange over HTTP where its log is large: a million objects, counted as ten million in the days that
 * simulations look at. A few hundred objects of all markings come in over REST; SQL copies them under ids of their own.
 * Needs {@code mvn package} and some gigabytes of disk below the folder given. The relay is off.
 */
final class LargeLog implements LogDatabase {

    private static final int OBJECTS = Integer.getInteger("entente.bench.objects", 1_000_000);
    private static final long SIMULATED = 10_000_000;
    private static final int SIMULATED_DAYS = 90;
    private static final int ROUNDS = 60;
    private static final int PAIRS = 100;
    private static final int MITIGATIONS = 200;
    private static final String CVE = "CVE-2026-10001";
    private static final String DATES =
            "\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\"";
    private static final String TAXII = "application/taxii+json;version=2.1";
    private static final List<String> MARKINGS = List.of(
            "94868c89-83c2-464b-929b-a1a8aa3c8487",
            "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
            "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
            "939a9414-2ddd-4d32-a0cd-375ea402b003");

    private static final String CONTENTS = """
            INSERT INTO object_content (object_uuid, kind_id, version, digest, content)
            SELECT n.fresh, o.kind_id, o.version, sha256(n.fresh::text::bytea),
                convert_to(replace(convert_from(o.content, 'UTF8'), o.object_uuid::text, n.fresh::text), 'UTF8')
            FROM (SELECT gen_random_uuid() AS fresh, 1 + i %% (SELECT max(position) FROM log_entry) AS from_position
                  FROM generate_series(1, %d) i) n
            JOIN log_entry e ON e.position = n.from_position JOIN object_content o USING (content_id)""";

    private static final String ENTRIES = """
            INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id)
            SELECT last.position + c.number, last.date_added + c.number * interval '4 microseconds',
                c.content_id, c.object_uuid, c.kind_id, c.version, k.class_id, k.class_id
            FROM (SELECT *, row_number() OVER (ORDER BY content_id) AS number FROM object_content
                  WHERE content_id NOT IN (SELECT content_id FROM log_entry)) c
            CROSS JOIN (SELECT position, date_added FROM log_entry ORDER BY position DESC LIMIT 1) last
            JOIN LATERAL (SELECT class_id FROM log_entry e WHERE e.position = 1 + c.number % last.position) k ON true""";

    private static final String DAYS = """
            INSERT INTO log_day (day, class_id, entries)
            SELECT current_date - d, class_id, %d / (%d * count(*) OVER () / (%d + 1)) FROM
                (SELECT DISTINCT class_id FROM log_entry) c CROSS JOIN generate_series(0, %d) d
            ON CONFLICT (day, class_id) DO UPDATE SET entries = excluded.entries""";

    private static final String SIMULATED_POLICY = """
            {"days": %d, "samples": 50, "policy": {"to": {"maxTlp": "RED", "maxPap": "RED", "communities": "*", "kinds": "*",
             "sectors": "*", "regions": "*", "originators": "*", "markings": "*"}}}""";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final PackagedExchange exchange;
    private final AccessDocument access;

    private LargeLog(PackagedExchange exchange) throws IOException {
        this.exchange = exchange;
        this.access = exchange.access();
    }

    /** What is read over TAXII, and simulations. */
    static void pages(Path folder) throws Exception {
        measure(folder, log -> {
            log.dates();
            log.fill();
            log.pages();
            log.simulations();
        });
    }

    /** What is searched for. */
    static void searches(Path folder) throws Exception {
        measure(folder, log -> {
            log.fill();
            log.searches();
            log.mitigations();
            log.console();
        });
    }

    private interface Measuring {
        void of(LargeLog log) throws Exception;
    }

    private static void measure(Path folder, Measuring measuring) throws Exception {
        // A log that is kept is filled once, and asked by whatever is changed afterwards.
        String name = System.getProperty("entente.bench.keep", "exchange-" + UUID.randomUUID());
        try (PackagedExchange started = PackagedExchange.in(folder.resolve(name))
                .with("ENTENTE_DEMO", "true")
                .with("ENTENTE_RELAY_ENABLED", "false")
                .start()) {
            measuring.of(new LargeLog(started));
        }
    }

    /** How far apart two submissions stand that come at once: of one partner, and of two. */
    private void dates() throws Exception {
        gaps("one partner, one after the other", "xa-cert", "xa-cert", false);
        gaps("two partners, one after the other", "xa-cert", "xb-cert", false);
        gaps("one partner, at once", "xa-cert", "xa-cert", true);
        gaps("two partners, at once", "xa-cert", "xb-cert", true);
    }

    private void gaps(String what, String first, String second, boolean atOnce) throws Exception {
        List<Double> gaps = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            String one = "indicator--" + UUID.randomUUID();
            String other = "indicator--" + UUID.randomUUID();
            CompletableFuture<?> sent = CompletableFuture.runAsync(() -> submit(first, List.of(indicator(one, 0))));
            if (!atOnce) {
                sent.join();
            }
            submit(second, List.of(indicator(other, 0)));
            sent.join();
            gaps.add(Math.abs((double) Duration.between(added(one), added(other)).toNanos() / 1_000));
        }
        long close = gaps.stream().filter(gap -> gap <= 8).count();
        System.out.printf(
                Locale.ROOT,
                "Dates of two submissions of %s: median %,.0f µs apart, %d of %d within 8 µs%n",
                what,
                median(gaps),
                close,
                PAIRS);
    }

    private Instant added(String id) throws Exception {
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            List<Instant> found = new ArrayList<>();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
                ResultSet rows = statement.executeQuery("SELECT date_added FROM log_entry WHERE object_uuid = '"
                        + id.substring(id.indexOf("--") + 2) + "'");
                return rows.next() && found.add(rows.getTimestamp(1).toInstant());
            });
            return found.get(0);
        }
    }

    private void fill() throws Exception {
        if (number("SELECT count(*) FROM log_entry") >= OBJECTS) {
            return;
        }
        for (int bundle = 0; bundle < MARKINGS.size(); bundle++) {
            List<String> objects = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                objects.add(indicator("indicator--" + UUID.randomUUID(), bundle));
            }
            submit(bundle % 2 == 0 ? "xa-cert" : "xb-cert", objects);
        }
        Awaitility.await().until(() -> number("SELECT count(*) FROM log_pending") == 0);
        long started = System.nanoTime();
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            statement.execute(String.format(CONTENTS, OBJECTS));
            statement.execute(ENTRIES);
            statement.execute(String.format(DAYS, SIMULATED, SIMULATED_DAYS + 1, SIMULATED_DAYS, SIMULATED_DAYS));
            statement.execute("VACUUM ANALYZE");
        }
        System.out.printf(
                Locale.ROOT,
                "%,d log entries in %d classes, standing for %,d in log_day, written in %.0f s%n",
                number("SELECT count(*) FROM log_entry"),
                number("SELECT count(DISTINCT class_id) FROM log_entry"),
                number("SELECT sum(entries) FROM log_day"),
                (System.nanoTime() - started) / 1e9);
    }

    private void pages() throws Exception {
        // The exchange has just started, and is measured as it is when it runs for days.
        for (int round = 0; round < 10 * ROUNDS; round++) {
            page("xb-cert", "?limit=100&added_after=" + deepDate(0.5));
        }
        for (String reader : List.of("xb-cert", "xc-cert")) {
            for (int limit : new int[] {100, 1_000}) {
                String first = "?limit=" + limit;
                String deep = first + "&added_after=" + deepDate(0.98);
                String cursor = deep + "&next=" + page(reader, deep).path("next").asText();
                List<Double> ofFirst = new ArrayList<>();
                List<Double> ofDeep = new ArrayList<>();
                List<Double> ofNext = new ArrayList<>();
                for (int round = 0; round < 2 * ROUNDS; round++) {
                    boolean counts = round >= ROUNDS;
                    time(reader, first, ofFirst, counts);
                    time(reader, deep, ofDeep, counts);
                    time(reader, cursor, ofNext, counts);
                }
                System.out.printf(
                        Locale.ROOT,
                        "Pages of %,d for %s: first %.1f ms, deep %.1f ms (%.2f), deep by cursor %.1f ms (%.2f; at most 1.20)%n",
                        limit,
                        reader,
                        median(ofFirst),
                        median(ofDeep),
                        median(ofDeep) / median(ofFirst),
                        median(ofNext),
                        median(ofNext) / median(ofFirst));
            }
        }
    }

    /** What a console asks while somebody waits. */
    private void searches() throws Exception {
        long started = System.nanoTime();
        long last = number("SELECT max(position) FROM log_entry");
        Awaitility.await()
                .atMost(Duration.ofHours(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> number("SELECT position FROM search_cursor") >= last);
        System.out.printf(
                Locale.ROOT,
                "Index: %,d terms of %,d entries, %,d MB, followed in %.0f s%n",
                number("SELECT count(*) FROM search_term"),
                last,
                number("SELECT pg_total_relation_size('search_term') / 1048576"),
                (System.nanoTime() - started) / 1e9);
        String object = text("SELECT object_uuid::text FROM log_entry WHERE position = " + last / 2);
        // The exchange has just started, and is measured as it is when it runs for days.
        for (int round = 0; round < 5 * ROUNDS; round++) {
            require(
                    http.send(
                            request("curator", "/api/v1/search?q=net").build(),
                            HttpResponse.BodyHandlers.ofByteArray()),
                    200);
        }
        for (String caller : List.of("curator", "xb-cert", "xc-cert")) {
            answered(caller, "/api/v1/search?q=net", "a word of every object, counted to the bound");
            answered(caller, "/api/v1/search?q=" + object + ".example.net", "a domain of one");
            answered(caller, "/api/v1/search?q=example%20net%20absent", "words of which one is nowhere");
            answered(caller, "/api/v1/search?q=net%20" + CVE + "&tlp=GREEN", "a word of every object and one of many");
            answered(caller, "/api/v1/search?q=net&type=course-of-action", "a word of every object, a rare type");
            answered(caller, "/api/v1/search?type=indicator&tlp=GREEN", "filters alone");
            answered(caller, "/api/v1/search?type=malware", "a type there is none of");
            answered(caller, "/api/v1/reports", "reports, of which there are none");
            if (caller.equals("curator")) {
                answered(caller, "/api/v1/objects/indicator--" + object, "one object");
                answered(caller, "/api/v1/objects/indicator--" + object + "/graph?depth=3", "its graph");
                answered(caller, "/api/v1/objects/indicator--" + object + "/timeline", "its timeline");
                answered(caller, "/api/v1/overview", "the overview");
            }
        }
    }

    /** A CVE that thousands of objects name, a vulnerability of that name, and what mitigates it. */
    private void mitigations() throws Exception {
        List<String> objects = new ArrayList<>();
        String vulnerability = "vulnerability--" + UUID.randomUUID();
        objects.add("{\"type\":\"vulnerability\",\"spec_version\":\"2.1\",\"id\":\"" + vulnerability + "\"," + DATES
                + ",\"name\":\"" + CVE + "\"}");
        for (int number = 0; number < MITIGATIONS; number++) {
            String remedy = "course-of-action--" + UUID.randomUUID();
            objects.add("{\"type\":\"course-of-action\",\"spec_version\":\"2.1\",\"id\":\"" + remedy + "\"," + DATES
                    + ",\"name\":\"Update " + number + "\",\"labels\":[\"sector:energy\",\"urgency:high\"]}");
            objects.add("{\"type\":\"relationship\",\"spec_version\":\"2.1\",\"id\":\"relationship--" + UUID.randomUUID()
                    + "\"," + DATES + ",\"relationship_type\":\"mitigates\",\"source_ref\":\"" + remedy
                    + "\",\"target_ref\":\"" + vulnerability + "\"}");
        }
        if (number("SELECT count(*) FROM mitigation_link") == 0) {
            submit("xa-cert", objects);
        }
        Awaitility.await().until(() -> number("SELECT count(*) FROM log_pending") == 0);
        long last = number("SELECT max(position) FROM log_entry");
        Awaitility.await()
                .atMost(Duration.ofHours(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> number("SELECT position FROM mitigation_cursor") >= last);
        System.out.printf(
                Locale.ROOT,
                "Mitigations: %,d objects name one CVE, %,d mitigate it%n",
                number("SELECT count(*) FROM mitigation_term WHERE facet = 'cve' AND term = '" + CVE + "'"),
                MITIGATIONS);
        for (String caller : List.of("xb-cert", "xc-cert")) {
            answered(caller, "/api/v1/mitigations?cve=" + CVE, "mitigations of a CVE");
            answered(caller, "/api/v1/mitigations?cve=CVE-2026-99999", "mitigations of a CVE that nobody names");
            answered(caller, "/api/v1/mitigations?sector=energy&urgency=high", "mitigations for a sector");
            answered(caller, "/api/v1/mitigations", "all mitigations");
        }
    }

    /** The console's pages, with all that the server does for them. */
    private void console() throws Exception {
        String object = "indicator--"
                + text("SELECT object_uuid::text FROM log_entry WHERE position = "
                        + number("SELECT max(position) / 2 FROM log_entry"));
        pages(
                "curator",
                "",
                "/search?q=net",
                "/search?type=indicator&tlp=GREEN",
                "/reports",
                "/objects/" + object,
                "/mitigations?q=" + CVE,
                "/mitigations",
                "/recalls",
                "/recalls/of/" + object,
                "/reviews",
                "/conflicts",
                "/advisories",
                "/partners",
                "/partners/xb-cert",
                "/partners/xb-cert/reading",
                "/partners/xb-cert/policy",
                "/communities");
        pages("admin", "/delivery", "/audit", "/operators");
    }

    private void pages(String operator, String... pages) throws Exception {
        PlainBrowser browser = PlainBrowser.signedIn(
                access.http(), operator, access.callers().get(operator).password());
        for (String page : pages) {
            String name = page.replaceAll("indicator--.*", "…");
            answered(
                    operator,
                    "page /console" + name,
                    () -> browser.get("/console" + page).statusCode());
        }
    }

    private void answered(String caller, String path, String what) throws Exception {
        answered(caller, what, () -> http.send(request(caller, path).build(), HttpResponse.BodyHandlers.ofByteArray())
                .statusCode());
    }

    private static void answered(String caller, String what, Callable<Integer> question) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long started = System.nanoTime();
            int status = question.call();
            if (status != 200) {
                throw new IllegalStateException(what + " answered " + status);
            }
            if (round >= ROUNDS / 3) {
                times.add((System.nanoTime() - started) / 1e6);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s for %s: median %.0f ms, p95 %.0f ms, worst %.0f ms (less than 300)%n",
                what,
                caller,
                median(times),
                quantile(times, 0.95),
                Collections.max(times));
    }

    private String text(String query) throws SQLException, IOException {
        try (Connection database = connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String deepDate(double share) throws Exception {
        try (Connection database = connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT to_char(date_added AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM log_entry"
                                + " WHERE position = (SELECT (max(position) * " + share + ")::bigint FROM log_entry)")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void time(String reader, String query, List<Double> times, boolean counts) throws Exception {
        long started = System.nanoTime();
        page(reader, query);
        if (counts) {
            times.add((System.nanoTime() - started) / 1e6);
        }
    }

    private JsonNode page(String reader, String query) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                request(reader, "/taxii2/exchange/collections/threats/objects/" + query)
                        .header("Accept", TAXII)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        require(answer, 200);
        return query.contains("next=") ? json.nullNode() : json.readTree(answer.body());
    }

    private void simulations() throws Exception {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            long started = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(
                    request("curator", "/api/v1/partners/xc-cert/policy/simulation")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    String.format(SIMULATED_POLICY, SIMULATED_DAYS)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            require(answer, 200);
            times.add((System.nanoTime() - started) / 1e6);
            if (round == 0) {
                JsonNode simulated = json.readTree(answer.body());
                System.out.printf(
                        Locale.ROOT,
                        "Simulated over %,d entries: %,d newly released%n",
                        simulated.path("entries").asLong(),
                        simulated.path("released").path("count").asLong());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "Simulations over HTTP: first %.0f ms, median %.0f ms, worst %.0f ms (less than 2,000)%n",
                times.get(0),
                median(times),
                Collections.max(times));
    }

    private static String indicator(String id, int marking) {
        return "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2026-01-15T08:00:00.000Z\",\"modified\":\"2026-01-15T08:00:00.000Z\","
                + "\"indicator_types\":[\"malicious-activity\"],\"pattern\":\"[domain-name:value = '"
                + id.substring(11) + ".example.net']\",\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\""
                + (id.charAt(11) == '0' ? CVE : "CVE-2026-20" + Integer.parseInt(id.substring(11, 14), 16)) + "\"}],\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-15T08:00:00Z\","
                + "\"object_marking_refs\":[\"marking-definition--" + MARKINGS.get(marking) + "\"]}";
    }

    private void submit(String partner, List<String> objects) {
        String body = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID.randomUUID() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
        try {
            require(
                    http.send(
                            request(partner, "/api/v1/submissions?communities=demo-csirts")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray()),
                    202);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private HttpRequest.Builder request(String caller, String path) {
        Map<String, AccessDocument.Caller> callers = access.callers();
        String secret = callers.get(caller).username() + ":" + callers.get(caller).password();
        return HttpRequest.newBuilder(URI.create(access.http() + path))
                .timeout(Duration.ofMinutes(1))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }

    private static void require(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(
                    "Status " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public Connection connect() throws SQLException, IOException {
        Map<String, String> services = exchange.services();
        return DriverManager.getConnection(
                "jdbc:" + services.get("quarkus.datasource.reactive.url"),
                services.get("quarkus.datasource.username"),
                services.get("quarkus.datasource.password"));
    }

    private static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * share)));
    }
}
