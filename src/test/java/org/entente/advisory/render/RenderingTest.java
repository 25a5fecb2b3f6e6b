package org.entente.advisory.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.apache.pdfbox.text.TextPosition;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Translation;
import org.entente.advisory.Contents;
import org.entente.advisory.KevEntry;
import org.entente.advisory.TlpLabel;
import org.entente.advisory.TrackingId;
import org.entente.advisory.Vulnerability;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                .contains("<h1 dir=\"auto\">Gateways are taken over</h1>")
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
    void arabicIsJoinedAndRunsFromRightToLeft() throws IOException {
        List<TextPosition> drawn = glyphs(translated("ar", "باب *باب* **باب**\n\n- شبكة 9.2"));

        String joined = drawn.stream().map(TextPosition::getUnicode).collect(Collectors.joining());
        // Upright, slanted and bold: a letter at the beginning of a word, one at its end, one alone.
        assertThat(joined).containsSubsequence("\uFE91", "\uFE8E").doesNotContain("□");
        assertThat(joined.chars().filter(c -> c == '\uFE91')).hasSize(3);
        assertThat(x(drawn, "\uFE91"))
                .as("the first letter stands right of the second")
                .isGreaterThan(x(drawn, "\uFE8E"));
        assertThat(String.join("\n", pages(translated("ar", "باب شبكة 9.2")))).contains("باب شبكة 9.2");
    }

    @Test
    void hebrewRunsFromRightToLeftBesideWhatDoesNot() throws IOException {
        List<TextPosition> drawn = glyphs(translated("he", "אבג CVE-2026-10001 דהו"));

        assertThat(x(drawn, "א")).isGreaterThan(x(drawn, "ב")).isGreaterThan(x(drawn, "ד"));
        assertThat(String.join("\n", pages(translated("he", "אבג CVE-2026-10001 דהו"))))
                .contains("CVE-2026-10001");
    }

    @Test
    void textsOfALanguageFromRightToLeftRunSoWhateverTheyBeginWith() {
        AdvisoryContent content = new AdvisoryContent(
                "CVE-2026-10001",
                "fa",
                new TlpLabel(Tlp.GREEN),
                "CVE-2026-10001 باب",
                null,
                List.of(new Translation("en", "Gate", "Gate", List.of())),
                null,
                List.of(new Vulnerability("CVE-2026-10001", null, List.of(), "9.2 باب", List.of(), List.of())),
                null,
                null,
                null);

        assertThat(new String(HtmlPage.of(of(content)), UTF_8))
                .contains("<section class=\"text\" dir=\"rtl\"><p><span dir=\"ltr\">")
                .contains("<div dir=\"rtl\"><p>")
                .contains("<section class=\"text\" dir=\"ltr\"><p>Gate");
    }

    @Test
    void lettersWithoutAFontAreBoxesThatANoteCounts() throws IOException {
        String page = String.join("\n", pages(translated("zh", "网关 हिन्दी \uE000 ok \uD83D\uDE00")));

        assertThat(page.replaceAll("\\s+", " "))
                .contains("Not all letters could be printed.")
                .contains("6 of Devanagari, 2 of Han, 1 signs.")
                .contains("□□ □□□□□□ □ ok");
        assertThat(String.join("\n", pages(advisory(Tlp.GREEN, "Text")))).doesNotContain("□");
    }

    @Test
    void fileThatIsNoFontIsPassedOver(@TempDir Path fonts) throws IOException {
        Files.writeString(fonts.resolve("broken.ttf"), "no font");

        assertThat(new PdfPage(Optional.of(fonts)).of(advisory(Tlp.GREEN, "Text")))
                .isNotEmpty();
    }

    @Test
    void nothingThatIsWrittenTurnsWhatStandsBesideIt() throws IOException {
        for (String turning :
                List.of("\u202Eabc\u202C", "\u2067א\u2069", "\u200Fאבג) (ا\u200F", "\u061C\u0627\u0301\u0301")) {
            Rendition advisory = translated("ar", turning + " 192[.]0[.]2[.]7 `198[.]51[.]100[.]7` א");

            assertThat(String.join("\n", pages(advisory)))
                    .as("what surrounds %s", turning)
                    .contains("TLP:GREEN", "ENTENTE-2026-AAAA-BBBB", DIGEST, "Gateways are taken over")
                    .doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069]");
            assertThat(seen(glyphs(advisory)))
                    .as("addresses beside %s", turning)
                    .contains("192[.]0[.]2[.]7")
                    .contains("198[.]51[.]100[.]7")
                    .doesNotContain("7[.]2");
            assertThat(new String(HtmlPage.of(advisory), UTF_8))
                    .contains("<span dir=\"ltr\">192[.]0[.]2[.]7</span>")
                    .contains("<span dir=\"ltr\"><code>198[.]51[.]100[.]7</code></span>");
        }
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
            List<String> pages = new ArrayList<>();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                text.setStartPage(page);
                text.setEndPage(page);
                pages.add(text.getText(document));
            }
            return pages;
        }
    }

    /** As they are drawn, by their places. */
    private static List<TextPosition> glyphs(Rendition advisory) throws IOException {
        List<TextPosition> drawn = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(new PdfPage(Optional.empty()).of(advisory))) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition glyph) {
                    drawn.add(glyph);
                }
            }.getText(document);
        }
        return drawn;
    }

    /** From left to right, line by line, without spaces. */
    private static String seen(List<TextPosition> drawn) {
        return drawn.stream()
                .sorted(Comparator.comparing((TextPosition glyph) -> Math.round(glyph.getY()))
                        .thenComparing(TextPosition::getX))
                .map(TextPosition::getUnicode)
                .filter(letter -> !letter.isBlank())
                .collect(Collectors.joining());
    }

    private static float x(List<TextPosition> drawn, String letter) {
        return drawn.stream()
                .filter(glyph -> glyph.getUnicode().equals(letter))
                .findFirst()
                .orElseThrow()
                .getX();
    }

    private static Rendition translated(String language, String text) {
        return of(new AdvisoryContent(
                "Gateways are taken over",
                "en",
                new TlpLabel(Tlp.GREEN),
                "Text",
                null,
                List.of(new Translation(language, "Title", text, List.of())),
                null,
                null,
                null,
                null,
                null));
    }

    static Rendition advisory(Tlp tlp, String summary) {
        return of(Contents.full(tlp, summary));
    }

    private static Rendition of(AdvisoryContent content) {
        Instant then = Instant.parse("2026-03-01T10:00:00Z");
        return new Rendition(
                new TrackingId("ENTENTE-2026-AAAA-BBBB"),
                2,
                "Exchange of XA, XB and XC",
                DIGEST,
                Optional.of(then),
                Optional.of(then.plusSeconds(3_600)),
                content,
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
