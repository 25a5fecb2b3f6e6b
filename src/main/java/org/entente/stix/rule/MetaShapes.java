package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.VERSION_TIMESTAMP;
import static org.entente.stix.rule.Checks.list;

import java.util.List;
import org.entente.stix.json.JsonTape;

/** Language content, marking definitions and extension definitions (STIX 2.1 §7). */
final class MetaShapes {
    private MetaShapes() {}

    static List<Shape> all() {
        return List.of(languageContent(), markingDefinition(), extensionDefinition());
    }

    private static Shape languageContent() {
        return Common.versioned("language-content", "§7.1")
                .optional("lang", Common.unused(Languages.TAG))
                .required("object_ref", References.TRANSLATABLE)
                .optional("object_modified", TIMESTAMP)
                .required("contents", MetaShapes::contents)
                .build();
    }

    private static void contents(Inspection in, int node) {
        if (!Checks.isObject(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        if (tape.isEmpty(node)) {
            in.error(node, Rule.EMPTY_DICTIONARY, "contents is empty; give it a translation.");
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            Languages.checkText(in, key, key);
            translation(in, key + 1);
        }
    }

    private static void translation(Inspection in, int node) {
        if (!Checks.isObject(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        if (tape.isEmpty(node)) {
            in.error(
                    node,
                    Rule.EMPTY_DICTIONARY,
                    "The translation is empty; leave the language out or translate a property.");
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            if (!CustomProperties.isName(tape.text(key))) {
                in.error(
                        key,
                        Rule.PROPERTY_NAME,
                        in.quote(key)
                                + " is not a property name; use 3 to 250 of a-z, 0-9 and underscore, a letter first.");
            }
            text(in, key + 1);
        }
    }

    /** Translations mirror the original: texts, or lists and objects of them. */
    private static void text(Inspection in, int value) {
        JsonTape tape = in.tape();
        for (int node = value; node < tape.next(value); node++) {
            JsonTape.Kind kind = tape.kind(node);
            boolean scalar = kind != JsonTape.Kind.KEY && kind != JsonTape.Kind.ARRAY && kind != JsonTape.Kind.OBJECT;
            if (scalar) {
                Checks.isString(in, node);
            } else if (kind != JsonTape.Kind.KEY && tape.isEmpty(node)) {
                in.error(node, Rule.EMPTY_LIST, "The translation is empty; leave it out or translate it.");
            }
        }
    }

    private static Shape markingDefinition() {
        return Common.core("marking-definition", "§7.2.1")
                .required("spec_version", Common::specVersion)
                .optional("created_by_ref", Common::creator)
                .required("created", VERSION_TIMESTAMP)
                .optional("external_references", ExternalReferences.LIST)
                .optional("name", STRING)
                .optional("definition_type", STRING)
                .optional("definition", Checks::isObject)
                .optionals(MetaShapes::neverVersioned, "modified", "revoked")
                .optional("labels", Common.unused(STRINGS))
                .optional("confidence", Common.unused(Common.CONFIDENCE))
                .optional("lang", Common.unused(Languages.TAG))
                .optional("defanged", Common.unused(Checks.BOOLEAN))
                .rule(MarkingDefinitions::check)
                .build();
    }

    private static void neverVersioned(Inspection in, int node) {
        in.error(
                node,
                Rule.NOT_APPLICABLE,
                "Marking definitions are never versioned; leave this out and make a new one.");
    }

    private static Shape extensionDefinition() {
        return Common.versioned("extension-definition", "§7.3")
                .required("created_by_ref", Common::creator)
                .optional("confidence", Common.unused(Common.CONFIDENCE))
                .optional("lang", Common.unused(Languages.TAG))
                .required("name", STRING)
                .optional("description", STRING)
                .required("schema", STRING)
                .required("version", STRING)
                .required(
                        "extension_types",
                        list(Checks.enumeration(
                                "extension-type-enum",
                                "new-sdo",
                                "new-sco",
                                "new-sro",
                                "property-extension",
                                "toplevel-property-extension")))
                .optional("extension_properties", list(MetaShapes::propertyName))
                .rule(MetaShapes::topLevelOnly)
                .build();
    }

    private static void propertyName(Inspection in, int node) {
        if (Checks.isString(in, node) && !CustomProperties.isName(in.tape().text(node))) {
            in.error(
                    node,
                    Rule.PROPERTY_NAME,
                    in.quote(node)
                            + " is not a property name; use 3 to 250 of a-z, 0-9 and underscore, a letter first.");
        }
    }

    private static void topLevelOnly(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int types = fields.of("extension_types");
        boolean topLevel = false;
        if (types != JsonTape.NONE && tape.isArray(types)) {
            for (int child = tape.first(types); child < tape.next(types); child = tape.next(child)) {
                topLevel |= tape.isString(child) && tape.textEquals(child, "toplevel-property-extension");
            }
        }
        if (fields.has("extension_properties") && !topLevel) {
            in.error(
                    fields.of("extension_properties"),
                    Rule.EXCLUDED,
                    "extension_properties is only for toplevel-property-extension; leave it out or add that type.");
        } else if (topLevel && !fields.has("extension_properties")) {
            in.warn(
                    fields.object(),
                    Rule.NEEDS_OTHER,
                    "extension_properties should list the properties the extension adds.");
        }
    }
}
