package org.entente.advisory.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Acknowledgment;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.Translation;

/**
 * An advisory as one HTML page that needs nothing else: no script, no picture, one style sheet inside it, which
 * {@link #contentSecurityPolicy} allows by its digest. Thread safe.
 */
public final class HtmlPage {

    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String BEGINNING = "<main>";
    private static final String SCREEN = Styles.read("screen.css");
    private static final String PRINT = Styles.read("print.css");

    private HtmlPage() {}

    /** The page, in UTF-8. */
    public static byte[] of(Rendition advisory) {
        return page(advisory, SCREEN, "").getBytes(UTF_8);
    }

    /** The same for the printer of PDF: the TLP label stands on each page. */
    static String forPrint(Rendition advisory, List<String> fonts, Glyphs glyphs) {
        String families = fonts.stream().map(font -> "'" + font + "'").collect(Collectors.joining(", "));
        String tlp = advisory.content().level().label();
        Glyphs.Printable printable = glyphs.of(page(
                advisory,
                PRINT.replace("FONTS", families)
                        .replace("TLP-COLOUR", Styles.colour(advisory.content().level()))
                        .replace("TRACKING-ID", advisory.trackingId().value()),
                "<div class=\"running\"><span>" + tlp + "</span></div>"));
        String note = printable.note().isEmpty() ? "" : new Html().element("p", "missing", printable.note()) + "";
        return printable.text().replaceFirst(BEGINNING, Matcher.quoteReplacement(BEGINNING + note));
    }

    /** For the header of the same name, whoever serves {@link #of}. */
    public static String contentSecurityPolicy() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(SCREEN.getBytes(UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(digest)
                    + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    /** @param opening markup of ours before everything else */
    private static String page(Rendition advisory, String style, String opening) {
        AdvisoryContent content = advisory.content();
        Html html = new Html();
        html.raw("<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + Html.escaped(content.language())
                        + "\"><head><meta charset=\"utf-8\" />")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />")
                .element("title", advisory.trackingId() + ": " + content.title())
                .raw("<style>" + style + "</style></head><body>" + opening);
        banner(html, content);
        html.raw(BEGINNING);
        head(html, advisory);
        texts(html, content.language(), content.summary(), content.sections(), 1);
        Vulnerabilities.html(html, advisory);
        objects(html, advisory);
        references(html, content);
        translations(html, content);
        html.raw("</main>");
        foot(html, advisory);
        return "<!DOCTYPE html>\n" + html.raw("</body></html>");
    }

    private static void banner(Html html, AdvisoryContent content) {
        String label = content.level().label();
        html.raw("<header class=\"tlp " + Styles.name(content.level()) + "\">")
                .element("strong", label)
                .raw("<span>")
                .text(Styles.words(content.level()))
                .raw("</span></header>\n");
    }

    private static void head(Html html, Rendition advisory) {
        if (advisory.isPreview()) {
            html.element("p", "preview", "Preview: this version is not published.");
        }
        html.raw("<h1 dir=\"auto\">")
                .text(advisory.content().title())
                .raw("</h1>\n")
                .raw("<dl class=\"facts\">");
        fact(html, "Advisory", advisory.trackingId() + ", version " + advisory.version());
        fact(html, "Published by", advisory.publisher());
        advisory.published().ifPresent(time -> fact(html, "Published", TIMES.format(time)));
        advisory.modified()
                .filter(time -> !advisory.published().equals(Optional.of(time)))
                .ifPresent(time -> fact(html, "This version", TIMES.format(time)));
        if (!advisory.content().cves().isEmpty()) {
            fact(html, "Vulnerabilities", String.join(", ", advisory.content().cves()));
        }
        html.raw("</dl>\n");
    }

    private static void fact(Html html, String name, String value) {
        html.element("dt", name).raw("<dd dir=\"auto\">").text(value).raw("</dd>\n");
    }

    private static void texts(Html html, String language, String summary, List<Section> sections, int level) {
        html.raw("<section class=\"text\"" + Direction.attribute(language, summary) + ">")
                .raw(Markdown.html(summary, level))
                .raw("</section>\n");
        for (Section section : sections) {
            html.raw("<section class=\"text\"" + Direction.attribute(language, section.text()) + ">")
                    .element("h" + (level + 1), section.title())
                    .raw(Markdown.html(section.text(), level + 1))
                    .raw("</section>\n");
        }
    }

    private static void objects(Html html, Rendition advisory) {
        if (advisory.objects().isEmpty()) {
            return;
        }
        html.element("h2", "Objects")
                .raw("<table class=\"objects\"><thead><tr><th scope=\"col\">Type</th>"
                        + "<th scope=\"col\">What</th></tr></thead><tbody>");
        for (ObjectLine line : advisory.objects()) {
            html.raw("<tr>").element("td", line.type()).raw("<td>");
            if (!line.name().isEmpty()) {
                html.raw("<div dir=\"auto\">")
                        .text(Defanged.of(line.type(), line.name()))
                        .raw("</div>");
            }
            if (!line.value().isEmpty()) {
                html.raw("<div><code>")
                        .text(Defanged.of(line.type(), line.value()))
                        .raw("</code></div>");
            }
            html.element("div", "id", line.id()).raw("</td></tr>\n");
        }
        html.raw("</tbody></table>\n");
    }

    private static void references(Html html, AdvisoryContent content) {
        if (!content.references().isEmpty()) {
            html.element("h2", "References").raw("<ul>");
            for (Reference reference : content.references()) {
                html.raw("<li>")
                        .text(reference.summary())
                        .raw(": ")
                        .link(reference.url(), reference.url())
                        .raw("</li>\n");
            }
            html.raw("</ul>\n");
        }
        if (!content.acknowledgments().isEmpty()) {
            html.element("h2", "Acknowledgments").raw("<ul>");
            content.acknowledgments().forEach(one -> html.element("li", acknowledged(one)));
            html.raw("</ul>\n");
        }
    }

    static String acknowledged(Acknowledgment one) {
        String names = String.join(", ", one.names());
        String who = one.organization() == null
                ? names
                : names.isEmpty() ? one.organization() : names + " (" + one.organization() + ")";
        return one.summary() == null ? who : who + ": " + one.summary();
    }

    private static void translations(Html html, AdvisoryContent content) {
        for (Translation translation : content.translations()) {
            String language = Html.escaped(translation.language());
            html.raw("<section class=\"translation\" lang=\"" + language + "\""
                            + Direction.attribute(translation.language(), translation.title()) + ">")
                    .element("h2", translation.title());
            texts(html, translation.language(), translation.summary(), translation.sections(), 2);
            html.raw("</section>\n");
        }
    }

    private static void foot(Html html, Rendition advisory) {
        html.raw("<footer><p>SHA-256 of the content: <code>")
                .text(advisory.sha256())
                .raw("</code></p>")
                .element("p", "Addresses in indicators are defanged here; the machine-readable forms have them live.")
                .raw("</footer>");
    }
}
