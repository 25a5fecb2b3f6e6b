package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.integer;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.Checks.number;
import static org.entente.stix.rule.KillChainPhases.KILL_CHAIN_PHASES;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Domain objects that report, describe and judge (STIX 2.1 §4.3 to §4.7, §4.10, §4.13 to §4.16). */
final class ReportingShapes {
    private static final Check OBJECTS = list(References.ANY);
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final double LATITUDE_MAX = 90;
    private static final double LONGITUDE_MAX = 180;
    private static final long COUNT_MAX = 999_999_999;

    private ReportingShapes() {}

    static List<Shape> all() {
        return List.of(
                courseOfAction(),
                grouping(),
                identity(),
                incident(),
                indicator(),
                location(),
                note(),
                observedData(),
                opinion(),
                report());
    }

    private static Shape courseOfAction() {
        return named("course-of-action", "§4.3").build();
    }

    private static Shape grouping() {
        return Common.versioned("grouping", "§4.4")
                .optional("name", STRING)
                .optional("description", STRING)
                .required("context", Vocabulary.GROUPING_CONTEXT.term())
                .required("object_refs", OBJECTS)
                .build();
    }

    private static Shape identity() {
        return named("identity", "§4.5")
                .optional("roles", STRINGS)
                .optional("identity_class", Vocabulary.IDENTITY_CLASS.term())
                .optional("sectors", Vocabulary.INDUSTRY_SECTOR.terms())
                .optional("contact_information", STRING)
                .build();
    }

    private static Shape incident() {
        return named("incident", "§4.6").build();
    }

    private static Shape indicator() {
        return Common.versioned("indicator", "§4.7")
                .optional("name", STRING)
                .optional("description", STRING)
                .optional("indicator_types", Vocabulary.INDICATOR_TYPE.terms())
                .required("pattern", STRING)
                .required("pattern_type", Vocabulary.PATTERN_TYPE.term())
                .optional("pattern_version", STRING)
                .required("valid_from", TIMESTAMP)
                .optional("valid_until", TIMESTAMP)
                .optional("kill_chain_phases", KILL_CHAIN_PHASES)
                .rule(Common.after("valid_from", "valid_until"))
                .rule(IndicatorPatterns::bind)
                .build();
    }

    private static Shape location() {
        return Common.versioned("location", "§4.10")
                .optional("name", STRING)
                .optional("description", STRING)
                .optional("latitude", number(-LATITUDE_MAX, LATITUDE_MAX))
                .optional("longitude", number(-LONGITUDE_MAX, LONGITUDE_MAX))
                .optional("precision", Checks.NUMBER)
                .optional("region", Vocabulary.REGION.term())
                .optional("country", ReportingShapes::country)
                .optional("administrative_area", STRING)
                .optional("city", STRING)
                .optional("street_address", STRING)
                .optional("postal_code", STRING)
                .rule(Together.atLeastOne("region", "country", "latitude", "longitude"))
                .rule(Together.needs("latitude", "longitude"))
                .rule(Together.needs("longitude", "latitude"))
                .rule(Together.needs("precision", "latitude"))
                .build();
    }

    private static void country(Inspection in, int node) {
        if (Checks.isString(in, node) && !COUNTRIES.contains(in.tape().text(node))) {
            in.warn(
                    node,
                    Rule.COUNTRY,
                    in.quote(node) + " is not an ISO 3166-1 alpha-2 code; prefer one, such as 'DE'.");
        }
    }

    private static Shape note() {
        return Common.versioned("note", "§4.13")
                .optional("abstract", STRING)
                .required("content", STRING)
                .optional("authors", STRINGS)
                .required("object_refs", OBJECTS)
                .build();
    }

    private static Shape observedData() {
        return Common.versioned("observed-data", "§4.14")
                .required("first_observed", TIMESTAMP)
                .required("last_observed", TIMESTAMP)
                .required("number_observed", integer(1, COUNT_MAX))
                .optional("objects", ObservableContainers::check)
                .optional("object_refs", list(References.OBSERVATION).and(ReportingShapes::namesObservable))
                .rule(Together.exactlyOne("objects", "object_refs"))
                .rule(Common.notBefore("first_observed", "last_observed"))
                .build();
    }

    private static void namesObservable(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (!tape.isArray(node) || tape.isEmpty(node)) {
            return;
        }
        for (int child = tape.first(node); child < tape.next(node); child = tape.next(child)) {
            String type = Ids.typeOf(tape, child);
            if (type == null || References.isObservable(type)) {
                return;
            }
        }
        in.error(node, Rule.REFERENCE_TYPE, "No reference names an observable; refer to at least one.");
    }

    private static Shape opinion() {
        return Common.versioned("opinion", "§4.15")
                .optional("explanation", STRING)
                .optional("authors", STRINGS)
                .required(
                        "opinion",
                        Checks.enumeration(
                                "opinion-enum", "strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"))
                .required("object_refs", OBJECTS)
                .build();
    }

    private static Shape report() {
        return named("report", "§4.16")
                .optional("report_types", Vocabulary.REPORT_TYPE.terms())
                .required("published", TIMESTAMP)
                .required("object_refs", OBJECTS)
                .build();
    }

    private static Shape.Builder named(String type, String section) {
        return Common.versioned(type, section).required("name", STRING).optional("description", STRING);
    }
}
