package org.entente.advisory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.entente.advisory.AdvisoryContent.Reference;
import org.entente.advisory.AdvisoryContent.Section;
import org.entente.stix.StixId;

/**
 * The STIX objects of an advisory: its report (STIX 2.1 §4.16) and the identity it is published under. Pure.
 *
 * <p>The report carries text and references; products, statuses and translations are in the other renderings, which its
 * extension names by version and digest. Translations are no language-content: one would name the report by an id that a reader
 * of a trimmed report does not have.
 */
final class ReportObject {

    /** The key of the report's property extension, of the exchange's own. */
    static final String EXTENSION = "extension-definition--6f1c0f0e-53a5-4b0b-9a38-8f4e0d0c5b21";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** STIX has milliseconds at least; the exchange's own times have no more. */
    private static final DateTimeFormatter TIMES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ReportObject() {}

    /**
     * Who publishes.
     *
     * @param name of the organization
     * @param createdAt when the identity was made
     */
    record Publisher(StixId identity, String name, Instant createdAt) {}

    /**
     * One version to be published.
     *
     * @param members by the names that the report gives them
     * @param created when the first version was published
     * @param modified when this one is
     */
    record Issue(Advisory advisory, Publisher publisher, List<StixId> members, Instant created, Instant modified) {}

    static byte[] identity(Publisher publisher) {
        ObjectNode identity = NODES.objectNode();
        identity.put("type", "identity")
                .put("spec_version", "2.1")
                .put("id", publisher.identity().toString());
        identity.put("created", TIMES.format(publisher.createdAt()))
                .put("modified", TIMES.format(publisher.createdAt()));
        identity.put("name", publisher.name()).put("identity_class", "organization");
        identity.set(
                "object_marking_refs",
                texts(List.of(org.entente.stix.Tlp.CLEAR.marking().toString())));
        return bytes(identity);
    }

    static byte[] report(Issue issue) {
        Advisory advisory = issue.advisory();
        AdvisoryContent content = advisory.wording().content();
        ObjectNode report = NODES.objectNode();
        report.put("type", "report")
                .put("spec_version", "2.1")
                .put("id", advisory.reportId().toString());
        report.put("created_by_ref", issue.publisher().identity().toString());
        report.put("created", TIMES.format(issue.created())).put("modified", TIMES.format(issue.modified()));
        report.put("name", content.title()).put("description", description(content));
        report.put("lang", content.language());
        report.set("report_types", texts(List.of(content.cves().isEmpty() ? "threat-report" : "vulnerability")));
        report.put("published", TIMES.format(issue.created()));
        report.set("object_refs", members(issue));
        report.set(
                "object_marking_refs", texts(List.of(content.level().marking().toString())));
        report.set("external_references", references(advisory));
        report.putObject("extensions").set(EXTENSION, extension(advisory));
        return bytes(report);
    }

    /** The publisher's identity is always left of it, whatever a reader may not have. */
    private static ArrayNode members(Issue issue) {
        ArrayNode members = texts(List.of(issue.publisher().identity().toString()));
        issue.members().forEach(member -> members.add(member.toString()));
        return members;
    }

    private static String description(AdvisoryContent content) {
        StringBuilder text = new StringBuilder(content.summary());
        for (Section section : content.sections()) {
            text.append("\n\n## ").append(section.title()).append("\n\n").append(section.text());
        }
        return text.toString();
    }

    private static ArrayNode references(Advisory advisory) {
        AdvisoryContent content = advisory.wording().content();
        ArrayNode references = NODES.arrayNode();
        references
                .addObject()
                .put("source_name", "advisory")
                .put("external_id", advisory.trackingId().value());
        content.cves()
                .forEach(cve -> references.addObject().put("source_name", "cve").put("external_id", cve));
        for (Reference reference : content.references()) {
            references.addObject().put("source_name", reference.summary()).put("url", reference.url());
        }
        return references;
    }

    private static ObjectNode extension(Advisory advisory) {
        return NODES.objectNode()
                .put("extension_type", "property-extension")
                .put("tracking_id", advisory.trackingId().value())
                .put("version", advisory.version())
                .put("content_sha256", advisory.digest());
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static byte[] bytes(ObjectNode object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A tree always has a JSON form", broken);
        }
    }
}
