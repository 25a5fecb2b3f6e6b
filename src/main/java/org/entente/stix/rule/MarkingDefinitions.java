package org.entente.stix.rule;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.stix.json.JsonTape;

/**
 * What a marking definition has to say (STIX 2.1 §7.2.1), and that a level of the Traffic Light Protocol is one of the published
 * instances, known by its id whatever name it carries.
 */
final class MarkingDefinitions {
    private static final String TLP_2_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
    private static final Instant TLP_1_CREATED = Instant.parse("2017-01-20T00:00:00Z");
    private static final Instant TLP_2_CREATED = Instant.parse("2022-10-01T00:00:00Z");
    private static final Set<String> TLP_PROPERTIES =
            Set.of("type", "spec_version", "id", "created", "name", "definition_type", "definition", "extensions");

    private MarkingDefinitions() {}

    static void check(Inspection in, Fields fields) {
        if (!fields.has("extensions")) {
            require(in, fields, "definition_type");
            require(in, fields, "definition");
        }
        notItself(in, fields);
        JsonTape tape = in.tape();
        int type = fields.of("definition_type");
        boolean typed = type != JsonTape.NONE && tape.isString(type);
        if (typed && tape.textEquals(type, "statement")) {
            statement(in, fields);
        }
        tlp(in, fields, typed && tape.textEquals(type, "tlp"));
    }

    private static void require(Inspection in, Fields fields, String property) {
        if (!fields.has(property)) {
            in.error(
                    fields.object(),
                    Rule.REQUIRED,
                    "The property " + property + " is missing; a marking without an extension requires it.");
        }
    }

    private static void statement(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int definition = fields.of("definition");
        if (definition == JsonTape.NONE || !tape.isObject(definition)) {
            return;
        }
        int statement = tape.find(definition, "statement");
        if (statement == JsonTape.NONE) {
            in.error(definition, Rule.REQUIRED, "The property statement is missing; a statement marking requires it.");
        } else {
            Checks.isString(in, statement);
        }
    }

    private static void notItself(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int id = fields.of("id");
        if (id == JsonTape.NONE || !tape.isString(id)) {
            return;
        }
        String own = tape.text(id);
        in.eachMarking((node, text) -> {
            if (text.equalsIgnoreCase(own)) {
                in.error(
                        node,
                        Rule.MARKING_CIRCULAR,
                        "The marking definition is marked with itself; name another or none.");
            }
        });
    }

    /** An object with the id of a level, or that claims to be one, must be the published instance of that level. */
    private static void tlp(Inspection in, Fields fields, boolean isTlp1) {
        JsonTape tape = in.tape();
        int id = fields.of("id");
        String tlp2 = extensionLevel(tape, fields.of("extensions"));
        Optional<StixId> parsed =
                id != JsonTape.NONE && tape.isString(id) ? StixId.tryParse(tape.text(id)) : Optional.empty();
        Optional<Tlp> level = parsed.flatMap(Tlp::ofMarking);
        boolean claims = isTlp1 || !tlp2.isEmpty();
        if (!claims && level.isEmpty()) {
            return;
        }
        boolean first = parsed.map(Tlp::isTlp1).orElse(false);
        boolean same = level.isPresent()
                && (first ? isTlp1 && isLevel1(tape, fields, level.get()) : isLevel2(tlp2, level.get()));
        Instant created = first ? TLP_1_CREATED : TLP_2_CREATED;
        if (!same || !createdAt(tape, fields, created) || hasMore(tape, fields.object(), first)) {
            in.error(
                    fields.object(),
                    Rule.MARKING_TLP,
                    "The marking is not one of the published TLP instances; use one of them, unchanged.");
        } else {
            name(in, fields, level.get());
        }
    }

    private static boolean isLevel1(JsonTape tape, Fields fields, Tlp level) {
        int definition = fields.of("definition");
        int value =
                definition != JsonTape.NONE && tape.isObject(definition) ? tape.find(definition, "tlp") : JsonTape.NONE;
        String expected = level == Tlp.CLEAR ? "white" : level.name().toLowerCase(Locale.ROOT);
        return value != JsonTape.NONE && tape.isString(value) && tape.textEquals(value, expected);
    }

    private static boolean isLevel2(String value, Tlp level) {
        return value.equals(level.label().substring(4).toLowerCase(Locale.ROOT));
    }

    private static String extensionLevel(JsonTape tape, int extensions) {
        int extension = extensions != JsonTape.NONE && tape.isObject(extensions)
                ? tape.find(extensions, TLP_2_EXTENSION)
                : JsonTape.NONE;
        int value = extension != JsonTape.NONE && tape.isObject(extension)
                ? tape.find(extension, "tlp_2_0")
                : JsonTape.NONE;
        boolean text = value != JsonTape.NONE && tape.isString(value);
        return text ? tape.text(value) : extension != JsonTape.NONE ? "unknown" : "";
    }

    private static boolean createdAt(JsonTape tape, Fields fields, Instant moment) {
        int created = fields.of("created");
        return created != JsonTape.NONE
                && Timestamps.isTimestamp(tape, created)
                && Timestamps.instant(tape.source(), tape.start(created), tape.end(created))
                        .equals(moment);
    }

    private static boolean hasMore(JsonTape tape, int object, boolean first) {
        for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
            String name = tape.text(key);
            boolean other = first ? name.equals("extensions") : name.startsWith("definition");
            if (other || !TLP_PROPERTIES.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Products show a marking by its name. */
    private static void name(Inspection in, Fields fields, Tlp level) {
        JsonTape tape = in.tape();
        int name = fields.of("name");
        Optional<Tlp> named =
                name != JsonTape.NONE && tape.isString(name) ? Tlp.ofLabel(tape.text(name)) : Optional.empty();
        if (named.isPresent() && named.get() != level) {
            in.error(
                    name,
                    Rule.MARKING_TLP,
                    "The name is the label of another level; it must be '" + level.label() + "'.");
        } else if (named.isEmpty()) {
            in.warn(
                    fields.object(),
                    Rule.MARKING_TLP,
                    "The name of a TLP marking should be its label, such as 'TLP:GREEN'.");
        }
    }
}
