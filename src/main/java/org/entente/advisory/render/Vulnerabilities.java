package org.entente.advisory.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.KevEntry;
import org.entente.advisory.Vulnerability;

/** What an advisory is about, as part of its HTML: which products have it, and what to do. */
final class Vulnerabilities {

    private Vulnerabilities() {}

    static void html(Html html, Rendition advisory) {
        if (advisory.content().vulnerabilities().isEmpty()) {
            return;
        }
        Map<String, String> products =
                advisory.content().products().stream().collect(Collectors.toMap(Product::id, Product::label));
        html.element("h2", "Vulnerabilities");
        for (Vulnerability vulnerability : advisory.content().vulnerabilities()) {
            vulnerability(html, vulnerability, advisory.kev(), products);
        }
    }

    private static void vulnerability(
            Html html, Vulnerability one, Map<String, KevEntry> kev, Map<String, String> products) {
        html.raw("<section>")
                .element("h3", one.cve() != null && one.title() != null ? one.cve() + ": " + one.title() : one.label());
        KevEntry exploited = one.cve() == null ? null : kev.get(one.cve());
        if (exploited != null) {
            html.element("p", "kev", kevText(exploited));
        }
        one.cvss()
                .forEach(cvss ->
                        html.raw("<p>CVSS ").raw("<code>").text(cvss.vector()).raw("</code></p>\n"));
        if (one.notes() != null) {
            html.raw(Markdown.html(one.notes(), 3));
        }
        if (!one.statuses().isEmpty()) {
            html.raw(
                    "<table><thead><tr><th scope=\"col\">Status</th><th scope=\"col\">Products</th></tr></thead><tbody>");
            one.statuses()
                    .forEach(status -> html.raw("<tr>")
                            .element("td", words(status.status()))
                            .raw("<td>")
                            .raw(names(status.products(), products))
                            .raw("</td></tr>\n"));
            html.raw("</tbody></table>\n");
        }
        one.remediations().forEach(remediation -> {
            html.raw("<div class=\"remediation\">").element("h4", words(remediation.category()));
            html.raw(Markdown.html(remediation.details(), 4));
            if (!remediation.products().isEmpty()) {
                html.raw("<p>For ").raw(names(remediation.products(), products)).raw("</p>");
            }
            if (remediation.url() != null) {
                html.raw("<p>").link(remediation.url(), remediation.url()).raw("</p>");
            }
            html.raw("</div>\n");
        });
        html.raw("</section>\n");
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
