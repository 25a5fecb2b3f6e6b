package org.entente.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entente.http.ProblemError;

/** Says in a form's words where in a body something is wrong. Pure. */
final class Places {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("title", "title"),
            Map.entry("sections", "section"),
            Map.entry("products", "product"),
            Map.entry("vulnerabilities", "vulnerability"),
            Map.entry("references", "reference"),
            Map.entry("translations", "translation"),
            Map.entry("acknowledgments", "acknowledgment"),
            Map.entry("statuses", "status of products, line"),
            Map.entry("remediations", "what to do, line"),
            Map.entry("cvss", "CVSS, line"),
            Map.entry("cve", "CVE"),
            Map.entry("tlp", "TLP"),
            Map.entry("url", "address"),
            Map.entry("audience", "whom it is for"),
            Map.entry("reason", "why"),
            Map.entry("further", "further parts"),
            Map.entry("objects", "object"),
            Map.entry("submissions", "submission"),
            Map.entry("containers", "report"));

    private Places() {}

    /** {@code /content/products/0/cpe} is {@code Product 1, cpe}. */
    static String words(String pointer) {
        if (pointer.equals("/id")) {
            // What REST calls an id is a name to people, but not that of a product within an advisory.
            return "Name";
        }
        List<String> words = new ArrayList<>();
        for (String step : pointer.split("/")) {
            if (step.matches("\\d{1,6}") && !words.isEmpty()) {
                int last = words.size() - 1;
                words.set(last, words.get(last) + " " + (Integer.parseInt(step) + 1));
            } else if (!step.isEmpty() && !step.equals("content")) {
                words.add(WORDS.getOrDefault(step, step));
            }
        }
        String text = String.join(", ", words);
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** The same faults, told in these words. */
    static List<ProblemError> worded(List<ProblemError> errors) {
        return errors.stream()
                .map(error -> new ProblemError(words(error.pointer()), error.detail()))
                .toList();
    }
}
