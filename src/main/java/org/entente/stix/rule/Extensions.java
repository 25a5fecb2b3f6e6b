package org.entente.stix.rule;

import java.util.Map;
import java.util.Optional;
import org.entente.stix.StixId;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** The {@code extensions} of an object: predefined, defined by an extension definition, or custom (STIX 2.1 §3.10, §7.3, §11.3). */
final class Extensions {
    private static final String DEFINITION_PREFIX = "extension-definition--";
    private static final String CUSTOM_SUFFIX = "-ext";
    private static final Check EXTENSION_TYPE = Checks.enumeration(
            "extension-type-enum",
            "new-sdo",
            "new-sco",
            "new-sro",
            "property-extension",
            "toplevel-property-extension");

    private static final TermSet NEW_OBSERVABLE = TermSet.of("new-sco");
    private static final TermSet NEW_TYPE = TermSet.of("new-sco", "new-sdo", "new-sro");
    private static final TermSet TOP = TermSet.of("new-sco", "new-sdo", "new-sro", "toplevel-property-extension");

    private static final Shape DEFINED = Shape.of("an extension", "§7.3")
            .required("extension_type", EXTENSION_TYPE)
            .unlisted(CustomProperties::nested)
            .build();

    private static final Shape CUSTOM = Shape.of("a custom extension", "§11.3")
            .optional("extension_type", EXTENSION_TYPE)
            .unlisted(CustomProperties::nested)
            .build();

    private Extensions() {}

    /** The extensions of an object of this type. */
    static Check ofType(String type) {
        return (in, node) -> {
            if (!Checks.isObject(in, node)) {
                return;
            }
            JsonTape tape = in.tape();
            if (tape.isEmpty(node)) {
                in.error(node, Rule.EMPTY_DICTIONARY, "extensions is empty; leave it out or give it an extension.");
            }
            Map<String, Shape> predefined = PredefinedExtensions.of(type);
            for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
                extension(in, key, predefined, type);
            }
        };
    }

    private static void extension(Inspection in, int key, Map<String, Shape> predefined, String type) {
        if (!Checks.isObject(in, key + 1)) {
            return;
        }
        if (in.tape().isEmpty(key + 1)) {
            in.error(key + 1, Rule.EMPTY_DICTIONARY, "The extension is empty; give it a property.");
        }
        String name = in.tape().text(key);
        @Nullable Shape shape = predefined.get(name);
        if (shape != null) {
            shape.check(in, key + 1);
        } else if (name.startsWith(DEFINITION_PREFIX)) {
            defined(in, key, name);
        } else {
            custom(in, key, name, type);
        }
    }

    private static void defined(Inspection in, int key, String name) {
        Optional<StixId> id = StixId.tryParse(name);
        if (id.isEmpty()) {
            in.error(key, Rule.ID_SYNTAX, in.quote(key) + " is not an id; write 'extension-definition--' and a UUID.");
        } else if (!Ids.isRfc4122(id.get().uuid())) {
            in.error(
                    key,
                    Rule.UUID_VERSION,
                    in.quote(key) + " does not end in an RFC 4122 UUID; use one of version 1 to 5.");
        }
        DEFINED.check(in, key + 1);
    }

    private static void custom(Inspection in, int key, String name, String type) {
        if (!isCustomName(name)) {
            in.error(
                    key,
                    Rule.EXTENSION_NAME,
                    Quotes.of(name)
                            + " does not name an extension; use the id of an extension definition, or a name in -ext.");
        } else if (type.equals("marking-definition")) {
            in.error(
                    key,
                    Rule.EXTENSION_NAME,
                    "Only extensions with a definition can make a marking; use the id of one.");
        } else {
            in.warn(
                    key,
                    Rule.CUSTOM_EXTENSION,
                    in.quote(key) + " is a custom extension, which is deprecated; define it.");
        }
        CUSTOM.check(in, key + 1);
    }

    private static boolean isCustomName(String name) {
        if (name.length() > Types.LENGTH_MAX
                || name.length() <= CUSTOM_SUFFIX.length()
                || !name.endsWith(CUSTOM_SUFFIX)) {
            return false;
        }
        return name.chars().allMatch(unit -> unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '-');
    }

    /** Whether one of these extensions says that its properties stand at the top, or that it makes the type. */
    static boolean reachesTop(JsonTape tape, int extensions) {
        return has(tape, extensions, TOP);
    }

    /** Whether one of these extensions makes the type of the object. */
    static boolean definesType(JsonTape tape, int extensions) {
        return has(tape, extensions, NEW_TYPE);
    }

    /** Whether one of these extensions makes the object an observable. */
    static boolean definesObservable(JsonTape tape, int extensions) {
        return has(tape, extensions, NEW_OBSERVABLE);
    }

    private static boolean has(JsonTape tape, int extensions, TermSet wanted) {
        if (extensions == JsonTape.NONE || !tape.isObject(extensions)) {
            return false;
        }
        for (int key = tape.first(extensions); key < tape.next(extensions); key = tape.next(key + 1)) {
            int type = tape.isObject(key + 1) ? tape.find(key + 1, "extension_type") : JsonTape.NONE;
            if (type != JsonTape.NONE && tape.isString(type) && wanted.has(tape, type)) {
                return true;
            }
        }
        return false;
    }
}
