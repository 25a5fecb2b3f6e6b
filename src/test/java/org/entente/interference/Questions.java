package org.entente.interference;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything the observed partner can ask, from the exchange's own description of its routes: each method of each path, with
 * each value there is for a path parameter, and for reading the queries that narrow and page. Asking changes nothing of the
 * exchange that later questions would show, for either twin: what writes is asked with an empty body, or as a dry run.
 */
final class Questions {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private static final List<String> QUERIES = List.of(
            "",
            "limit=1",
            "limit=3",
            "limit=1000",
            "limit=0",
            "added_after=2001-01-01T00:00:00Z",
            "added_after=2096-01-01T00:00:00Z",
            "match[type]=malware",
            "match[version]=all",
            "match[version]=first",
            "match[version]=2025-03-09T10:00:00.000Z",
            "match[spec_version]=2.0",
            "next=forged");

    private static final List<String> OF_ONE_OBJECT =
            List.of("", "limit=1", "added_after=2001-01-01T00:00:00Z", "match[version]=all");

    /** What only mitigations are found by; any other list refuses it alike. */
    private static final List<String> OF_MITIGATIONS = List.of(
            "cve=" + Scenario.CVE,
            "technique=M1051",
            "sector=energy",
            "asset=server&urgency=high&limit=1",
            "revoked=true");

    /** What only searches are narrowed by; words of what is withheld and of what is not. */
    private static final List<String> OF_SEARCHES = List.of(
            "q=family",
            "q=tool&limit=1",
            "q=a note",
            "q=" + Scenario.CVE,
            "q=M1051&sector=energy",
            "type=malware,grouping",
            "tlp=AMBER",
            "tlp=GREEN&limit=2",
            "submitter=xb-cert",
            "submitter=xc-cert&q=family",
            "since=2001-01-01T00:00:00Z",
            "since=2096-01-01T00:00:00Z");

    /** Begins work in the background; how far that is by the next question is a matter of time, not of what is withheld. */
    private static final String REPLAYS = "/api/v1/replays";

    /** Answers without end, which is compared apart. */
    private static final String FEED = "/api/v1/feed";

    private static final Set<String> READING = Set.of("get", "head");

    private final Map<String, List<String>> values;
    private final List<String> sampled;

    /**
     * @param values for each name of a path parameter; {@code @name} stands for the id of the submission of that name
     * @param sampled ids of objects to filter by
     */
    Questions(Map<String, List<String>> values, List<String> sampled) {
        this.values = Map.copyOf(values);
        this.sampled = List.copyOf(sampled);
    }

    /** One request; its path may hold {@code @name} for a submission's id. */
    record Question(String method, String path, String contentType, String body) {
        @Override
        public String toString() {
            return method + " " + path + (body.isEmpty() ? "" : " " + body);
        }
    }

    /** @param openApi the description, as JSON */
    List<Question> from(JsonNode openApi) {
        List<Question> questions = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> paths = openApi.path("paths").fields(); paths.hasNext(); ) {
            Map.Entry<String, JsonNode> path = paths.next();
            path.getValue().fieldNames().forEachRemaining(method -> {
                if (Set.of("get", "head", "post", "put", "delete", "patch").contains(method)) {
                    filled(slashed(path.getKey())).forEach(filled -> ask(questions, method, filled));
                }
            });
        }
        return questions;
    }

    /** TAXII's paths end in a slash, which the description leaves out. */
    private static String slashed(String path) {
        return path.startsWith("/taxii2") && !path.endsWith("/") ? path + "/" : path;
    }

    private void ask(List<Question> questions, String method, String path) {
        String verb = method.toUpperCase(java.util.Locale.ROOT);
        if (path.equals(REPLAYS) && method.equals("post") || path.equals(FEED)) {
            return;
        }
        if (!READING.contains(method)) {
            // Deleting with an empty body may well do something: only what is nobody's is asked to be deleted.
            questions.add(new Question(verb, path, "application/json", method.equals("delete") ? "" : "{}"));
            return;
        }
        for (String query : queries(path)) {
            questions.add(new Question(verb, path + (query.isEmpty() ? "" : "?" + encoded(query)), "", ""));
        }
        if (path.endsWith("/advisories")) {
            questions.add(new Question(verb, path + "?cve=" + Scenario.CVE, "", ""));
            questions.add(new Question(verb, path + "?text=circle", "", ""));
        }
        if (path.endsWith("/mitigations")) {
            for (String query : OF_MITIGATIONS) {
                questions.add(new Question(verb, path + "?" + encoded(query), "", ""));
            }
            for (String id : sampled) {
                questions.add(new Question(verb, path + "?" + encoded("mitigates=" + id), "", ""));
            }
        }
        if (path.equals("/api/v1/search") || path.equals("/api/v1/reports")) {
            for (String query : OF_SEARCHES) {
                questions.add(new Question(verb, path + "?" + encoded(query), "", ""));
            }
            for (String id : sampled) {
                questions.add(new Question(verb, path + "?" + encoded("q=" + id), "", ""));
            }
        }
        if (path.endsWith("/graph")) {
            questions.add(new Question(verb, path + "?depth=3", "", ""));
        }
        if (path.endsWith("/objects/") || path.endsWith("/manifest/")) {
            for (String id : sampled) {
                questions.add(
                        new Question(verb, path + "?" + encoded("match[id]=" + id + "&match[version]=all"), "", ""));
            }
        }
    }

    /** All of them for every list, for what is sampled and for what is not there; for the rest those that differ in what they look up. */
    private List<String> queries(String path) {
        // They page through nothing, and refuse all alike.
        if (path.startsWith("/api/v1/objects/") || path.contains("/@")) {
            return List.of("", "limit=1");
        }
        boolean ofOne = path.contains("--");
        return ofOne && sampled.stream().noneMatch(path::contains) ? OF_ONE_OBJECT : QUERIES;
    }

    /** The path with every combination of values; a parameter nobody gave values for is a mistake of the test. */
    private List<String> filled(String path) {
        Matcher parameter = PARAMETER.matcher(path);
        if (!parameter.find()) {
            return List.of(path);
        }
        List<String> known = values.get(parameter.group(1));
        if (known == null) {
            throw new AssertionError(
                    "Give this test values for the path parameter " + parameter.group(1) + " of " + path);
        }
        List<String> filled = new ArrayList<>();
        for (String value : known) {
            filled.addAll(filled(path.substring(0, parameter.start()) + value + path.substring(parameter.end())));
        }
        return filled;
    }

    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            encoded.append(encoded.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(pair.substring(0, equals), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return encoded.toString();
    }
}
