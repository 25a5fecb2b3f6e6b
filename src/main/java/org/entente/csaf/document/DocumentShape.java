package org.entente.csaf.document;

import static org.entente.csaf.document.Shape.later;
import static org.entente.csaf.document.Shape.list;
import static org.entente.csaf.document.Shape.object;
import static org.entente.csaf.document.Shape.oneOf;
import static org.entente.csaf.document.Shape.set;
import static org.entente.csaf.document.Shape.text;

/** The whole of a CSAF 2.0 document: the elements of section 3, which of them must be there and what they must look like. */
final class DocumentShape {

    private static final Shape DATE = text("must be a date and time of RFC 3339", Texts::isDateTime);
    private static final Shape URI = text("must be an absolute URI", Texts::isUri);
    private static final Shape LANGUAGE = text("must be a language tag", Texts::isLanguage);
    private static final Shape VERSION =
            text("must be a version", text -> Version.tryParse(text).isPresent());
    private static final Shape TEXTS = list(1, text());
    private static final Shape TEXT_SET = set(1, text());

    private static final Shape ACKNOWLEDGMENTS = list(
            1,
            object().sized(1, Integer.MAX_VALUE)
                    .with("names", TEXTS)
                    .with("organization", text())
                    .with("summary", text())
                    .with("urls", list(1, URI)));

    private static final Shape NOTES = list(
            1,
            object("category", "text")
                    .with("audience", text())
                    .with(
                            "category",
                            oneOf("description", "details", "faq", "general", "legal_disclaimer", "other", "summary"))
                    .with("text", text())
                    .with("title", text()));

    private static final Shape REFERENCES = list(
            1,
            object("summary", "url")
                    .with("category", oneOf("external", "self"))
                    .with("summary", text())
                    .with("url", URI));

    private static final Shape HELPER = object().sized(1, Integer.MAX_VALUE)
            .with("cpe", text("must be a CPE", Texts::isCpe))
            .with(
                    "hashes",
                    list(
                            1,
                            object("file_hashes", "filename")
                                    .with(
                                            "file_hashes",
                                            list(
                                                    1,
                                                    object("algorithm", "value")
                                                            .with("algorithm", text())
                                                            .with(
                                                                    "value",
                                                                    text(
                                                                            "must be at least 32 hex digits",
                                                                            Texts::isHash))))
                                    .with("filename", text())))
            .with("model_numbers", TEXT_SET)
            .with("purl", text("must be a package URL", PackageUrl::hasForm))
            .with("sbom_urls", list(1, URI))
            .with("serial_numbers", TEXT_SET)
            .with("skus", TEXTS)
            .with(
                    "x_generic_uris",
                    list(1, object("namespace", "uri").with("namespace", URI).with("uri", URI)));

    private static final Shape PRODUCT = object("name", "product_id")
            .with("name", text())
            .with("product_id", text())
            .with("product_identification_helper", HELPER);

    private static final Shape BRANCHES = list(
            1,
            object("category", "name")
                    .sized(3, 3)
                    .with("branches", later(DocumentShape::branches))
                    .with(
                            "category",
                            oneOf(
                                    "architecture",
                                    "host_name",
                                    "language",
                                    "legacy",
                                    "patch_level",
                                    "product_family",
                                    "product_name",
                                    "product_version",
                                    "product_version_range",
                                    "service_pack",
                                    "specification",
                                    "vendor"))
                    .with("name", text())
                    .with("product", PRODUCT));

    private static final Shape PUBLISHER = object("category", "name", "namespace")
            .with("category", oneOf("coordinator", "discoverer", "other", "translator", "user", "vendor"))
            .with("contact_details", text())
            .with("issuing_authority", text())
            .with("name", text())
            .with("namespace", URI);

    private static final Shape TRACKING = object(
                    "current_release_date", "id", "initial_release_date", "revision_history", "status", "version")
            .with("aliases", TEXT_SET)
            .with("current_release_date", DATE)
            .with(
                    "generator",
                    object("engine")
                            .with("date", DATE)
                            .with("engine", object("name").with("name", text()).with("version", text())))
            .with("id", text("must begin and end with something other than space", Texts::isTrackingId))
            .with("initial_release_date", DATE)
            .with(
                    "revision_history",
                    list(
                            1,
                            object("date", "number", "summary")
                                    .with("date", DATE)
                                    .with("legacy_version", text())
                                    .with("number", VERSION)
                                    .with("summary", text())))
            .with("status", oneOf("draft", "final", "interim"))
            .with("version", VERSION);

    private static final Shape DOCUMENT = object("category", "csaf_version", "publisher", "title", "tracking")
            .with("acknowledgments", ACKNOWLEDGMENTS)
            .with("aggregate_severity", object("text").with("namespace", URI).with("text", text()))
            .with("category", text("must be a category without marks at its ends", Texts::isCategory))
            .with("csaf_version", oneOf("2.0"))
            .with(
                    "distribution",
                    object().sized(1, Integer.MAX_VALUE)
                            .with("text", text())
                            .with(
                                    "tlp",
                                    object("label")
                                            .with("label", oneOf("AMBER", "GREEN", "RED", "WHITE"))
                                            .with("url", URI)))
            .with("lang", LANGUAGE)
            .with("notes", NOTES)
            .with("publisher", PUBLISHER)
            .with("references", REFERENCES)
            .with("source_lang", LANGUAGE)
            .with("title", text())
            .with("tracking", TRACKING);

    private static final Shape PRODUCT_TREE = object().sized(1, Integer.MAX_VALUE)
            .with("branches", BRANCHES)
            .with("full_product_names", list(1, PRODUCT))
            .with(
                    "product_groups",
                    list(
                            1,
                            object("group_id", "product_ids")
                                    .with("group_id", text())
                                    .with("product_ids", set(2, text()))
                                    .with("summary", text())))
            .with(
                    "relationships",
                    list(
                            1,
                            object("category", "full_product_name", "product_reference", "relates_to_product_reference")
                                    .with(
                                            "category",
                                            oneOf(
                                                    "default_component_of",
                                                    "external_component_of",
                                                    "installed_on",
                                                    "installed_with",
                                                    "optional_component_of"))
                                    .with("full_product_name", PRODUCT)
                                    .with("product_reference", text())
                                    .with("relates_to_product_reference", text())));

    private static final Shape ROOT = object("document")
            .with("document", DOCUMENT)
            .with("product_tree", PRODUCT_TREE)
            .with("vulnerabilities", list(1, VulnerabilityShape.of(DATE, URI, ACKNOWLEDGMENTS, NOTES, REFERENCES)));

    private DocumentShape() {}

    private static Shape branches() {
        return BRANCHES;
    }

    static void check(Spot root, Findings findings) {
        ROOT.check(root, findings);
    }
}
