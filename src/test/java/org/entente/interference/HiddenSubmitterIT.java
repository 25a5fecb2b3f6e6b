package org.entente.interference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.interference.Scenario.Step;
import org.junit.jupiter.api.Test;

/** One of the two others submits without anybody's knowing: what it sent is under other ids, and still nothing interferes. */
class HiddenSubmitterIT extends NonInterference {

    private static final String HIDDEN = "xb-cert";

    private static final String POLICY = """
            {"to": {"maxTlp": "RED", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": ["statement"]},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "operators"}}
            """;

    @Override
    void adjust(Twin exchange) throws Exception {
        exchange.policy(HIDDEN, POLICY);
    }

    @Override
    int seen() {
        return new HashSet<>(scenario.seen()).size();
    }

    @Test
    void nothingOfWhatTheHiddenPartnerSentTellsWhoOrUnderWhichId() throws Exception {
        Set<String> others = idsSentBy(step -> !step.submitter().equals(HIDDEN));
        Set<String> onlyHidden = idsSentBy(step -> step.submitter().equals(HIDDEN));
        onlyHidden.removeAll(others);
        onlyHidden.removeAll(referredToByOthers());

        List<String> records = records(whole, Scenario.OBSERVED, seen());

        assertThat(onlyHidden).isNotEmpty();
        assertThat(records)
                .noneMatch(line -> line.contains(HIDDEN))
                .noneMatch(line -> onlyHidden.stream().anyMatch(line::contains));
    }

    private Set<String> idsSentBy(java.util.function.Predicate<Step> chosen) {
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
            java.util.regex.Matcher found = java.util.regex.Pattern.compile("\"id\":\"((?!bundle)[^\"]+)\"")
                    .matcher(step.bundle());
            while (found.find()) {
                ids.add(found.group(1));
            }
        }
        return ids;
    }
}
