package org.entente.mitigation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entente.mitigation.Facet.Term;
import org.entente.stix.MitigationExtension;
import org.entente.stix.StixId;
import org.entente.stix.rule.Vocabulary;

/**
 * What the bytes of one object say to somebody who looks for mitigations: by the exchange's extension, and by what producers
 * write without it (labels, external references, the environments of STIX 2.1's reserved action properties). Pure.
 *
 * <p>Of what a reader is given the facts are read again from the very bytes it gets, so nothing that a view leaves out counts.
 *
 * @param type STIX type
 * @param name empty where it has none
 * @param revoked whether it was taken back by its creator
 * @param terms what it is found by
 * @param urgency empty where it is not said
 * @param cost empty where it is not said
 * @param steps the forms its machine-readable steps have
 * @param link what a relationship from a course of action ties
 */
record Facts(
        String type,
        String name,
        boolean revoked,
        Set<Term> terms,
        String urgency,
        String cost,
        List<String> steps,
        Optional<Link> link) {

    /** Relationships by which a course of action concerns something (STIX 2.1 §4.3). */
    static final Set<String> RELATIONSHIPS = Set.of("mitigates", "remediates", "investigates");

    static final String COURSE_OF_ACTION = "course-of-action";

    /** More of one object would be a way to swell the index. */
    private static final int TERMS_MAX = 500;

    private static final int TERM_CHARACTERS_MAX = 200;
    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d{4,19}");
    private static final Pattern TECHNIQUE = Pattern.compile("[TM]\\d{4}(\\.\\d{3})?");
    private static final int TECHNIQUE_CHARACTERS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One relationship.
     *
     * @param type as {@link #RELATIONSHIPS}
     */
    record Link(String type, StixId source, StixId target) {}

    Facts {
        terms = Set.copyOf(terms);
        steps = List.copyOf(steps);
    }

    /** Never throws: what is no such object says nothing. */
    static Facts of(byte[] content) {
        try {
            JsonNode object = JSON.readTree(content);
            return object == null ? of(JSON.createObjectNode()) : of(object);
        } catch (JsonProcessingException unreadable) {
            return of(JSON.createObjectNode());
        } catch (IOException impossible) {
            throw new IllegalStateException("Bytes in memory cannot be read", impossible);
        }
    }

    private static Facts of(JsonNode object) {
        JsonNode extension = object.path("extensions").path(MitigationExtension.ID);
        Set<Term> terms = new LinkedHashSet<>();
        boolean remedy = object.path("type").asText().equals(COURSE_OF_ACTION);
        if (remedy) {
            add(terms, Facet.URGENCY, extension.path("urgency"));
            extension.path("sectors").forEach(sector -> add(terms, Facet.SECTOR, sector));
            extension.path("assets").forEach(asset -> add(terms, Facet.ASSET, asset));
            object.path("os_execution_envs").forEach(environment -> add(terms, Facet.ASSET, environment));
            object.path("labels").forEach(label -> label(terms, label.asText()));
        }
        object.path("external_references").forEach(reference -> reference(terms, reference));
        if (object.path("type").asText().equals("vulnerability")) {
            named(terms, Facet.CVE, CVE, object.path("name").asText());
        }
        return new Facts(
                object.path("type").asText(),
                object.path("name").asText(),
                object.path("revoked").asBoolean(),
                terms,
                first(terms, Facet.URGENCY),
                cost(object, extension),
                remedy ? steps(object, extension) : List.of(),
                link(object));
    }

    private static void add(Set<Term> terms, Facet facet, JsonNode value) {
        if (value.isTextual()) {
            add(terms, facet, value.textValue());
        }
    }

    private static void add(Set<Term> terms, Facet facet, String text) {
        String canonical = facet.canonical(text);
        boolean fits = !canonical.isEmpty() && canonical.length() <= TERM_CHARACTERS_MAX;
        if (fits && terms.size() < TERMS_MAX) {
            terms.add(new Term(facet, canonical));
        }
    }

    /** {@code sector:energy}, {@code asset:server}, {@code urgency:high}, or a sector's name alone. */
    private static void label(Set<Term> terms, String label) {
        String text = Facet.SECTOR.canonical(label);
        int colon = text.indexOf(':');
        String family = colon < 0 ? "" : text.substring(0, colon);
        String value = text.substring(colon + 1).strip();
        switch (family) {
            case "sector" -> add(terms, Facet.SECTOR, value);
            case "asset" -> add(terms, Facet.ASSET, value);
            case "urgency" -> {
                if (MitigationExtension.URGENCIES.contains(value)) {
                    add(terms, Facet.URGENCY, value);
                }
            }
            default -> {
                if (Vocabulary.INDUSTRY_SECTOR.words().contains(text)) {
                    add(terms, Facet.SECTOR, text);
                }
            }
        }
    }

    /** CVE ids, and MITRE ATT&CK's of techniques and mitigations; a technique's part is found by the whole, too. */
    private static void reference(Set<Term> terms, JsonNode reference) {
        String source = reference.path("source_name").asText();
        String id = reference.path("external_id").asText();
        if (source.equals("cve")) {
            named(terms, Facet.CVE, CVE, id);
        } else if (source.startsWith("mitre-") && named(terms, Facet.TECHNIQUE, TECHNIQUE, id)) {
            add(terms, Facet.TECHNIQUE, id.strip().substring(0, TECHNIQUE_CHARACTERS));
        }
    }

    private static boolean named(Set<Term> terms, Facet facet, Pattern form, String text) {
        boolean fits = form.matcher(facet.canonical(text)).matches();
        if (fits) {
            add(terms, facet, text);
        }
        return fits;
    }

    private static String first(Set<Term> terms, Facet facet) {
        return terms.stream()
                .filter(term -> term.facet() == facet)
                .map(Term::text)
                .findFirst()
                .orElse("");
    }

    private static String cost(JsonNode object, JsonNode extension) {
        String stated = extension.path("cost").asText();
        if (!stated.isEmpty()) {
            return stated;
        }
        for (JsonNode label : object.path("labels")) {
            String text = Facet.SECTOR.canonical(label.asText());
            if (text.startsWith("cost:") && MitigationExtension.COSTS.contains(text.substring(5))) {
                return text.substring(5);
            }
        }
        return "";
    }

    private static List<String> steps(JsonNode object, JsonNode extension) {
        Set<String> forms = new TreeSet<>();
        if (extension.has("csaf_remediations")) {
            forms.add("csaf");
        }
        if (extension.has("cacao_playbook")) {
            forms.add("cacao");
        }
        if (object.has("action_bin") || object.has("action_reference")) {
            forms.add(object.path("action_type").asText("action"));
        }
        return List.copyOf(forms);
    }

    private static Optional<Link> link(JsonNode object) {
        String type = object.path("relationship_type").asText();
        if (!object.path("type").asText().equals("relationship") || !RELATIONSHIPS.contains(type)) {
            return Optional.empty();
        }
        Optional<StixId> source = StixId.tryParse(object.path("source_ref").asText());
        Optional<StixId> target = StixId.tryParse(object.path("target_ref").asText());
        return source.filter(id -> id.type().equals(COURSE_OF_ACTION))
                .flatMap(from -> target.map(to -> new Link(type, from, to)));
    }

    /** Whether it is a mitigation. */
    boolean isRemedy() {
        return type.equals(COURSE_OF_ACTION);
    }

    /** Its terms of one sort, sorted. */
    List<String> of(Facet facet) {
        return terms.stream()
                .filter(term -> term.facet() == facet)
                .map(Term::text)
                .sorted()
                .toList();
    }
}
