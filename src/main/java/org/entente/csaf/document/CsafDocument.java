package org.entente.csaf.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
        return root.each("vulnerabilities").stream()
                .map(CsafDocument::vulnerable)
                .toList();
    }

    /** Every product it defines. */
    public List<Product> products() {
        return Products.of(root).definitions().stream()
                .map(product -> new Product(product.text("product_id"), product.text("name")))
                .toList();
    }

    public List<Reference> references() {
        return root.at("document").each("references").stream()
                .map(one -> new Reference(one.text("summary"), one.text("url")))
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

    private static Vulnerable vulnerable(Spot of) {
        return new Vulnerable(
                of.textIfAny("cve"),
                of.text("title"),
                notes(of),
                of.each("scores").stream()
                        .map(score -> score.has("cvss_v3") ? score.at("cvss_v3") : score.at("cvss_v2"))
                        .flatMap(score -> score.textIfAny("vectorString").stream())
                        .distinct()
                        .toList(),
                of.each("remediations").stream()
                        .map(one -> new Remediation(one.text("category"), one.text("details"), one.textIfAny("url")))
                        .toList());
    }

    /** A text of a category, with a title that may be empty. */
    public record Note(String category, String title, String text) {}

    /** A product and the id by which the document's statements name it. */
    public record Product(String id, String name) {}

    /** Something else to read. */
    public record Reference(String summary, String url) {}

    /** What is to be done. */
    public record Remediation(String category, String details, Optional<String> url) {}

    /** One vulnerability: its CVE id if it has one, its title, which may be empty, and what is said of it. */
    public record Vulnerable(
            Optional<String> cve,
            String title,
            List<Note> notes,
            List<String> cvssVectors,
            List<Remediation> remediations) {}
}
