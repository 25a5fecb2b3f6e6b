package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.VERSION_TIMESTAMP;
import static org.entente.stix.rule.Checks.integer;
import static org.entente.stix.rule.Checks.list;

import org.entente.stix.json.JsonTape;

/** The common properties (STIX 2.1 §3.2), as far as each kind of object has them. */
final class Common {
    private static final int CONFIDENCE_MAX = 100;
    private static final Check MARKINGS = list(Common::marking);

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
                .optional("confidence", integer(0, CONFIDENCE_MAX))
                .optional("lang", STRING)
                .rule((in, fields) -> notBefore(in, fields, "created", "modified"));
    }

    /** A cyber-observable object of this type. */
    static Shape.Builder observable(String type, String section) {
        return core(type, section).optional("spec_version", Common::specVersion).optional("defanged", BOOLEAN);
    }

    static Shape.Builder core(String type, String section) {
        return Shape.of(type, section)
                .required("type", STRING)
                .required("id", (in, node) -> id(in, node, type))
                .optional("object_marking_refs", MARKINGS);
    }

    private static void id(Inspection in, int node, String type) {
        String found = Ids.check(in, node);
        if (found != null && !found.equals(type)) {
            in.error(
                    node,
                    Rule.ID_TYPE,
                    in.quote(node) + " names another type than " + Quotes.of(type) + "; both must be the same.");
        }
    }

    private static void specVersion(Inspection in, int node) {
        if (Checks.isString(in, node) && !in.tape().textEquals(node, "2.1")) {
            in.error(node, Rule.SPEC_VERSION, "The specification version is " + in.quote(node) + "; it must be '2.1'.");
        }
    }

    private static void creator(Inspection in, int node) {
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
    static void notBefore(Inspection in, Fields fields, String first, String second) {
        order(in, fields, first, second, 0, "must not be before");
    }

    /** Of two timestamps that are both there and valid, the second is later than the first. */
    static void after(Inspection in, Fields fields, String first, String second) {
        order(in, fields, first, second, 1, "must be later than");
    }

    private static void order(Inspection in, Fields fields, String first, String second, int least, String words) {
        JsonTape tape = in.tape();
        int one = fields.of(first);
        int other = fields.of(second);
        boolean comparable = one != JsonTape.NONE
                && other != JsonTape.NONE
                && Timestamps.isTimestamp(tape, one)
                && Timestamps.isTimestamp(tape, other);
        if (comparable && Integer.signum(Timestamps.compare(tape, other, one)) < least) {
            in.error(
                    other,
                    Rule.TIMESTAMP_ORDER,
                    second + " " + in.quote(other) + " " + words + " " + first + " " + in.quote(one) + ".");
        }
    }
}
