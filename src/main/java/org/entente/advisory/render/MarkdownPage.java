package org.entente.advisory.render;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.Translation;
import org.entente.advisory.KevEntry;
import org.entente.advisory.Vulnerability;

/**
 * An advisory as Markdown. The texts are as they were written, so whoever turns it into HTML must do so as {@link Markdown} does;
 * all else is escaped. Thread safe.
 */
public final class MarkdownPage {

    private MarkdownPage() {}

    /** The page, in UTF-8. */
    public static byte[] of(Rendition advisory) {
        StringBuilder out = new StringBuilder();
        AdvisoryContent content = advisory.content();
        out.append("**")
                .append(content.level().label())
                .append("**\n\n# ")
                .append(escaped(content.title()))
                .append("\n\n");
        facts(out, advisory);
        texts(out, content.summary(), content.sections(), "##");
        Map<String, String> products =
                content.products().stream().collect(Collectors.toMap(Product::id, Product::label));
        if (!content.vulnerabilities().isEmpty()) {
            out.append("## Vulnerabilities\n\n");
            content.vulnerabilities().forEach(one -> vulnerability(out, one, advisory.kev(), products));
        }
        objects(out, advisory.objects());
        tail(out, content);
        for (Translation translation : content.translations()) {
            out.append("# ")
                    .append(escaped(translation.title()))
                    .append(" (")
                    .append(translation.language())
                    .append(")\n\n");
            texts(out, translation.summary(), translation.sections(), "##");
        }
        out.append("---\n\nSHA-256 of the content: `").append(advisory.sha256()).append("`\n");
        return Html.clean(out.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static void facts(StringBuilder out, Rendition advisory) {
        if (advisory.isPreview()) {
            out.append("*Preview: this version is not published.*\n\n");
        }
        out.append("- Advisory: ")
                .append(advisory.trackingId())
                .append(", version ")
                .append(advisory.version());
        out.append("\n- Published by: ").append(escaped(advisory.publisher())).append('\n');
        advisory.published()
                .ifPresent(time -> out.append("- Published: ").append(time).append('\n'));
        advisory.modified()
                .ifPresent(time -> out.append("- This version: ").append(time).append('\n'));
        out.append('\n');
    }

    private static void texts(StringBuilder out, String summary, List<Section> sections, String heading) {
        out.append(summary).append("\n\n");
        sections.forEach(section -> out.append(heading)
                .append(' ')
                .append(escaped(section.title()))
                .append("\n\n")
                .append(section.text())
                .append("\n\n"));
    }

    private static void vulnerability(
            StringBuilder out, Vulnerability one, Map<String, KevEntry> kev, Map<String, String> products) {
        out.append("### ").append(escaped(one.label()));
        if (one.cve() != null && one.title() != null) {
            out.append(": ").append(escaped(one.title()));
        }
        out.append("\n\n");
        KevEntry exploited = one.cve() == null ? null : kev.get(one.cve());
        if (exploited != null) {
            out.append("**").append(escaped(Vulnerabilities.kevText(exploited))).append("**\n\n");
        }
        one.cvss().forEach(cvss -> out.append("CVSS `").append(cvss.vector()).append("`\n\n"));
        if (one.notes() != null) {
            out.append(one.notes()).append("\n\n");
        }
        one.statuses()
                .forEach(status -> out.append("- ")
                        .append(Vulnerabilities.words(status.status()))
                        .append(": ")
                        .append(names(status.products(), products))
                        .append('\n'));
        out.append(one.statuses().isEmpty() ? "" : "\n");
        one.remediations().forEach(remediation -> {
            out.append("#### ")
                    .append(Vulnerabilities.words(remediation.category()))
                    .append("\n\n");
            out.append(remediation.details()).append("\n\n");
            if (!remediation.products().isEmpty()) {
                out.append("For ")
                        .append(names(remediation.products(), products))
                        .append("\n\n");
            }
            if (remediation.url() != null) {
                out.append("<").append(remediation.url()).append(">\n\n");
            }
        });
    }

    private static String names(List<String> ids, Map<String, String> products) {
        return ids.stream().map(id -> escaped(products.getOrDefault(id, id))).collect(Collectors.joining(", "));
    }

    private static void objects(StringBuilder out, List<ObjectLine> objects) {
        if (objects.isEmpty()) {
            return;
        }
        out.append("## Objects\n\n");
        for (ObjectLine line : objects) {
            String name = line.name().isEmpty() ? "" : " " + escaped(Defanged.of(line.type(), line.name()));
            String value = line.value().isEmpty() ? "" : " " + code(Defanged.of(line.type(), line.value()));
            out.append("- ")
                    .append(line.type())
                    .append(name)
                    .append(value)
                    .append(" (")
                    .append(line.id())
                    .append(")\n");
        }
        out.append('\n');
    }

    /** A code span whose fence is longer than any run of backticks in it (CommonMark §6.1). */
    private static String code(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        String fence = "`";
        while (line.contains(fence)) {
            fence += "`";
        }
        return fence + " " + line + " " + fence;
    }

    private static void tail(StringBuilder out, AdvisoryContent content) {
        if (!content.references().isEmpty()) {
            out.append("## References\n\n");
            content.references()
                    .forEach(one -> out.append("- ")
                            .append(escaped(one.summary()))
                            .append(": <")
                            .append(one.url())
                            .append(">\n"));
            out.append('\n');
        }
        if (!content.acknowledgments().isEmpty()) {
            out.append("## Acknowledgments\n\n");
            content.acknowledgments()
                    .forEach(one -> out.append("- ")
                            .append(escaped(HtmlPage.acknowledged(one)))
                            .append('\n'));
            out.append('\n');
        }
    }

    /** What is no Markdown of its author's must not become any. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.replaceAll("[\\r\\n]+", " ").chars().forEach(c -> {
            if ("\\`*_{}[]<>#+!|~&".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append((char) c);
        });
        return escaped.toString();
    }
}
