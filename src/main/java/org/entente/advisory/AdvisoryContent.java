package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * What an advisory says: the same to everybody who gets it, and so what its digest is taken over. Whom it is for and which
 * objects it gathers are not part of it, since a digest over what a reader is not given would let it try out guesses.
 *
 * <p>Texts are Markdown (CommonMark with tables) and may be hostile: whoever shows them renders them by {@link Markdown}.
 *
 * @param title on one line
 * @param language of title and texts, a BCP 47 tag
 * @param tlp its marking, such as {@code TLP:GREEN}
 * @param summary what happened and what to do, in Markdown
 * @param sections further texts, in order
 * @param translations the same in other languages
 * @param products what the vulnerabilities are in; ids are the advisory's own
 * @param vulnerabilities what it is about, with the status of products and what to do
 * @param references further reading
 * @param acknowledgments who is thanked
 * @param source the document it was imported from, for operators only and not under the digest; absent where it was written here
 */
@Schema(name = "AdvisoryContent")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AdvisoryContent(
        @JsonProperty(required = true) String title,
        String language,

        @JsonProperty(required = true) @Schema(implementation = String.class, example = "TLP:GREEN")
        TlpLabel tlp,

        @JsonProperty(required = true) String summary,
        List<Section> sections,
        List<Translation> translations,
        List<Product> products,
        List<Vulnerability> vulnerabilities,
        List<Reference> references,
        List<Acknowledgment> acknowledgments,
        @Nullable SourceDocument source) {

    private static final int LIST_MAX = 500;
    private static final int PRODUCTS_MAX = 5_000;

    /** @throws IllegalArgumentException with a sentence for whoever wrote it */
    @SuppressWarnings("NullAway") // a body may leave out any of them
    public AdvisoryContent {
        title = Checks.line("title", title, Checks.TITLE_MAX);
        language = language == null ? "en" : Checks.language(language);
        tlp = Checks.present("tlp", tlp);
        summary = Checks.text("summary", summary);
        sections = Checks.list("sections", sections, LIST_MAX);
        translations = Checks.list("translations", translations, LIST_MAX);
        products = Checks.list("products", products, PRODUCTS_MAX);
        vulnerabilities = Checks.list("vulnerabilities", vulnerabilities, LIST_MAX);
        references = Checks.list("references", references, LIST_MAX);
        acknowledgments = Checks.list("acknowledgments", acknowledgments, LIST_MAX);
        Checks.distinct("translations, each with its own language", translations, Translation::language);
        Checks.distinct("products, each with its own id", products, Product::id);
        Checks.distinct(
                "vulnerabilities, each with its own CVE",
                vulnerabilities.stream().filter(v -> v.cve() != null).toList(),
                v -> String.valueOf(v.cve()));
        Set<String> known = products.stream().map(Product::id).collect(Collectors.toSet());
        for (Vulnerability vulnerability : vulnerabilities) {
            Set<String> unknown = new HashSet<>(vulnerability.productIds());
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException(
                        "Vulnerabilities name products that are not in products: " + String.join(", ", unknown) + ".");
            }
        }
    }

    /** Its TLP. */
    public Tlp level() {
        return tlp.level();
    }

    /** What of it is for readers: which document it was made of is the operators' own to know. */
    AdvisoryContent withoutSource() {
        return source == null
                ? this
                : new AdvisoryContent(
                        title,
                        language,
                        tlp,
                        summary,
                        sections,
                        translations,
                        products,
                        vulnerabilities,
                        references,
                        acknowledgments,
                        null);
    }

    /** The CVEs it is about, in order. */
    public List<String> cves() {
        return vulnerabilities.stream()
                .flatMap(v -> Optional.ofNullable(v.cve()).stream())
                .toList();
    }

    /**
     * A text of its own.
     *
     * @param title on one line
     * @param category what it is, by CSAF 2.0 §3.1.4: {@code description}, {@code details}, {@code faq}, {@code general},
     *     {@code legal_disclaimer}, {@code other} or {@code summary}; {@code general} where absent
     * @param text in Markdown
     */
    @Schema(name = "AdvisorySection")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Section(
            @JsonProperty(required = true) String title,
            String category,
            @JsonProperty(required = true) String text) {

        private static final Set<String> CATEGORIES =
                Set.of("description", "details", "faq", "general", "legal_disclaimer", "other", "summary");

        @SuppressWarnings("NullAway")
        public Section {
            title = Checks.line("title", title, Checks.TITLE_MAX);
            category = category == null ? "general" : Checks.oneOf("category", category, CATEGORIES);
            text = Checks.text("text", text);
        }
    }

    /**
     * Title and texts in another language.
     *
     * @param language a BCP 47 tag
     */
    @Schema(name = "AdvisoryTranslation")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Translation(
            @JsonProperty(required = true) String language,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String summary,
            List<Section> sections) {

        @SuppressWarnings("NullAway")
        public Translation {
            language = Checks.language(language);
            title = Checks.line("title", title, Checks.TITLE_MAX);
            summary = Checks.text("summary", summary);
            sections = Checks.list("sections", sections, LIST_MAX);
        }
    }

    /**
     * A product in one version or a range of versions.
     *
     * @param id by which vulnerabilities name it: letters, digits, {@code . _ -}
     * @param version one version, or a range in words or as {@code vers:} (CSAF 2.0 §3.1.2.3.2); absent for any
     * @param cpe a CPE 2.3 name
     * @param purl a package URL
     */
    @Schema(name = "AdvisoryProduct")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Product(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String vendor,
            @JsonProperty(required = true) String name,
            @Nullable String version,
            @Nullable String versionRange,
            @Nullable String cpe,
            @Nullable String purl) {

        public Product {
            id = Checks.matching("id", id, Checks.PRODUCT_ID);
            vendor = Checks.line("vendor", vendor, Checks.TITLE_MAX);
            name = Checks.line("name", name, Checks.TITLE_MAX);
            version = version == null ? null : Checks.line("version", version, Checks.TITLE_MAX);
            versionRange = versionRange == null ? null : Checks.line("versionRange", versionRange, Checks.LINE_MAX);
            cpe = cpe == null ? null : Checks.matching("cpe", cpe, Checks.CPE);
            purl = purl == null ? null : Checks.matching("purl", purl, Checks.PURL);
            if (version != null && versionRange != null) {
                throw new IllegalArgumentException("A product has a version or a versionRange, not both.");
            }
        }

        /** As people read it. */
        public String label() {
            String range = versionRange == null ? "" : " " + versionRange;
            return vendor + " " + name + (version == null ? range : " " + version);
        }
    }

    /** Further reading, at an http or https address. */
    @Schema(name = "AdvisoryReference")
    public record Reference(
            @JsonProperty(required = true) String summary,
            @JsonProperty(required = true) String url) {

        public Reference {
            summary = Checks.line("summary", summary, Checks.LINE_MAX);
            url = Checks.url("url", url);
        }
    }

    /** Who is thanked: names, an organization or both. */
    @Schema(name = "AdvisoryAcknowledgment")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Acknowledgment(
            List<String> names,
            @Nullable String organization,
            @Nullable String summary) {

        @SuppressWarnings("NullAway")
        public Acknowledgment {
            names = Checks.list("names", names, LIST_MAX).stream()
                    .map(name -> Checks.line("names", name, Checks.TITLE_MAX))
                    .toList();
            organization = organization == null ? null : Checks.line("organization", organization, Checks.TITLE_MAX);
            summary = summary == null ? null : Checks.line("summary", summary, Checks.LINE_MAX);
            if (names.isEmpty() && organization == null) {
                throw new IllegalArgumentException("An acknowledgment has names or an organization.");
            }
        }
    }

    /**
     * A document that was imported and is kept whole; see {@link Advisories#source}.
     *
     * @param mediaType of it
     * @param sha256 of its bytes, 64 hex digits
     */
    @Schema(name = "AdvisorySource")
    public record SourceDocument(
            @JsonProperty(required = true) String mediaType,
            @JsonProperty(required = true) String sha256) {

        public SourceDocument {
            mediaType = Checks.line("mediaType", mediaType, Checks.TITLE_MAX);
            sha256 = Checks.matching("sha256", sha256, Checks.SHA256);
        }
    }
}
