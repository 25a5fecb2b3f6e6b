package org.entente.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.render.Markdown;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/**
 * Whether a content can be printed. Asked when it is written, not when it is read: what is kept must stay readable, and is shown as
 * well as it can be. Pure.
 */
final class Printing {

    /** A thousand pages. */
    static final int CHARACTERS_MAX = 2_000_000;

    private Printing() {}

    /** @throws ProblemException 422 that points to each text that is nested too deep */
    static void checkNesting(AdvisoryContent content) {
        List<ProblemError> errors = new ArrayList<>();
        texts(content, (pointer, text) -> {
            if (Markdown.isTooDeep(text)) {
                errors.add(new ProblemError(
                        "/content" + pointer, "Quotes, lists, brackets or emphasis stand in one another too deep."));
            }
        });
        if (!errors.isEmpty()) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "Some texts are nested too deep to be shown.", errors);
        }
    }

    /** @throws ProblemException 422 where it would have too many pages, its products named each time they are */
    static void checkLength(AdvisoryContent content) {
        long[] characters = {0};
        texts(content, (pointer, text) -> characters[0] += text.length());
        Map<String, Integer> labels = content.products().stream()
                .collect(
                        Collectors.toMap(Product::id, product -> product.label().length()));
        content.vulnerabilities().forEach(vulnerability -> {
            vulnerability.statuses().forEach(status -> characters[0] += named(status.products(), labels));
            vulnerability.remediations().forEach(one -> characters[0] += named(one.products(), labels));
        });
        if (characters[0] > CHARACTERS_MAX) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "Printed, it would have " + characters[0] + " characters, its products named each time; "
                            + CHARACTERS_MAX + " is the most. Make several advisories of it.");
        }
    }

    private static long named(List<String> products, Map<String, Integer> labels) {
        return products.stream().mapToLong(id -> labels.getOrDefault(id, 0)).sum();
    }

    /** Every text in Markdown with the JSON Pointer to it. */
    private static void texts(AdvisoryContent content, BiConsumer<String, String> each) {
        each.accept("/summary", content.summary());
        sections("", content.sections(), each);
        for (int i = 0; i < content.translations().size(); i++) {
            String at = "/translations/" + i;
            each.accept(at + "/summary", content.translations().get(i).summary());
            sections(at, content.translations().get(i).sections(), each);
        }
        for (int i = 0; i < content.vulnerabilities().size(); i++) {
            vulnerability("/vulnerabilities/" + i, content.vulnerabilities().get(i), each);
        }
    }

    private static void sections(String at, List<Section> sections, BiConsumer<String, String> each) {
        for (int i = 0; i < sections.size(); i++) {
            each.accept(at + "/sections/" + i + "/text", sections.get(i).text());
        }
    }

    private static void vulnerability(String at, Vulnerability one, BiConsumer<String, String> each) {
        String notes = one.notes();
        if (notes != null) {
            each.accept(at + "/notes", notes);
        }
        for (int i = 0; i < one.remediations().size(); i++) {
            each.accept(
                    at + "/remediations/" + i + "/details",
                    one.remediations().get(i).details());
        }
    }
}
