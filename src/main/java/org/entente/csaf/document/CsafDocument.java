package org.entente.csaf.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.entente.stix.Tlp;

/**
 * A CSAF 2.0 document with its bytes as they came. Immutable; its bytes must not be changed.
 *
 * <p>What is asked of it may be missing where the document was not checked: texts are then empty.
 */
public final class CsafDocument {

    private final byte[] bytes;
    private final Spot root;

    CsafDocument(byte[] bytes, JsonNode root) {
        this.bytes = bytes;
        this.root = Spot.root(root);
    }

    /** The document as it came, to the byte. */
    public byte[] bytes() {
        return bytes;
    }

    Spot root() {
        return root;
    }

    /** Whether it says that it is of CSAF 2.0. */
    public boolean isVersion20() {
        return root.at("document").text("csaf_version").equals("2.0");
    }

    public String title() {
        return root.at("document").text("title");
    }

    /** The publisher's name for it, as it is spelt. */
    public String trackingId() {
        return tracking().text("id");
    }

    public String version() {
        return tracking().text("version");
    }

    /** {@code draft}, {@code interim} or {@code final}. */
    public String status() {
        return tracking().text("status");
    }

    public String category() {
        return root.at("document").text("category");
    }

    public Optional<String> language() {
        return root.at("document").textIfAny("lang");
    }

    public Optional<Instant> initialReleaseDate() {
        return Texts.instant(tracking().text("initial_release_date"));
    }

    public Optional<Instant> currentReleaseDate() {
        return Texts.instant(tracking().text("current_release_date"));
    }

    /** The level of its TLP 1 label; nothing where it has none. */
    public Optional<Tlp> tlp() {
        return root.down("document", "distribution", "tlp").textIfAny("label").flatMap(Tlp::ofLabel);
    }

    public String publisher() {
        return root.down("document", "publisher").text("name");
    }

    /** Where the publisher says who it is. */
    public String publisherNamespace() {
        return root.down("document", "publisher").text("namespace");
    }

    /** The document's notes, in its order. */
    public List<Note> notes() {
        return notes(root.at("document"));
    }

    public List<Vulnerable> vulnerabilities() {
        Products products = Products.of(root);
        return root.each("vulnerabilities").stream()
                .map(one -> vulnerable(one, products))
                .toList();
    }

    /** Every product it defines, each with the branches above it. */
    public List<Product> products() {
        return Catalogue.of(root);
    }

    public List<Reference> references() {
        return root.at("document").each("references").stream()
                .map(one -> new Reference(one.text("summary"), one.text("url")))
                .toList();
    }

    public List<Acknowledgment> acknowledgments() {
        return root.at("document").each("acknowledgments").stream()
                .map(one ->
                        new Acknowledgment(one.texts("names"), one.textIfAny("organization"), one.textIfAny("summary")))
                .toList();
    }

    /** The name of its file by section 5.1, such as {@code icsa-23-005-01.json}. */
    public String fileName() {
        return fileName(trackingId());
    }

    /** The name of the file of a document with this tracking id (section 5.1). */
    public static String fileName(String trackingId) {
        return trackingId.toLowerCase(Locale.ROOT).replaceAll("[^+\\-a-z0-9]+", "_") + ".json";
    }

    private Spot tracking() {
        return root.down("document", "tracking");
    }

    private static List<Note> notes(Spot of) {
        return of.each("notes").stream()
                .map(note -> new Note(note.text("category"), note.text("title"), note.text("text")))
                .toList();
    }

    private static Vulnerable vulnerable(Spot of, Products products) {
        return new Vulnerable(
                of.textIfAny("cve"),
                of.text("title"),
                notes(of),
                of.each("scores").stream()
                        .map(score -> score.has("cvss_v3") ? score.at("cvss_v3") : score.at("cvss_v2"))
                        .flatMap(score -> score.textIfAny("vectorString").stream())
                        .distinct()
                        .toList(),
                statuses(of.at("product_status")),
                of.each("remediations").stream()
                        .map(one -> new Remediation(
                                one.text("category"),
                                one.text("details"),
                                one.textIfAny("url"),
                                List.copyOf(products.namedBy(one))))
                        .toList());
    }

    private static Map<String, List<String>> statuses(Spot of) {
        Map<String, List<String>> statuses = new LinkedHashMap<>();
        Vulnerability.STATUSES.stream().filter(of::has).forEach(status -> statuses.put(status, of.texts(status)));
        return statuses;
    }

    /** A text of a category, with a title that may be empty. */
    public record Note(String category, String title, String text) {}

    /**
     * A product.
     *
     * @param id by which the document's statements name it
     * @param branches names of the branches above it, by their categories
     */
    public record Product(String id, String name, Map<String, String> branches) {
        public Product {
            branches = Map.copyOf(branches);
        }

        /** The name of the branch of a category, such as {@code vendor}. */
        public Optional<String> branch(String category) {
            return Optional.ofNullable(branches.get(category));
        }
    }

    /** Who is thanked. */
    public record Acknowledgment(List<String> names, Optional<String> organization, Optional<String> summary) {}

    /** Something else to read. */
    public record Reference(String summary, String url) {}

    /** What is to be done, and for which products, those of groups included. */
    public record Remediation(String category, String details, Optional<String> url, List<String> products) {}

    /** One vulnerability: its CVE id if it has one, its title, which may be empty, and what is said of it. */
    public record Vulnerable(
            Optional<String> cve,
            String title,
            List<Note> notes,
            List<String> cvssVectors,
            Map<String, List<String>> statuses,
            List<Remediation> remediations) {}
}
