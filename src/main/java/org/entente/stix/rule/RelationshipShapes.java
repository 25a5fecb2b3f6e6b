package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.integer;
import static org.entente.stix.rule.Checks.list;

import java.util.List;
import org.entente.stix.json.JsonTape;

/** The relationship objects (STIX 2.1 §5). */
final class RelationshipShapes {
    private static final long COUNT_MAX = 999_999_999;

    private RelationshipShapes() {}

    static List<Shape> all() {
        return List.of(relationship(), sighting());
    }

    private static Shape relationship() {
        return Common.versioned("relationship", "§5.1")
                .required("relationship_type", RelationshipShapes::name)
                .optional("description", STRING)
                .required("source_ref", References.NODE)
                .required("target_ref", References.NODE)
                .optional("start_time", TIMESTAMP)
                .optional("stop_time", TIMESTAMP)
                .rule(Common.after("start_time", "stop_time"))
                .rule(DefinedRelationships::bind)
                .build();
    }

    private static void name(Inspection in, int node) {
        if (Checks.isString(in, node) && !isName(in.tape(), node)) {
            in.error(
                    node,
                    Rule.RELATIONSHIP_NAME,
                    in.quote(node) + " is not a relationship type; use only a-z, 0-9 and hyphen.");
        }
    }

    private static boolean isName(JsonTape tape, int node) {
        for (int at = tape.start(node); at < tape.end(node); at++) {
            byte unit = tape.source()[at];
            if (!(unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '-')) {
                return false;
            }
        }
        return tape.end(node) > tape.start(node);
    }

    private static Shape sighting() {
        return Common.versioned("sighting", "§5.2")
                .optional("description", STRING)
                .optional("first_seen", TIMESTAMP)
                .optional("last_seen", TIMESTAMP)
                .optional("count", integer(0, COUNT_MAX))
                .required("sighting_of_ref", References.DOMAIN)
                .optional("observed_data_refs", list(References.to("observed-data")))
                .optional("where_sighted_refs", list(References.to("identity", "location")))
                .optional("summary", BOOLEAN)
                .rule(Common.notBefore("first_seen", "last_seen"))
                .build();
    }
}
