package org.entente.release;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** Writes STIX objects with markings, references and values that stand nowhere else; spelled in many ways. */
final class ContentGenerator {

    static final List<String> REMOVABLE = List.of("name", "description", "labels", "x_note", "external_references");

    private final Draw draw;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Set<StixId> references = new LinkedHashSet<>();
    private final List<String> properties = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();
    private Optional<Tlp> strictestPart = Optional.empty();

    ContentGenerator(Draw draw) {
        this.draw = draw;
    }

    /**
     * What an object is to be.
     *
     * @param id of it
     * @param creator in created_by_ref
     * @param tlp of the whole; none when it carries no marking
     * @param said a word to slip into its text
     * @param referred objects it may refer to
     * @param members object_refs; empty where it is no container
     */
    record Plan(
            StixId id,
            Optional<StixId> creator,
            Optional<Tlp> tlp,
            Optional<String> said,
            List<StixId> referred,
            List<StixId> members) {}

    Map<String, String> secrets() {
        return secrets;
    }

    /** Without the creator and without markings. */
    Set<StixId> references() {
        return references;
    }

    /** The strictest TLP of a part above the whole's. */
    Optional<Tlp> strictestPart() {
        return strictestPart;
    }

    byte[] write(Plan plan) {
        property("type", quoted(plan.id().type()));
        property("id", quoted(spelled(plan.id())));
        property("modified", quoted("2026-01-01T00:00:00.000Z"));
        property("x_number", draw.one(List.of("1.50e+3", "0", "-0.0", "12E2")));
        plan.creator().ifPresent(creator -> property("created_by_ref", quoted(spelled(creator))));
        text(plan);
        if (!plan.members().isEmpty()) {
            property(
                    "object_refs",
                    list(plan.members().stream().map(this::reference).toList()));
        }
        if (!plan.referred().isEmpty()) {
            refer(plan.referred());
        }
        plan.tlp()
                .ifPresent(tlp -> property(
                        "object_marking_refs", list(List.of(quoted(tlp.marking().toString())))));
        markParts(plan);
        if (!marks.isEmpty()) {
            property("granular_markings", list(marks));
        }
        return ("{" + space() + String.join("," + space(), properties) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private void text(Plan plan) {
        if (draw.chance(60)) {
            property("name", quoted(secret("name")));
        }
        if (draw.chance(50)) {
            String self = draw.chance(20) ? " see " + spelled(plan.id()) + "\\n" : "";
            property("description", quoted(secret("description") + plan.said().orElse("") + self));
        }
        if (draw.chance(50)) {
            property("labels", list(List.of(quoted(secret("labels")), quoted("\\u0062lue"), quoted("red"))));
        }
        if (draw.chance(30)) {
            property("x_note", "{\"deep\":[" + quoted(secret("x_note")) + ",{}]}");
        }
        if (draw.chance(30)) {
            property(
                    "external_references",
                    list(List.of("{\"source_name\":" + quoted(secret("external_references")) + "}")));
        }
    }

    private void refer(List<StixId> referred) {
        List<String> written = referred.stream().map(this::reference).toList();
        property("x_related_refs", list(written));
        property(
                "extensions",
                "{\"x\":{\"source_ref\":" + written.get(0)
                        + (draw.chance(50) ? ",\"external_references\":[{\"source_name\":\"s\"}]" : "") + "}}");
    }

    /** Parts are above what the whole is marked with; at random also list members, and languages beside. */
    private void markParts(Plan plan) {
        List<Tlp> above = plan.tlp().isPresent()
                ? List.of(Tlp.values()).stream()
                        .filter(tlp -> !tlp.isWithin(plan.tlp().get()))
                        .toList()
                : List.of();
        List<String> there = secrets.keySet().stream().toList();
        if (!there.isEmpty() && !above.isEmpty() && draw.chance(40)) {
            for (String name : draw.some(there, 50)) {
                Tlp level = draw.one(above);
                String selector = name.equals("labels") && draw.chance(50) ? "labels.[0]" : name;
                marks.add("{\"marking_ref\":" + quoted(level.marking().toString()) + ",\"selectors\":["
                        + quoted(selector) + "]}");
                strictestPart = Optional.of(
                        strictestPart.map(s -> Tlp.stricter(s, level)).orElse(level));
            }
        }
        if (there.contains("labels") && draw.chance(40)) {
            marks.add("{\"lang\":\"en\",\"selectors\":[\"labels.[2]\",\"labels.[0]\"]}");
        }
    }

    private String reference(StixId id) {
        references.add(id);
        return quoted(spelled(id));
    }

    private String secret(String name) {
        return secrets.computeIfAbsent(name, none -> "secret-" + draw.uuid(4));
    }

    private String spelled(StixId id) {
        String text = id.toString();
        if (draw.chance(10)) {
            return id.type() + "--" + id.uuid().toString().toUpperCase(Locale.ROOT);
        }
        return draw.chance(10) ? String.format("\\u%04x", (int) text.charAt(0)) + text.substring(1) : text;
    }

    private void property(String name, String value) {
        properties.add("\"" + name + "\":" + space() + value);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private String list(List<String> values) {
        return "[" + space() + String.join(space() + ",", values) + "]";
    }

    private String space() {
        return draw.chance(20) ? draw.one(List.of(" ", "\n  ", "\t")) : "";
    }
}
