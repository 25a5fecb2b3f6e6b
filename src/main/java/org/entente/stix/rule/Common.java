package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.VERSION_TIMESTAMP;
import static org.entente.stix.rule.Checks.integer;
import static org.entente.stix.rule.Checks.list;

import org.entente.stix.json.JsonTape;

/** The common properties (STIX 2.1 §3.2), as far as each kind of object has them. */
final class Common {
    /** Stands for the type of a shape that serves every custom type. */
    static final String CUSTOM = "a custom object";

    static final Check MARKINGS = list(Common::marking);

    private static final int CONFIDENCE_MAX = 100;
    static final Check CONFIDENCE = integer(0, CONFIDENCE_MAX);
    private static final Check NOT_OBSERVED =
            (in, node) -> in.error(node, Rule.NOT_APPLICABLE, "defanged is only for observables; leave it out.");

    private Common() {}

    /** A domain or relationship object of this type. */
    static Shape.Builder versioned(String type, String section) {
        return core(type, section)
                .required("spec_version", Common::specVersion)
                .optional("created_by_ref", Common::creator)
                .required("created", VERSION_TIMESTAMP)
                .required("modified", VERSION_TIMESTAMP)
                .optional("revoked", BOOLEAN)
                .optional("labels", STRINGS)
                .optional("confidence", CONFIDENCE)
                .optional("lang", Languages.TAG)
                .optional("external_references", ExternalReferences.LIST)
                .optional("defanged", NOT_OBSERVED)
                .rule(notBefore("created", "modified"))
                .rule((in, fields) -> randomId(in, fields.of(CommonProperty.ID)));
    }

    /** An observable of this type. */
    static Shape.Builder observable(String type, String section) {
        return core(type, section)
                .optional("spec_version", Common::specVersion)
                .optional("defanged", BOOLEAN)
                .optional("created_by_ref", unused(Common::creator))
                .optional("created", unused(Common::versionTimestamp))
                .optional("modified", unused(Common::versionTimestamp))
                .optional("revoked", unused(BOOLEAN))
                .optional("labels", unused(STRINGS))
                .optional("confidence", unused(CONFIDENCE))
                .optional("lang", unused(Languages.TAG))
                .optional("external_references", unused(ExternalReferences.LIST))
                .rule(outsideContainer(notBefore("created", "modified")))
                .rule(ObservableIds::check);
    }

    /** Type, id, markings and extensions, which every object may have. */
    static Shape.Builder core(String type, String section) {
        return Shape.of(type, section)
                .unlisted(type.equals(CUSTOM) ? CustomProperties::nested : CustomProperties::atTop)
                .required("type", Checks.STRING)
                .required("id", (in, node) -> id(in, node, type))
                .optional("object_marking_refs", MARKINGS)
                .optional("granular_markings", GranularMarkings.LIST)
                .optional("extensions", Extensions.ofType(type))
                .rule(CustomProperties::deprecated);
    }

    /** A property this kind of object does not use: kept, as a custom property would be, if its value fits its definition. */
    static Check unused(Check check) {
        return (in, node) -> {
            in.warn(node, Rule.NOT_USED, "This property is not used by objects of this type; leave it out.");
            check.check(in, node);
        };
    }

    /** In the deprecated container may stand observables of STIX 2.0, some of which have these names for times of their own. */
    private static void versionTimestamp(Inspection in, int node) {
        (in.container() == null ? VERSION_TIMESTAMP : TIMESTAMP).check(in, node);
    }

    private static void id(Inspection in, int node, String type) {
        if (in.container() != null) {
            Checks.isString(in, node);
            return;
        }
        String found = Ids.check(in, node);
        if (found != null && !found.equals(type) && !(type.equals(CUSTOM) && isTypeOf(in.tape(), node, found))) {
            in.error(
                    node,
                    Rule.ID_TYPE,
                    in.quote(node) + " names another type than the object has; both must be the same.");
        }
    }

    private static boolean isTypeOf(JsonTape tape, int id, String found) {
        int type = tape.find(tape.parent(id), "type");
        return type != JsonTape.NONE && tape.textEquals(type, found);
    }

    private static void randomId(Inspection in, int node) {
        if (!in.failed() && Ids.uuidVersion(in.tape(), node) != 4) {
            in.warn(node, Rule.UUID_RANDOM, in.quote(node) + " should end in a UUID of version 4.");
        }
    }

    static void specVersion(Inspection in, int node) {
        if (Checks.isString(in, node) && !in.tape().textEquals(node, "2.1")) {
            in.error(node, Rule.SPEC_VERSION, "The specification version is " + in.quote(node) + "; it must be '2.1'.");
        }
    }

    static void creator(Inspection in, int node) {
        String type = Ids.check(in, node);
        if (type != null && !type.equals("identity")) {
            in.warn(node, Rule.CREATOR_TYPE, in.quote(node) + " is not the id of an identity; name the creator's.");
        }
    }

    /** A reference to a marking definition, which counts as a marking of the object. */
    static void marking(Inspection in, int node) {
        String type = Ids.check(in, node);
        if (type != null && !type.equals("marking-definition")) {
            in.error(
                    node,
                    Rule.REFERENCE_TYPE,
                    in.quote(node) + " is not the id of a marking-definition; refer to one.");
        } else if (type != null) {
            in.marking(node);
        }
    }

    /** Of two timestamps that are both there and valid, the second is not before the first. */
    static BoundRule notBefore(String first, String second) {
        return order(first, second, 0, "must not be before");
    }

    /** Of two timestamps that are both there and valid, the second is later than the first. */
    static BoundRule after(String first, String second) {
        return order(first, second, 1, "must be later than");
    }

    private static BoundRule outsideContainer(BoundRule rule) {
        return (Shape shape) -> {
            ShapeRule bound = rule.bind(shape);
            return (in, fields) -> {
                if (in.container() == null) {
                    bound.check(in, fields);
                }
            };
        };
    }

    private static BoundRule order(String first, String second, int least, String words) {
        return (Shape shape) -> {
            int firstAt = shape.ordinal(first);
            int secondAt = shape.ordinal(second);
            return (in, fields) -> {
                int one = fields.at(firstAt);
                int other = fields.at(secondAt);
                boolean both = one != JsonTape.NONE && other != JsonTape.NONE && areTimestamps(in, one, other);
                if (both && Integer.signum(Timestamps.compare(in.tape(), other, one)) < least) {
                    in.error(
                            other,
                            Rule.TIMESTAMP_ORDER,
                            second + " " + in.quote(other) + " " + words + " " + first + " " + in.quote(one) + ".");
                }
            };
        };
    }

    /** Without an error so far the checks of the two properties have already said so. */
    private static boolean areTimestamps(Inspection in, int one, int other) {
        return !in.failed() || Timestamps.isTimestamp(in.tape(), one) && Timestamps.isTimestamp(in.tape(), other);
    }
}
