package org.entente.advisory.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.KevEntry;
import org.entente.advisory.Vulnerability;
import org.entente.advisory.Vulnerability.Remediation;

/** What an advisory is about, as part of its HTML: which products have it, and what to do. */
final class Vulnerabilities {

    private Vulnerabilities() {}

    static void html(Html html, Rendition advisory) {
        if (advisory.content().vulnerabilities().isEmpty()) {
            return;
        }
        Map<String, String> products =
                advisory.content().products().stream().collect(Collectors.toMap(Product::id, Product::label));
        String language = advisory.content().language();
        html.element("h2", "Vulnerabilities");
        for (Vulnerability one : advisory.content().vulnerabilities()) {
            html.raw("<section>");
            head(html, one, advisory.kev());
            if (one.notes() != null) {
                text(html, language, one.notes(), 3);
            }
            statuses(html, one, products);
            one.remediations().forEach(remediation -> remediation(html, language, remediation, products));
            html.raw("</section>\n");
        }
    }

    private static void head(Html html, Vulnerability one, Map<String, KevEntry> kev) {
        html.element("h3", one.cve() != null && one.title() != null ? one.cve() + ": " + one.title() : one.label());
        KevEntry exploited = one.cve() == null ? null : kev.get(one.cve());
        if (exploited != null) {
            html.element("p", "kev", kevText(exploited));
        }
        one.cvss()
                .forEach(cvss ->
                        html.raw("<p>CVSS ").raw("<code>").text(cvss.vector()).raw("</code></p>\n"));
    }

    private static void text(Html html, String language, String markdown, int headingsBelow) {
        html.raw("<div" + Direction.attribute(language, markdown) + ">")
                .raw(Markdown.html(markdown, headingsBelow))
                .raw("</div>\n");
    }

    private static void statuses(Html html, Vulnerability one, Map<String, String> products) {
        if (one.statuses().isEmpty()) {
            return;
        }
        html.raw("<table><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Products</th></tr></thead><tbody>");
        one.statuses()
                .forEach(status -> html.raw("<tr>")
                        .element("td", words(status.status()))
                        .raw("<td>")
                        .raw(names(status.products(), products))
                        .raw("</td></tr>\n"));
        html.raw("</tbody></table>\n");
    }

    private static void remediation(Html html, String language, Remediation remediation, Map<String, String> products) {
        html.raw("<div class=\"remediation\">").element("h4", words(remediation.category()));
        text(html, language, remediation.details(), 4);
        if (!remediation.products().isEmpty()) {
            html.raw("<p>For ").raw(names(remediation.products(), products)).raw("</p>");
        }
        if (remediation.url() != null) {
            html.raw("<p>").link(remediation.url(), remediation.url()).raw("</p>");
        }
        html.raw("</div>\n");
    }

    static String kevText(KevEntry exploited) {
        return "Known to be exploited: in the catalogue since " + exploited.dateAdded()
                + (exploited.dueDate() == null ? "" : ", to be dealt with by " + exploited.dueDate())
                + (exploited.ransomware() ? "; used in ransomware campaigns" : "") + ".";
    }

    private static String names(List<String> ids, Map<String, String> products) {
        return ids.stream()
                .map(id -> Html.escaped(products.getOrDefault(id, id)))
                .collect(Collectors.joining("<br />"));
    }

    static String words(String name) {
        String spaced = name.replace('_', ' ');
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }
}
