package org.entente.interference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.entente.interference.EventStreams.Event;
import org.entente.interference.Questions.Question;
import org.entente.interference.Scenario.Step;
import org.entente.testing.DemoAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two exchanges that differ only in what partner {@value Scenario#OBSERVED} may not see give it the same answers, byte for
 * byte, on every route and every feed; and all exits of one exchange hold the same set for each partner. One of the two others
 * submits under its name, one without anybody's knowing: what that one sent is under other ids. With
 * {@code -Dentente.test.hidden=none} both are known.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NonInterferenceIT {

    /** The submitter of whom nobody is to know. */
    private static final String HIDDEN = System.getProperty("entente.test.hidden", "xb-cert");

    private static final String NOBODY = "none";

    private static final String HIDING = """
            {"to": {"maxTlp": "RED", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": ["statement"]},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "operators"}}
            """;

    private static final long SEED = Long.getLong("entente.test.seed", 20_261_123);
    private static final int ROUNDS = Integer.getInteger("entente.test.rounds", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");
    private static final Pattern ID = Pattern.compile("\"id\":\"((?!bundle)[^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");
    private static final int PAGES_MAX = 200;
    private static final int OBJECTS_ASKED = 9;

    @TempDir
    static Path folder;

    private final Scenario scenario = Scenario.of(SEED, ROUNDS);
    private Twins twins;
    private Twin whole;
    private Twin lacking;
    private final Set<String> known = new HashSet<>();

    private String hiddenAdvisory = "";

    /** Most of what is read waits for a while in which nothing more comes. */
    private final ExecutorService readers = Executors.newFixedThreadPool(3);

    @BeforeAll
    void submitToBoth() throws Exception {
        twins = Twins.in(folder, this::found);
        whole = twins.one();
        lacking = twins.other();
        eraseWhatItNeverSaw();
        for (Step step : scenario.steps()) {
            whole.submit(step);
            if (!step.hidden()) {
                lacking.submit(step);
            }
        }
        for (Scenario.Recall recall : scenario.recalls()) {
            whole.expect(
                    201,
                    recall.submitter(),
                    "POST",
                    "/api/v1/objects/" + recall.object() + "/recall",
                    "{\"reason\":\"for a test\"}");
        }
        // Of objects that the observed partner has, too: that somebody wrote of them is not its to know.
        hiddenAdvisory =
                whole.advisory("{\"content\":{\"title\":\"For the circle\",\"tlp\":\"TLP:GREEN\",\"summary\":\"Text\","
                        + "\"vulnerabilities\":[{\"cve\":\"" + Scenario.CVE + "\"}]},\"audience\":{\"communities\":[\""
                        + Scenario.CIRCLE + "\"]},\"gathered\":[{\"id\":\""
                        + scenario.seen().get(0) + "\"}]}");
        scenario.steps().forEach(step -> addIds(step.bundle()));
        addIds(whole.expect(200, Scenario.OBSERVED, "GET", "/taxii2/exchange/collections/", "")
                .toString());
        for (Twin twin : List.of(whole, lacking)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(idsOf(twin.objects(Scenario.OBSERVED, "threats")))
                            .hasSize(seen()));
            // What is searched for is indexed a moment later.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> twin.expect(200, "curator", "GET", "/api/v1/overview", "")
                            .path("indexes")
                            .forEach(index ->
                                    assertThat(index.path("lag").asLong()).isZero()));
        }
    }

    /** Before all else, since topics of those who had it lose what is before it. */
    private void eraseWhatItNeverSaw() throws Exception {
        String object = "malware--" + java.util.UUID.randomUUID();
        whole.expect(
                202,
                "xa-cert",
                "POST",
                "/api/v1/submissions?partners=xb-cert",
                "{\"type\":\"bundle\",\"id\":\"bundle--" + java.util.UUID.randomUUID()
                        + "\",\"objects\":[{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"" + object
                        + "\",\"created\":\"2025-01-01T00:00:00.000Z\",\"modified\":\"2025-01-01T00:00:00.000Z\","
                        + "\"name\":\"Of another\",\"is_family\":false,\"object_marking_refs\":"
                        + "[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"]}]}");
        whole.expect(
                201,
                "curator",
                "POST",
                "/api/v1/retention/holds",
                "{\"partner\":\"" + Scenario.OBSERVED + "\",\"reason\":\"for a test\"}");
        String purge = whole.expect(
                        201, "admin", "POST", "/api/v1/objects/" + object + "/purge", "{\"reason\":\"for a test\"}")
                .path("id")
                .asText();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> whole.expect(200, "admin", "GET", "/api/v1/purges/" + purge, "")
                        .path("state")
                        .asText()
                        .equals("cleared"));
    }

    @AfterAll
    void end() throws Exception {
        readers.shutdownNow();
        if (twins != null) {
            twins.close();
        }
    }

    /** How many objects the observed partner may have. */
    private int seen() {
        return new HashSet<>(scenario.seen()).size();
    }

    private void found(Twin exchange) throws Exception {
        exchange.expect(
                201,
                "admin",
                "POST",
                "/api/v1/communities",
                "{\"id\":\"" + Scenario.CIRCLE + "\",\"title\":\"Inner circle\"}");
        for (String member : List.of("xa-cert", "xb-cert")) {
            exchange.expect(200, "admin", "PUT", "/api/v1/communities/" + Scenario.CIRCLE + "/members/" + member, "");
        }
        if (!HIDDEN.equals(NOBODY)) {
            exchange.policy(HIDDEN, HIDING);
        }
    }

    private void addIds(String text) {
        Matcher ids = UUID.matcher(text);
        while (ids.find()) {
            known.add(ids.group());
        }
    }

    @Test
    void observedPartnerHasExactlyWhatItMayHave() throws Exception {
        Set<String> underTheirOwnIds = idsSentBy(step -> !step.submitter().equals(HIDDEN));
        underTheirOwnIds.retainAll(scenario.seen());
        Set<String> withheld = new HashSet<>(scenario.unseen());
        scenario.seen().forEach(withheld::remove);

        Set<String> has = idsOf(whole.objects(Scenario.OBSERVED, "threats"));

        assertThat(has).hasSize(seen()).containsAll(underTheirOwnIds).doesNotContainAnyElementsOf(withheld);
    }

    @Test
    void nothingOfWhatTheHiddenPartnerSentTellsWhoOrUnderWhichId() throws Exception {
        Set<String> others = idsSentBy(step -> !step.submitter().equals(HIDDEN));
        Set<String> onlyHidden = idsSentBy(step -> step.submitter().equals(HIDDEN));
        onlyHidden.removeAll(others);
        onlyHidden.removeAll(referredToByOthers());

        List<String> records = records(whole, Scenario.OBSERVED, seen());

        assertThat(onlyHidden.isEmpty()).isEqualTo(HIDDEN.equals(NOBODY));
        assertThat(records)
                .noneMatch(line -> line.contains(HIDDEN))
                .noneMatch(line -> onlyHidden.stream().anyMatch(line::contains));
    }

    private Set<String> idsSentBy(Predicate<Step> chosen) {
        return ids(scenario.steps().stream().filter(chosen).toList());
    }

    /** The others know those ids from elsewhere than the exchange, and write them themselves. */
    private Set<String> referredToByOthers() {
        List<Step> others = scenario.steps().stream()
                .filter(step -> !step.submitter().equals(HIDDEN))
                .toList();
        return ids(scenario.steps()).stream()
                .filter(id -> others.stream().anyMatch(step -> step.bundle().contains(id)))
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(List<Step> steps) {
        Set<String> ids = new HashSet<>();
        for (Step step : steps) {
            Matcher found = ID.matcher(step.bundle());
            while (found.find()) {
                ids.add(found.group(1));
            }
        }
        return ids;
    }

    @Test
    void whatItMayNotSeeShowsInNoAnswer() throws Exception {
        JsonNode openApi = JSON.readTree(
                whole.call("", "GET", "/q/openapi?format=json", "", "").body());
        List<Question> questions = new ArrayList<>(questions().from(openApi));
        questions.addAll(submissions());
        Map<String, String> differing = new LinkedHashMap<>();

        for (Question question : questions) {
            Both<String> answers = both(twin -> conversation(twin, question));
            if (!answers.alike()) {
                differing.put(
                        question.toString(),
                        answers.whole() + "\n  ---- without what it may not see ----\n" + answers.lacking());
            }
        }

        assertThat(questions).hasSizeGreaterThan(500);
        assertThat(questions).anyMatch(question -> question.path().contains("/objects/?match"));
        assertThat(differing).isEmpty();
    }

    @FunctionalInterface
    private interface Asking<T> {
        T of(Twin twin) throws Exception;
    }

    private record Both<T>(T whole, T lacking) {
        boolean alike() {
            return whole.equals(lacking);
        }
    }

    /** What each of the two says, asked at the same time; either is asked everything in the same order. */
    private <T> Both<T> both(Asking<T> asking) throws Exception {
        Future<T> ofLacking = readers.submit(() -> asking.of(lacking));
        T ofWhole = asking.of(whole);
        return new Both<>(ofWhole, ofLacking.get());
    }

    private Questions questions() {
        List<String> sampled = List.of(
                scenario.seen().get(0),
                scenario.seen().get(scenario.seen().size() - 1),
                scenario.unseen().get(0),
                scenario.unseen().get(scenario.unseen().size() - 1),
                "malware--7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50");
        // Each is asked for by its id in every way there is; the lists hold all of them anyway.
        List<String> objects = new ArrayList<>(scenario.seen().subList(0, OBJECTS_ASKED));
        objects.addAll(scenario.unseen().subList(0, OBJECTS_ASKED));
        objects.addAll(scenario.mitigations());
        objects.add("malware--7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50");
        objects.add("nonsense");
        List<String> names = List.of("xa-cert", "xb-cert", Scenario.OBSERVED, "xz-cert", "curator");
        Map<String, List<String>> values = new HashMap<>();
        values.put(
                "collection",
                List.of("inbox", "threats", "mitigations", "advisories", "demo-csirts", Scenario.CIRCLE, "none"));
        values.put("object", objects);
        values.put("partner", names);
        values.put("owner", names);
        values.put("operator", List.of("curator", "xz-operator"));
        values.put("community", List.of("demo-csirts", Scenario.CIRCLE, "none"));
        values.put("credential", List.of("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50"));
        values.put("draft", List.of("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50"));
        values.put("question", List.of("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50"));
        for (String name : List.of("rule", "hold", "run", "purge")) {
            values.put(name, List.of("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50"));
        }
        values.put("recall", List.of("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50"));
        values.put("name", List.of("stix-object", "recall", "nonsense"));
        values.put("number", List.of("1", "99"));
        values.put(
                "advisory",
                List.of(hiddenAdvisory, hiddenAdvisory + ".html", hiddenAdvisory + ".stix", "ENTENTE-2026-0000-0000"));
        values.put("cve", List.of(Scenario.CVE, "nonsense"));
        values.put("label", List.of("green", "amber", "red", "nonsense"));
        values.put("feed", List.of("csaf-feed-tlp-white.json", "csaf-feed-tlp-amber.json"));
        values.put("year", List.of("2026", "nonsense"));
        values.put(
                "file",
                List.of(hiddenAdvisory.toLowerCase(java.util.Locale.ROOT) + ".json", "entente-2026-0000-0000.json"));
        values.put("key", List.of("nonsense.asc"));
        values.put("sha256", List.of("nonsense"));
        List<String> ids = new ArrayList<>(
                scenario.steps().stream().map(step -> "@" + step.name()).toList());
        ids.add("7d8f7e56-0f2b-4d0c-9b0e-2c1c2d3e4f50");
        values.put("id", ids);
        return new Questions(values, sampled);
    }

    /** What was submitted, judged again as the observed partner's own: what it may not know of must not show in the verdict. */
    private List<Question> submissions() {
        return scenario.steps().stream()
                .map(step -> new Question("POST", "/api/v1/submissions?dryRun=true", Twin.STIX, step.bundle()))
                .toList();
    }

    /** The answer and, where it has a next page, all that follow. */
    private String conversation(Twin twin, Question question) throws Exception {
        StringBuilder said = new StringBuilder();
        String path = named(twin, question.path());
        String next = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            HttpResponse<byte[]> response = twin.call(
                    Scenario.OBSERVED, question.method(), path + next, question.contentType(), question.body());
            said.append(Answer.of(response, known)
                            .toString()
                            .replace(twin.access().http(), "http://exchange"))
                    .append('\n');
            Matcher more = NEXT.matcher(new String(response.body(), StandardCharsets.UTF_8));
            if (!question.method().equals("GET") || !more.find()) {
                return said.toString();
            }
            next = (path.contains("?") ? "&" : "?") + "next=" + more.group(1);
        }
        throw new AssertionError("More than " + PAGES_MAX + " pages: " + question);
    }

    private static String named(Twin twin, String path) {
        int at = path.indexOf("@step-");
        if (at < 0) {
            return path;
        }
        int end = at + 1;
        while (end < path.length() && (Character.isLetterOrDigit(path.charAt(end)) || path.charAt(end) == '-')) {
            end++;
        }
        return path.substring(0, at) + twin.submission(path.substring(at + 1, end)) + path.substring(end);
    }

    @Test
    void whatItMayNotSeeShowsOnNoTopic() throws Exception {
        int expected = whole.objects(Scenario.OBSERVED, "threats").size()
                + whole.objects(Scenario.OBSERVED, "mitigations").size();

        Both<List<String>> records = both(twin -> records(twin, Scenario.OBSERVED, expected));

        assertThat(records.whole()).isEqualTo(records.lacking());
    }

    @Test
    void whatItMayNotSeeShowsInNoEventStream() throws Exception {
        int threats = whole.objects(Scenario.OBSERVED, "threats").size();
        int mitigations = whole.objects(Scenario.OBSERVED, "mitigations").size();

        List<Event> all = streamsAlike("?from=beginning", threats + mitigations);
        streamsAlike("?from=2001-01-01T00:00:00Z&feed=mitigations", mitigations);
        streamsAlike("?from=2096-01-01T00:00:00Z", 0);

        // Going on is from a place in a log that holds more in the one exchange than in the other.
        int after = all.size() / 2;
        assertThat(subjects(EventStreams.read(
                        whole,
                        Scenario.OBSERVED,
                        "?lastEventId=" + all.get(after).id(),
                        1)))
                .isEqualTo(subjects(all.subList(after + 1, all.size())));
    }

    private List<Event> streamsAlike(String query, int expected) throws Exception {
        Both<List<Event>> streams = both(twin -> EventStreams.read(twin, Scenario.OBSERVED, query, expected));
        assertThat(streams.whole().stream().map(event -> event.evened(known)))
                .as(query)
                .containsExactlyElementsOf(streams.lacking().stream()
                        .map(event -> event.evened(known))
                        .toList());
        return streams.whole();
    }

    private static List<String> subjects(List<Event> events) {
        return events.stream()
                .map(event -> event.cloudEvent().path("subject").asText())
                .toList();
    }

    @Test
    void allExitsHoldTheSameForEachPartner() throws Exception {
        Map<String, Future<Exits>> read = new LinkedHashMap<>();
        for (String partner : List.of("xa-cert", "xb-cert", Scenario.OBSERVED)) {
            read.put(partner, readers.submit(() -> exits(partner)));
        }

        for (Map.Entry<String, Future<Exits>> of : read.entrySet()) {
            holdTheSame(of.getKey(), of.getValue().get());
        }
    }

    /**
     * What a partner has.
     *
     * @param records with what is told of recalls
     * @param streamed without that
     */
    private record Exits(
            List<String> threats,
            List<String> mitigations,
            List<String> advisories,
            List<String> records,
            List<String> streamed) {}

    private Exits exits(String partner) throws Exception {
        List<String> threats = whole.objects(partner, "threats");
        List<String> mitigations = whole.objects(partner, "mitigations");
        List<String> advisories = whole.objects(partner, "advisories");
        int count = threats.size() + mitigations.size() + advisories.size();
        List<String> records = records(whole, partner, count).stream()
                .map(line -> line.substring(line.indexOf('{')))
                .toList();
        List<String> streamed = EventStreams.read(whole, partner, "?from=beginning", count).stream()
                .filter(event -> !event.isRecall())
                .map(Event::object)
                .toList();
        return new Exits(threats, mitigations, advisories, records, streamed);
    }

    private void holdTheSame(String partner, Exits exits) {
        // Whether something went out before it was recalled is a matter of time, and its submitter is not told.
        Set<String> recalled = new HashSet<>(
                scenario.recalls().stream().map(Scenario.Recall::object).toList());
        exits.records().forEach(object -> recalledBy(object).ifPresent(recalled::add));
        List<String> fed = exits.records().stream()
                .filter(object -> recalled.stream().noneMatch(id -> object.contains("\"id\":\"" + id + "\"")))
                .toList();

        // Between topics there is no order.
        for (List<String> exit : List.of(fed, exits.streamed())) {
            assertThat(exit.stream()
                            .filter(object -> !exits.mitigations().contains(object)
                                    && !exits.advisories().contains(object)))
                    .as(partner)
                    .containsExactlyElementsOf(exits.threats());
            assertThat(exit.stream().filter(exits.mitigations()::contains))
                    .as(partner)
                    .containsExactlyElementsOf(exits.mitigations());
            assertThat(exit.stream().filter(exits.advisories()::contains))
                    .as(partner)
                    .containsExactlyElementsOf(exits.advisories());
        }
    }

    private static Optional<String> recalledBy(String content) {
        return content.contains("\"recall\":\"") && content.contains("\"recalledAt\":\"")
                ? Optional.of(content.replaceFirst("^\\{\"id\":\"([^\"]+)\".*$", "$1"))
                : Optional.empty();
    }

    /** Key, headers and content of every record of the partner's topics, in order; waits for the expected number. */
    private List<String> records(Twin twin, String partner, int expected) {
        DemoAccess demo = DemoAccess.of(twin.access());
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                demo.consumer(partner, demo.kafka(partner).groupPrefix() + java.util.UUID.randomUUID())) {
            consumer.subscribe(List.of(
                    demo.kafka(partner).topics().threats(),
                    demo.kafka(partner).topics().mitigations(),
                    demo.kafka(partner).topics().advisories()));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int quiet = 0;
            while (System.nanoTime() < deadline && quiet < 6) {
                for (ConsumerRecord<String, byte[]> sent : consumer.poll(Duration.ofMillis(500))) {
                    found.add(line(sent));
                }
                quiet = found.size() >= expected ? quiet + 1 : 0;
            }
        }
        // Each topic is in order; which of them is read first is not. Threats stand before mitigations.
        found.sort(Comparator.comparing((String line) -> line.substring(0, line.indexOf(' ')))
                .reversed());
        return found;
    }

    private String line(ConsumerRecord<String, byte[]> sent) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : sent.headers()) {
            headers.put(header.key(), Answer.evened(new String(header.value(), StandardCharsets.UTF_8), known));
        }
        try {
            return sent.topic() + " " + sent.key() + " " + headers.toString().replace('{', '[') + " "
                    + JSON.readTree(sent.value());
        } catch (java.io.IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Set<String> idsOf(List<String> objects) {
        Set<String> ids = new HashSet<>();
        for (String object : objects) {
            try {
                ids.add(JSON.readTree(object).path("id").asText());
            } catch (java.io.IOException broken) {
                throw new AssertionError(broken);
            }
        }
        return ids;
    }
}
