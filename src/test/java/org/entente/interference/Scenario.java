package org.entente.interference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * What partners submit, in order, from a seed. Of each step it is known whether the observed partner, {@value #OBSERVED}, may
 * have any of it; it may have nothing above TLP:GREEN, nothing addressed to the circle it is not in, and nothing it is
 * excepted from.
 */
final class Scenario {

    static final String OBSERVED = "xc-cert";

    /** Of every vulnerability. */
    static final String CVE = "CVE-2025-12345";

    /** A community of the two others. */
    static final String CIRCLE = "inner-circle";

    private static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    private static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
    private static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    private static final List<String> OTHERS = List.of("xa-cert", "xb-cert");

    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final List<Recall> recalls = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> unseen = new ArrayList<>();
    private final List<String> seenMitigations = new ArrayList<>();
    private final List<String> unseenMitigations = new ArrayList<>();

    private Scenario(long seed) {
        this.random = new Random(seed);
    }

    /**
     * One submission.
     *
     * @param hidden the observed partner may have nothing of it
     */
    record Step(String name, String submitter, String query, String bundle, boolean hidden) {}

    /** Something hidden that its submitter takes back. */
    record Recall(String submitter, String object) {}

    /** @param rounds each adds some steps of every sort */
    static Scenario of(long seed, int rounds) {
        Scenario scenario = new Scenario(seed);
        for (int round = 0; round < rounds; round++) {
            scenario.round(round);
        }
        return scenario;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Ids of what goes out on the feed of mitigations: what the observed partner may have, then what it may not. */
    List<String> mitigations() {
        List<String> all = new ArrayList<>(seenMitigations);
        all.addAll(unseenMitigations);
        return all;
    }

    /** How many of them it may have. */
    int mitigationsSeen() {
        return seenMitigations.size();
    }

    /** Taken back when everything is submitted. */
    List<Recall> recalls() {
        return List.copyOf(recalls);
    }

    /** Ids of objects the observed partner may have, on the feed of threats. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    /** Ids of objects it may not have. */
    List<String> unseen() {
        return List.copyOf(unseen);
    }

    /** In turn each of the two is the author of what matters and the one who adds to it. */
    private void round(int number) {
        String author = OTHERS.get(number % 2);
        String second = OTHERS.get(1 - number % 2);
        String open = id("malware");
        String openTool = id("tool");
        visible(author, "", malware(open, 1, CLEAR), tool(openTool, GREEN));
        visible(author, "", relationship(id("relationship"), open, openTool, CLEAR));

        String secret = id("malware");
        hiddenSubmissions(author, second, open, secret);
        mitigations(author, second, open, secret);

        visible(second, "communities=demo-csirts", note(id("note"), GREEN, open));
        visible(OBSERVED, "", malware(id("malware"), 1, CLEAR), note(id("note"), GREEN, open));
        visible(author, "", malware(open, 2, CLEAR));

        // The observed partner meets what it may not know of: by a reference, and by the same id with other content.
        visible(OBSERVED, "", note(id("note"), GREEN, secret));
        visible(OBSERVED, "", malware(secret, 1, GREEN));
    }

    private void hiddenSubmissions(String author, String second, String open, String secret) {
        String circled = id("malware");
        String excepting = id("tool");
        recalls.add(new Recall(second, circled));
        recalls.add(new Recall(second, excepting));
        List<Runnable> kinds = List.of(
                () -> hidden(author, "", malware(secret, 1, AMBER)),
                () -> hidden(second, "communities=" + CIRCLE, malware(circled, 1, CLEAR)),
                () -> hidden(second, "exceptions=" + OBSERVED, tool(excepting, CLEAR)),
                () -> hidden(author, "partners=" + second, malware(id("malware"), 1, RED)),
                () -> hidden(author, "", relationship(id("relationship"), secret, open, CLEAR)),
                () -> hidden(author, "partners=" + second, sighting(id("sighting"), open, GREEN)),
                () -> hidden(author, "", grouping(id("grouping"), CLEAR, secret)),
                () -> hidden(second, "communities=" + CIRCLE, note(id("note"), GREEN, open)));
        // The secret comes first, or what refers to it would refer to nothing the exchange knows.
        kinds.get(0).run();
        for (Runnable kind : kinds.subList(1, kinds.size())) {
            kind.run();
        }
        // A later version of the open object that stays in the circle.
        hidden(author, "communities=" + CIRCLE, malware(open, 9, GREEN));
    }

    /** What can be done about what the observed partner has, and about what it has not. */
    private void mitigations(String author, String second, String open, String secret) {
        String shared = id("course-of-action");
        String kept = id("course-of-action");
        String weakness = id("vulnerability");
        visible(author, "", remedy(shared, GREEN), vulnerability(weakness, GREEN));
        visible(author, "", mitigates(id("relationship"), shared, open, CLEAR));
        hidden(author, "", remedy(kept, AMBER));
        hidden(author, "", mitigates(id("relationship"), kept, weakness, CLEAR));
        hidden(second, "communities=" + CIRCLE, mitigates(id("relationship"), shared, weakness, GREEN));
        hidden(author, "", mitigates(id("relationship"), shared, secret, CLEAR));
    }

    private void visible(String submitter, String query, String... objects) {
        add(submitter, query, false, objects);
    }

    private void hidden(String submitter, String query, String... objects) {
        add(submitter, query, true, objects);
    }

    private void add(String submitter, String query, boolean hidden, String... objects) {
        String bundle = "{\"type\":\"bundle\",\"id\":\"bundle--" + uuid() + "\",\"objects\":["
                + String.join(",", objects) + "]}";
        for (String object : objects) {
            int at = object.indexOf("\"id\":\"") + 6;
            String id = object.substring(at, object.indexOf('"', at));
            if (object.contains("course-of-action--")) {
                (hidden ? unseenMitigations : seenMitigations).add(id);
            } else {
                (hidden ? unseen : seen).add(id);
            }
        }
        steps.add(new Step("step-" + steps.size(), submitter, query, bundle, hidden));
    }

    private String id(String type) {
        return type + "--" + uuid();
    }

    private UUID uuid() {
        return new UUID(
                random.nextLong() & 0xffffffffffff0fffL | 0x4000L,
                random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
    }

    private static String malware(String id, int version, String marking) {
        return object(id, version, marking, "\"name\":\"Family " + id.substring(9, 13) + "\",\"is_family\":true");
    }

    private static String tool(String id, String marking) {
        return object(id, 1, marking, "\"name\":\"Tool " + id.substring(6, 10) + "\"");
    }

    private static String relationship(String id, String source, String target, String marking) {
        return object(
                id,
                1,
                marking,
                "\"relationship_type\":\"uses\",\"source_ref\":\"" + source + "\",\"target_ref\":\"" + target + "\"");
    }

    private static String mitigates(String id, String source, String target, String marking) {
        return relationship(id, source, target, marking).replace("\"uses\"", "\"mitigates\"");
    }

    private static String remedy(String id, String marking) {
        return object(
                id,
                1,
                marking,
                "\"name\":\"Patch\",\"labels\":[\"sector:energy\",\"asset:server\",\"urgency:high\"],"
                        + "\"external_references\":[{\"source_name\":\"mitre-attack\",\"external_id\":\"M1051\"}]");
    }

    private static String vulnerability(String id, String marking) {
        return object(id, 1, marking, "\"name\":\"" + CVE + "\"");
    }

    private static String sighting(String id, String of, String marking) {
        return object(id, 1, marking, "\"sighting_of_ref\":\"" + of + "\"");
    }

    private static String note(String id, String marking, String about) {
        return object(id, 1, marking, "\"content\":\"A note\",\"object_refs\":[\"" + about + "\"]");
    }

    private static String grouping(String id, String marking, String member) {
        return object(id, 1, marking, "\"context\":\"suspicious-activity\",\"object_refs\":[\"" + member + "\"]");
    }

    private static String object(String id, int version, String marking, String rest) {
        return "{\"type\":\"" + id.substring(0, id.indexOf("--")) + "\",\"spec_version\":\"2.1\",\"id\":\"" + id
                + "\",\"created\":\"2025-03-01T10:00:00.000Z\",\"modified\":\"2025-03-0" + version
                + "T10:00:00.000Z\",\"object_marking_refs\":[\"" + marking + "\"]," + rest + "}";
    }
}
