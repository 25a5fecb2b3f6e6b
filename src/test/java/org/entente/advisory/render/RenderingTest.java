package org.entente.advisory.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.entente.advisory.Contents;
import org.entente.advisory.KevEntry;
import org.entente.advisory.TrackingId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {

    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final ObjectLine INDICATOR = new ObjectLine(
            "indicator--0",
            "indicator",
            "Beacon <b>",
            "[url:value = 'http://evil.example/a' OR ipv4-addr:value = '198.51.100.7']");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[x](javascript:alert(1))",
                "[x](JaVaScRiPt:alert(1))",
                "[x](data:text/html;base64,PHNjcmlwdD4=)",
                "![x](https://tracker.example/p.png)",
                "<https://ok.example> <svg/onload=alert(1)>",
                "[x]: javascript:alert(1)\n\n[x]",
                "a\n\n<style>@import 'https://evil.example'</style>",
                "\u202Egnp.exe ]]> --> <!-- &#x3C;script&#x3E;"
            })
    void textOfAnybodyRunsNothingAndFetchesNothing(String hostile) throws Exception {
        String html = new String(HtmlPage.of(advisory(Tlp.GREEN, hostile)), UTF_8);

        String body = html.substring(html.indexOf("</style>"));
        assertThat(body.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("<svg")
                .doesNotContain("<style")
                .doesNotContain("href=\"javascript")
                .doesNotContain("href=\"data")
                .doesNotContain("\u202E");
        // Well-formed, so nothing of it opens or closes markup of the page.
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        html.replace("<!DOCTYPE html>\n", "").getBytes(UTF_8)));
        assertThat(new PdfPage(Optional.empty()).of(advisory(Tlp.GREEN, hostile)))
                .isNotEmpty();
    }

    /** As nothing that anybody types: each once ran out of stack, or took minutes. */
    static Stream<String> nested() {
        return Stream.of(
                ">".repeat(100_000) + " a",
                "> ".repeat(20_000) + "a",
                "* ".repeat(20_000) + "a",
                "1. ".repeat(20_000) + "a",
                "[".repeat(50_000) + "a" + "]".repeat(50_000),
                "![".repeat(20_000) + "a" + "](b)".repeat(20_000),
                "*a _b ".repeat(10_000) + "c" + "_*".repeat(10_000),
                IntStream.range(0, 3_000)
                        .mapToObj(level -> "  ".repeat(level) + "- a\n")
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @MethodSource
    void nested(String text) {
        assertThat(Markdown.isTooDeep(text)).isTrue();

        String html = Markdown.html(text, 1);

        assertThat(html).startsWith("<pre>").contains("a");
    }

    @Test
    void whatPeopleNestIsRendered() {
        String list = IntStream.range(0, 20)
                .mapToObj(level -> "  ".repeat(level) + "- level " + level + "\n")
                .collect(Collectors.joining());
        String text = "> " + "> ".repeat(10) + "said\n\n" + list + "\n*a **b*** [c](https://example.org/[d])";

        assertThat(Markdown.isTooDeep(text)).isFalse();
        assertThat(Markdown.html(text, 1)).contains("<blockquote>", "level 19", "<strong>b</strong>");
        assertThat(new PdfPage(Optional.empty()).of(advisory(Tlp.GREEN, text))).isNotEmpty();
    }

    @Test
    void pageSaysItsMarkingInWordsAndColourAndItsDigest() {
        String html = new String(HtmlPage.of(advisory(Tlp.AMBER_STRICT, "Text")), UTF_8);

        assertThat(html)
                .contains("<strong>TLP:AMBER+STRICT</strong>")
                .contains("class=\"tlp amber-strict\"")
                .contains(DIGEST)
                .contains("Known to be exploited: in the catalogue since 2026-02-01")
                .contains("<h1>Gateways are taken over</h1>")
                .contains("lang=\"fr\"")
                .contains("<table>");
        assertThat(HtmlPage.contentSecurityPolicy())
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void indicatorsAreDefangedInEveryFormForPeople() throws IOException {
        Rendition advisory = advisory(Tlp.GREEN, "Text");

        for (String page : List.of(
                new String(HtmlPage.of(advisory), UTF_8),
                new String(MarkdownPage.of(advisory), UTF_8),
                String.join("\n", pages(advisory)))) {
            assertThat(page.replaceAll("\\s", ""))
                    .contains("hxxp[://]evil[.]example/a")
                    .contains("198[.]51[.]100[.]7")
                    .doesNotContain("http://evil.example")
                    .doesNotContain("198.51.100.7");
        }
        assertThat(Defanged.of("email-addr", "a@b.example")).isEqualTo("a[@]b[.]example");
        assertThat(Defanged.of("file", "a.exe")).isEqualTo("a.exe");
    }

    @Test
    void everyPageOfThePdfHasTheMarkingAndItsLettersAreNotOnlyLatin() throws IOException {
        List<String> pages = pages(advisory(Tlp.AMBER, "Long. ".repeat(2_000)));

        assertThat(pages)
                .hasSizeGreaterThan(2)
                .allSatisfy(page -> assertThat(page).contains("TLP:AMBER", "ENTENTE-2026-AAAA-BBBB"));
        assertThat(String.join("\n", pages))
                .contains("Шлюзи захоплено", "Πύλες", "Une faille est exploitée.", DIGEST, "CVE-2026-10001");
    }

    @Test
    void markdownIsOfItsAuthorAndAllElseIsEscaped() {
        String page = new String(MarkdownPage.of(advisory(Tlp.CLEAR, "*Author's*")), UTF_8);

        assertThat(page)
                .startsWith("**TLP:CLEAR**\n\n# Gateways are taken over")
                .contains("*Author's*")
                .contains("Beacon \\<b\\>")
                .contains("`" + DIGEST + "`");
    }

    private static List<String> pages(Rendition advisory) throws IOException {
        try (PDDocument document = Loader.loadPDF(new PdfPage(Optional.empty()).of(advisory))) {
            PDFTextStripper text = new PDFTextStripper();
            text.setSortByPosition(true);
            List<String> pages = new java.util.ArrayList<>();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                text.setStartPage(page);
                text.setEndPage(page);
                pages.add(text.getText(document));
            }
            return pages;
        }
    }

    static Rendition advisory(Tlp tlp, String summary) {
        Instant then = Instant.parse("2026-03-01T10:00:00Z");
        return new Rendition(
                new TrackingId("ENTENTE-2026-AAAA-BBBB"),
                2,
                "Exchange of XA, XB and XC",
                DIGEST,
                Optional.of(then),
                Optional.of(then.plusSeconds(3_600)),
                Contents.full(tlp, summary),
                List.of(INDICATOR, new ObjectLine("ipv4-addr--0", "ipv4-addr", "", "198.51.100.7")),
                Map.of(
                        "CVE-2026-10001",
                        new KevEntry(
                                "CVE-2026-10001",
                                LocalDate.parse("2026-02-01"),
                                LocalDate.parse("2026-02-21"),
                                true,
                                "Acme Gateway",
                                "Update.")));
    }
}
