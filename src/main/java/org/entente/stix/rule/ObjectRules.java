package org.entente.stix.rule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Judges one object: picks the shape of its type and runs it. Safe for use by several threads. */
public final class ObjectRules {
    private static final int TYPE_LENGTH_MIN = 3;

    private ObjectRules() {}

    /** Inspects node 0 of the tape; findings and references stay with the inspection. */
    public static void check(Inspection in) {
        JsonTape tape = in.tape();
        if (!Checks.isObject(in, 0)) {
            return;
        }
        int type = tape.find(0, "type");
        if (type == JsonTape.NONE) {
            in.error(0, Rule.REQUIRED, "The property type is missing; every object requires it.");
            return;
        }
        if (!Checks.isString(in, type)) {
            return;
        }
        @Nullable Shape known = Registry.TABLE.ofString(tape, type);
        if (known != null) {
            known.check(in, 0);
        } else if (isTypeName(in, type, tape.text(type))) {
            custom(in, type);
        }
    }

    /** A type the standard does not define: made by an extension, or a deprecated custom object. */
    private static void custom(Inspection in, int type) {
        JsonTape tape = in.tape();
        int extensions = tape.find(0, "extensions");
        boolean observable = Extensions.definesObservable(tape, extensions);
        if (!Extensions.definesType(tape, extensions)) {
            in.warn(
                    type,
                    Rule.CUSTOM_TYPE,
                    in.quote(type) + " is a custom object, which is deprecated; define it in an extension.");
            observable = tape.find(0, "created") == JsonTape.NONE && tape.find(0, "modified") == JsonTape.NONE;
        }
        (observable ? Registry.CUSTOM_OBSERVABLE : Registry.CUSTOM_VERSIONED).check(in, 0);
    }

    private static boolean isTypeName(Inspection in, int node, String name) {
        boolean reserved = name.equals("action");
        boolean fits = name.length() >= TYPE_LENGTH_MIN
                && name.length() <= Types.LENGTH_MAX
                && !name.contains("--")
                && name.charAt(0) >= 'a'
                && name.charAt(0) <= 'z'
                && name.chars()
                        .allMatch(unit -> unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '-');
        if (reserved || name.equals(KnownTypes.BUNDLE)) {
            in.error(node, Rule.TYPE_NAME, in.quote(node) + " is not a type of STIX objects; choose another.");
        } else if (!fits) {
            in.error(
                    node,
                    Rule.TYPE_NAME,
                    in.quote(node)
                            + " is not an object type; use 3 to 250 of a-z, 0-9 and single hyphens, a letter first.");
        }
        return fits && !reserved && !name.equals(KnownTypes.BUNDLE);
    }

    /** The shape of an observable inside the deprecated container. */
    static Shape observable(String type) {
        @Nullable Shape known = Registry.BY_TYPE.get(type);
        return known != null ? known : Registry.CUSTOM_OBSERVABLE;
    }

    /** Apart, so that the tables are built when first used and can refer to this class. */
    private static final class Registry {
        static final Map<String, Shape> BY_TYPE = byType();
        static final NameTable<Shape> TABLE = new NameTable<>(BY_TYPE);
        static final Shape CUSTOM_OBSERVABLE =
                Common.observable(Common.CUSTOM, "§11.2").build();
        static final Shape CUSTOM_VERSIONED =
                Common.versioned(Common.CUSTOM, "§11.2").build();

        private static Map<String, Shape> byType() {
            Map<String, Shape> shapes = new HashMap<>();
            Stream.of(
                            ThreatShapes.all(),
                            ReportingShapes.all(),
                            RelationshipShapes.all(),
                            FileShapes.all(),
                            NetworkShapes.all(),
                            HostShapes.all(),
                            MailShapes.all(),
                            CertificateShapes.all(),
                            MetaShapes.all())
                    .flatMap(List::stream)
                    .forEach(shape -> shapes.put(shape.name(), shape));
            return Map.copyOf(shapes);
        }
    }
}
