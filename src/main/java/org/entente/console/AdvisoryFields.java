package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.console.AdvisoryForm.SectionRow;
import org.entente.console.AdvisoryForm.VulnerabilityRow;
import org.entente.http.ProblemException;

/** Turns the body that REST takes for an advisory into a form and back, without loss. What is wrong in it is for REST to say. Pure. */
final class AdvisoryFields {

    private static final List<String> PRODUCT =
            List.of("id", "vendor", "name", "version", "versionRange", "cpe", "purl");
    private static final List<String> REFERENCE = List.of("summary", "url");
    private static final List<String> CVSS = List.of("vector", "products");
    private static final List<String> STATUS = List.of("status", "products");
    private static final List<String> REMEDIATION = List.of("category", "products", "url", "details");

    /** Of a cell that holds several names. */
    private static final String PRODUCTS = "products";

    private static final Set<String> FURTHER = Set.of("translations", "acknowledgments", "source");

    private final ObjectMapper json;

    AdvisoryFields(ObjectMapper json) {
        this.json = json;
    }

    /** An advisory as it is, to be changed. */
    AdvisoryForm form(AdvisoryView advisory) {
        JsonNode content = json.valueToTree(advisory.content());
        JsonNode audience = json.valueToTree(advisory.audience());
        return new AdvisoryForm(
                content.path("title").asText(),
                content.path("language").asText(),
                content.path("tlp").asText(),
                content.path("summary").asText(),
                elements(content.path("sections"))
                        .map(one -> new SectionRow(
                                one.path("title").asText(),
                                one.path("category").asText(),
                                one.path("text").asText()))
                        .toList(),
                lines(content.path(PRODUCTS), PRODUCT),
                elements(content.path("vulnerabilities"))
                        .map(AdvisoryFields::vulnerability)
                        .toList(),
                lines(content.path("references"), REFERENCE),
                further(content),
                AdvisoryForm.names(audience.path("communities")),
                AdvisoryForm.names(audience.path("partners")),
                AdvisoryForm.names(audience.path("exceptions")),
                AdvisoryForm.names(audience.path("exceptCommunities")),
                "");
    }

    private static VulnerabilityRow vulnerability(JsonNode one) {
        return new VulnerabilityRow(
                one.path("cve").asText(),
                one.path("title").asText(),
                one.path("notes").asText(),
                lines(one.path("cvss"), CVSS),
                lines(one.path("statuses"), STATUS),
                lines(one.path("remediations"), REMEDIATION));
    }

    private static String lines(JsonNode array, List<String> columns) {
        return Lines.write(elements(array)
                .map(row -> columns.stream()
                        .map(column -> column.equals(PRODUCTS)
                                ? AdvisoryForm.names(row.path(column))
                                : row.path(column).asText())
                        .toList())
                .toList());
    }

    private String further(JsonNode content) {
        ObjectNode rest = json.createObjectNode();
        FURTHER.stream().sorted().filter(content::has).forEach(name -> rest.set(name, content.path(name)));
        return rest.isEmpty() ? "" : rest.toPrettyString();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** @throws ProblemException 400 where a line or the JSON cannot be read at all */
    Map<String, Object> body(AdvisoryForm form) {
        ObjectNode content = json.createObjectNode();
        content.put("title", form.title());
        put(content, "language", form.language());
        put(content, "tlp", form.tlp());
        content.put("summary", form.summary());
        ArrayNode sections = content.putArray("sections");
        for (SectionRow row : form.sections()) {
            sections.addObject()
                    .put("title", row.title())
                    .put("category", row.category())
                    .put("text", row.text());
        }
        content.set(PRODUCTS, rows(form.products(), PRODUCT, "/content/products"));
        ArrayNode vulnerabilities = content.putArray("vulnerabilities");
        for (VulnerabilityRow row : form.vulnerabilities()) {
            add(vulnerabilities.addObject(), row, "/content/vulnerabilities/" + (vulnerabilities.size() - 1));
        }
        content.set("references", rows(form.references(), REFERENCE, "/content/references"));
        content.setAll(further(form.further()));
        Map<String, Object> body = new java.util.HashMap<>();
        body.put("content", content);
        body.put("audience", audience(form));
        if (!form.reason().isEmpty()) {
            body.put("reason", form.reason());
        }
        return body;
    }

    private static Map<String, List<String>> audience(AdvisoryForm form) {
        return Map.of(
                "communities", Lines.names(form.communities()),
                "partners", Lines.names(form.partners()),
                "exceptions", Lines.names(form.exceptions()),
                "exceptCommunities", Lines.names(form.exceptCommunities()));
    }

    private void add(ObjectNode vulnerability, VulnerabilityRow row, String at) {
        put(vulnerability, "cve", row.cve());
        put(vulnerability, "title", row.title());
        put(vulnerability, "notes", row.notes());
        vulnerability.set("cvss", rows(row.cvss(), CVSS, at + "/cvss"));
        vulnerability.set("statuses", rows(row.statuses(), STATUS, at + "/statuses"));
        vulnerability.set("remediations", rows(row.remediations(), REMEDIATION, at + "/remediations"));
    }

    private static void put(ObjectNode object, String name, String value) {
        if (!value.isEmpty()) {
            object.put(name, value);
        }
    }

    private ArrayNode rows(String text, List<String> columns, String at) {
        ArrayNode rows = json.createArrayNode();
        for (List<String> cells : Lines.read(text)) {
            if (cells.size() > columns.size()) {
                throw ProblemException.invalidBody(
                        at + "/" + rows.size(),
                        "A line has at most " + columns.size()
                                + " parts; before a bar within a part stands a backslash.");
            }
            ObjectNode row = rows.addObject();
            for (int i = 0; i < cells.size(); i++) {
                String column = columns.get(i);
                if (column.equals(PRODUCTS)) {
                    row.set(column, json.valueToTree(Lines.names(cells.get(i))));
                } else {
                    put(row, column, cells.get(i));
                }
            }
        }
        return rows;
    }

    private ObjectNode further(String text) {
        if (text.isEmpty()) {
            return json.createObjectNode();
        }
        JsonNode tree;
        try {
            tree = json.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readTree(text);
        } catch (JsonProcessingException broken) {
            throw ProblemException.invalidBody(
                    "/further",
                    "The JSON text breaks off or goes wrong"
                            + (broken.getLocation() == null
                                    ? "."
                                    : " at line " + broken.getLocation().getLineNr() + "."));
        }
        List<String> unknown = new ArrayList<>();
        tree.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FURTHER);
        if (!(tree instanceof ObjectNode object) || !unknown.isEmpty()) {
            throw ProblemException.invalidBody(
                    "/further",
                    "Expected a JSON object of translations, acknowledgments and source, and nothing else.");
        }
        return object;
    }
}
