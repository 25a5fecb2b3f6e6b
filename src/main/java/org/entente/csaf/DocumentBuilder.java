package org.entente.csaf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.AdvisoryContent.Acknowledgment;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.advisory.AdvisoryContent.Translation;
import org.entente.csaf.Provider.PublisherIdentity;
import org.entente.csaf.document.Texts;

/**
 * Writes what an advisory says as a CSAF 2.0 document: a Security Advisory (section 4.4) where it has vulnerabilities with the status
 * of products, an Informational Advisory or CSAF Base where it has not. Pure.
 */
final class DocumentBuilder {

    private static final String TLP = "https://www.first.org/tlp/";

    private DocumentBuilder() {}

    /**
     * The document.
     *
     * @param label of the content's level; see {@link Label#of}
     */
    static byte[] document(Issue issue, Label label) {
        ObjectNode root = Json.NODES.objectNode();
        AdvisoryContent content = issue.content();
        VulnerabilityWriter vulnerabilities = new VulnerabilityWriter(content);
        ArrayNode items = vulnerabilities.items();
        root.set("document", head(issue, label, category(content, vulnerabilities.tellsOfProducts())));
        Json.setIfAny(root, "product_tree", ProductTreeWriter.tree(content.products()));
        Json.setIfAny(root, "vulnerabilities", items);
        return Json.bytes(root);
    }

    private static String category(AdvisoryContent content, boolean tellsOfProducts) {
        if (tellsOfProducts) {
            return "csaf_security_advisory";
        }
        boolean informs =
                content.vulnerabilities().isEmpty() && !content.references().isEmpty();
        return informs ? "csaf_informational_advisory" : "csaf_base";
    }

    private static ObjectNode head(Issue issue, Label label, String category) {
        AdvisoryContent content = issue.content();
        ObjectNode head = Json.NODES.objectNode();
        head.put("category", category).put("csaf_version", "2.0").put("title", content.title());
        head.putObject("distribution")
                .putObject("tlp")
                .put("label", label.name())
                .put("url", TLP);
        if (Texts.isLanguage(content.language()) && Texts.isKnownLanguage(content.language())) {
            head.put("lang", content.language());
        }
        head.set("publisher", publisher(issue.publisher()));
        head.set("notes", notes(issue));
        head.set("references", references(issue));
        Json.setIfAny(head, "acknowledgments", acknowledgments(content));
        head.set("tracking", tracking(issue));
        return head;
    }

    static ObjectNode publisher(PublisherIdentity publisher) {
        ObjectNode object = Json.NODES.objectNode();
        object.put("category", publisher.category())
                .put("name", publisher.name())
                .put("namespace", publisher.namespace());
        Json.putIfAny(object, "contact_details", publisher.contactDetails());
        Json.putIfAny(object, "issuing_authority", publisher.issuingAuthority());
        return object;
    }

    private static ArrayNode notes(Issue issue) {
        AdvisoryContent content = issue.content();
        ArrayNode notes = Json.NODES.arrayNode();
        note(notes, "summary", "Summary", content.summary());
        content.sections().forEach(section -> note(notes, section.category(), section.title(), section.text()));
        for (Translation translation : content.translations()) {
            String in = "[" + translation.language() + "] ";
            note(notes, "summary", in + translation.title(), translation.summary());
            for (Section section : translation.sections()) {
                note(notes, section.category(), in + section.title(), section.text());
            }
        }
        note(notes, "other", "SHA-256 of the content, the same in every rendering", issue.digest());
        return notes;
    }

    static void note(ArrayNode notes, String category, String title, String text) {
        notes.addObject().put("category", category).put("title", title).put("text", text);
    }

    private static ArrayNode references(Issue issue) {
        ArrayNode references = Json.NODES.arrayNode();
        references
                .addObject()
                .put("category", "self")
                .put("summary", "This document")
                .put("url", issue.address());
        issue.content()
                .references()
                .forEach(reference -> references
                        .addObject()
                        .put("category", "external")
                        .put("summary", reference.summary())
                        .put("url", ascii(reference.url())));
        return references;
    }

    /** CSAF wants addresses of RFC 3986; what is not ASCII in one is escaped, as a browser does. */
    static String ascii(String url) {
        return java.net.URI.create(url).toASCIIString();
    }

    private static ArrayNode acknowledgments(AdvisoryContent content) {
        ArrayNode acknowledgments = Json.NODES.arrayNode();
        for (Acknowledgment given : content.acknowledgments()) {
            ObjectNode one = acknowledgments.addObject();
            Json.setIfAny(one, "names", Json.texts(given.names()));
            Json.putIfAny(one, "organization", Optional.ofNullable(given.organization()));
            Json.putIfAny(one, "summary", Optional.ofNullable(given.summary()));
        }
        return acknowledgments;
    }

    private static ObjectNode tracking(Issue issue) {
        ObjectNode tracking = Json.NODES.objectNode();
        tracking.put("id", issue.id().value())
                .put("status", "final")
                .put("version", String.valueOf(issue.last().number()))
                .put("initial_release_date", time(issue.first().at()))
                .put("current_release_date", time(issue.last().at()));
        tracking.putObject("generator").putObject("engine").put("name", "Entente");
        ArrayNode history = tracking.putArray("revision_history");
        for (Issue.Revision revision : issue.revisions()) {
            history.addObject()
                    .put("date", time(revision.at()))
                    .put("number", String.valueOf(revision.number()))
                    .put("summary", revision.number() == 1 ? "First version." : "Amended.");
        }
        return tracking;
    }

    static String time(Instant at) {
        return DateTimeFormatter.ISO_INSTANT.format(at.truncatedTo(ChronoUnit.MILLIS));
    }
}
