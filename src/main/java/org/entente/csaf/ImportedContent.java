package org.entente.csaf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.advisory.ProductStatus.Statuses;
import org.entente.advisory.TlpLabel;
import org.entente.advisory.Vulnerability;
import org.entente.advisory.Vulnerability.Remediation;
import org.entente.csaf.document.CsafDocument;
import org.entente.csaf.document.CsafDocument.Note;
import org.entente.csaf.document.CsafDocument.Vulnerable;
import org.entente.csaf.document.Cvss;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * What an advisory says that was imported from a CSAF document. It says as much as an advisory can; the document itself is kept
 * whole beside it. The same document gives the same content, so that one nobody edited is known by its content. Pure.
 */
final class ImportedContent {

    private static final int TITLE_MAX = 300;
    private static final int LINE_MAX = 2_000;
    private static final int TEXT_MAX = 100_000;
    private static final int LIST_MAX = 500;

    private final CsafDocument document;
    private final Map<String, String> productIds = new HashMap<>();
    private final List<Product> products = new ArrayList<>();

    private ImportedContent(CsafDocument document) {
        this.document = document;
    }

    /** @throws IllegalArgumentException with a sentence, where it is more than an advisory can hold */
    static AdvisoryContent of(CsafDocument document, SourceDocument source, Tlp level) {
        return new ImportedContent(document).content(source, level);
    }

    private AdvisoryContent content(SourceDocument source, Tlp level) {
        readProducts();
        List<Note> notes = document.notes();
        Optional<Note> summary = summary(notes);
        List<Section> sections = notes.stream()
                .filter(note -> summary.filter(chosen -> chosen == note).isEmpty())
                .limit(LIST_MAX)
                .map(note -> new Section(
                        line(note.title().isBlank() ? note.category() : note.title(), TITLE_MAX),
                        note.category(),
                        text(note.text())))
                .toList();
        return new AdvisoryContent(
                line(document.title(), TITLE_MAX),
                language(),
                new TlpLabel(level),
                text(summary.map(Note::text).orElse(document.title())),
                sections,
                List.of(),
                products,
                vulnerabilities(),
                references(),
                acknowledgments(),
                source);
    }

    private static Optional<Note> summary(List<Note> notes) {
        return notes.stream()
                .filter(note -> note.category().equals("summary"))
                .findFirst()
                .or(() -> notes.stream()
                        .filter(note -> note.category().equals("description"))
                        .findFirst());
    }

    private String language() {
        return document.language()
                .filter(tag -> tag.matches("[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}"))
                .orElse("en");
    }

    private void readProducts() {
        Set<String> taken = new LinkedHashSet<>();
        for (CsafDocument.Product product : document.products()) {
            String id = product.id().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") ? product.id() : "product";
            for (int i = 2; !taken.add(id); i++) {
                id = "product-" + i;
            }
            if (productIds.putIfAbsent(product.id(), id) == null) {
                products.add(product(id, product));
            }
        }
    }

    private static Product product(String id, CsafDocument.Product product) {
        String vendor = line(product.branch("vendor").orElse("-"), TITLE_MAX);
        String name = line(product.branch("product_name").orElse(product.name()), TITLE_MAX);
        @Nullable
        String version = product.branch("product_version")
                .filter(text -> !text.isBlank())
                .map(text -> line(text, TITLE_MAX))
                .orElse(null);
        @Nullable
        String range = product.branch("product_version_range")
                .filter(text -> version == null && !text.isBlank())
                .map(text -> line(text, LINE_MAX))
                .orElse(null);
        return new Product(id, vendor, name, version, range, null, null);
    }

    private List<Vulnerability> vulnerabilities() {
        Set<String> cves = new LinkedHashSet<>();
        List<Vulnerability> all = new ArrayList<>();
        for (Vulnerable one : document.vulnerabilities()) {
            if (one.cve().map(cves::add).orElse(true)) {
                all.add(vulnerability(one));
            }
        }
        return all;
    }

    private Vulnerability vulnerability(Vulnerable one) {
        String notes = one.notes().stream()
                .map(note ->
                        (note.title().isBlank() ? "" : "**" + line(note.title(), TITLE_MAX) + "**\n\n") + note.text())
                .collect(Collectors.joining("\n\n"));
        Optional<String> cve = one.cve().filter(id -> id.matches("CVE-[0-9]{4}-[0-9]{4,19}"));
        @Nullable String title = one.title().isBlank() ? null : line(one.title(), TITLE_MAX);
        return new Vulnerability(
                cve.orElse(null),
                cve.isEmpty() && title == null ? "-" : title,
                one.cvssVectors().stream()
                        .filter(vector -> Cvss.tryParse(vector).isPresent())
                        .map(vector -> new Vulnerability.Cvss(vector, List.of()))
                        .toList(),
                notes.isBlank() ? null : text(notes),
                statuses(one),
                one.remediations().stream()
                        .limit(LIST_MAX)
                        .map(this::remediation)
                        .toList());
    }

    private List<Statuses> statuses(Vulnerable one) {
        List<Statuses> all = new ArrayList<>();
        one.statuses().forEach((status, ids) -> {
            List<String> known = known(ids);
            if (!known.isEmpty()) {
                all.add(new Statuses(status, known));
            }
        });
        return all;
    }

    private Remediation remediation(CsafDocument.Remediation given) {
        return new Remediation(
                given.category(),
                text(given.details()),
                given.url().filter(ImportedContent::isWeb).orElse(null),
                known(given.products()));
    }

    private List<String> known(List<String> ids) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(productIds.get(id)).stream())
                .distinct()
                .toList();
    }

    private List<Reference> references() {
        return document.references().stream()
                .filter(reference -> isWeb(reference.url()))
                .limit(LIST_MAX)
                .map(reference -> new Reference(line(reference.summary(), LINE_MAX), reference.url()))
                .toList();
    }

    private List<AdvisoryContent.Acknowledgment> acknowledgments() {
        return document.acknowledgments().stream()
                .filter(one -> !one.names().isEmpty() || one.organization().isPresent())
                .limit(LIST_MAX)
                .map(one -> new AdvisoryContent.Acknowledgment(
                        one.names().stream().map(name -> line(name, TITLE_MAX)).toList(),
                        one.organization().map(name -> line(name, TITLE_MAX)).orElse(null),
                        one.summary().map(summary -> line(summary, LINE_MAX)).orElse(null)))
                .toList();
    }

    private static boolean isWeb(String url) {
        try {
            java.net.URI uri = new java.net.URI(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null && url.length() <= LINE_MAX;
        } catch (java.net.URISyntaxException none) {
            return false;
        }
    }

    /** On one line, without what cannot be printed, and cut where it is too long: the document has it whole. */
    private static String line(String given, int max) {
        String line = printable(given).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.isEmpty() ? "-" : cut(line, max);
    }

    private static String text(String given) {
        String text = printable(given)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "")
                .strip();
        return text.isEmpty() ? "-" : cut(text, TEXT_MAX);
    }

    /** Java's own decoder makes half a character a question mark. */
    private static String printable(String given) {
        return new String(
                        given.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8)
                .replaceAll("[\\u007F-\\u009F]", " ");
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
        return text.substring(0, end) + "…";
    }
}
