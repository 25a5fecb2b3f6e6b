package org.entente.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The fields of an advisory's form, as they stand in it. What the form has no field for stands in {@code further} as JSON, so that
 * nothing is lost by editing what came another way.
 *
 * @param products a line each: id, vendor, name, version, range of versions, CPE, package URL
 * @param references a line each: what it is, address
 * @param further JSON of translations, acknowledgments and source; may be empty
 */
public record AdvisoryForm(
        String title,
        String language,
        String tlp,
        String summary,
        List<SectionRow> sections,
        String products,
        List<VulnerabilityRow> vulnerabilities,
        String references,
        String further,
        String communities,
        String partners,
        String exceptions,
        String exceptCommunities,
        String reason) {

    /** The last field: where it is missing, the form arrived in part. */
    static final String END = "end";

    private static final int BLANKS = 1;

    public AdvisoryForm {
        sections = List.copyOf(sections);
        vulnerabilities = List.copyOf(vulnerabilities);
    }

    /** A text of its own. */
    public record SectionRow(String title, String category, String text) {
        static final SectionRow BLANK = new SectionRow("", "general", "");

        boolean isBlank() {
            return title.isEmpty() && text.isEmpty();
        }
    }

    /**
     * A vulnerability.
     *
     * @param cvss a line each: vector, products
     * @param statuses a line each: status, products
     * @param remediations a line each: category, products, address, details
     */
    public record VulnerabilityRow(
            String cve, String title, String notes, String cvss, String statuses, String remediations) {
        static final VulnerabilityRow BLANK = new VulnerabilityRow("", "", "", "", "", "");

        boolean isBlank() {
            return equals(BLANK);
        }
    }

    /**
     * A field that somebody else has filled in otherwise.
     *
     * @param label as the form calls it
     * @param theirs what stands there now
     */
    public record Difference(String label, String theirs) {}

    /** Of nothing yet. */
    static AdvisoryForm empty() {
        return new AdvisoryForm("", "en", "TLP:GREEN", "", List.of(), "", List.of(), "", "", "", "", "", "", "");
    }

    /** As somebody filled it in; rows that were left empty are gone. */
    static AdvisoryForm of(Form form) {
        List<SectionRow> sections = new ArrayList<>();
        for (int i = 0; form.fields().containsKey("section." + i + ".title"); i++) {
            String at = "section." + i + ".";
            sections.add(new SectionRow(
                    form.text(at + "title"), form.text(at + "category", "general"), text(form, at + "text")));
        }
        List<VulnerabilityRow> vulnerabilities = new ArrayList<>();
        for (int i = 0; form.fields().containsKey("vulnerability." + i + ".cve"); i++) {
            String at = "vulnerability." + i + ".";
            vulnerabilities.add(new VulnerabilityRow(
                    form.text(at + "cve"),
                    form.text(at + "title"),
                    text(form, at + "notes"),
                    text(form, at + "cvss"),
                    text(form, at + "statuses"),
                    text(form, at + "remediations")));
        }
        sections.removeIf(SectionRow::isBlank);
        vulnerabilities.removeIf(VulnerabilityRow::isBlank);
        return new AdvisoryForm(
                form.text("title"),
                form.text("language"),
                form.text("tlp"),
                text(form, "summary"),
                sections,
                text(form, "products"),
                vulnerabilities,
                text(form, "references"),
                text(form, "further"),
                form.text("communities"),
                form.text("partners"),
                form.text("exceptions"),
                form.text("exceptCommunities"),
                form.text("reason"));
    }

    /** Browsers send other line ends than they were given. */
    private static String text(Form form, String name) {
        return form.text(name).replace("\r\n", "\n").replace('\r', '\n');
    }

    /** With rows to be filled in. */
    AdvisoryForm withBlanks(int more) {
        return new AdvisoryForm(
                title,
                language,
                tlp,
                summary,
                Stream.concat(
                                sections.stream(),
                                Stream.generate(() -> SectionRow.BLANK).limit(BLANKS + (long) more))
                        .toList(),
                products,
                Stream.concat(
                                vulnerabilities.stream(),
                                Stream.generate(() -> VulnerabilityRow.BLANK).limit(BLANKS + (long) more))
                        .toList(),
                references,
                further,
                communities,
                partners,
                exceptions,
                exceptCommunities,
                reason);
    }

    /** What stands otherwise in another form, in the order of the fields. */
    List<Difference> differences(AdvisoryForm other) {
        Map<String, String> own = labelled();
        Map<String, String> theirs = other.labelled();
        Map<String, String> all = new LinkedHashMap<>(theirs);
        own.keySet().forEach(label -> all.putIfAbsent(label, ""));
        return all.entrySet().stream()
                .filter(field -> !field.getValue().equals(own.getOrDefault(field.getKey(), "")))
                .map(field -> new Difference(field.getKey(), field.getValue()))
                .toList();
    }

    private Map<String, String> labelled() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Title", title);
        fields.put("Language", language);
        fields.put("TLP", tlp);
        fields.put("Communities", communities);
        fields.put("Partners", partners);
        fields.put("But not these partners", exceptions);
        fields.put("But nobody of these communities", exceptCommunities);
        fields.put("Summary", summary);
        for (int i = 0; i < sections.size(); i++) {
            SectionRow row = sections.get(i);
            fields.put("Section " + (i + 1), row.title() + " (" + row.category() + ")\n" + row.text());
        }
        fields.put("Products", products);
        for (int i = 0; i < vulnerabilities.size(); i++) {
            VulnerabilityRow row = vulnerabilities.get(i);
            fields.put(
                    "Vulnerability " + (i + 1),
                    Stream.of(row.cve(), row.title(), row.notes(), row.cvss(), row.statuses(), row.remediations())
                            .filter(text -> !text.isEmpty())
                            .collect(java.util.stream.Collectors.joining("\n")));
        }
        fields.put("References", references);
        fields.put("Further parts", further);
        return fields;
    }

    /** A JSON array of names as one text. */
    static String names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return String.join(", ", names);
    }
}
