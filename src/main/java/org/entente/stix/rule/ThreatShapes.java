package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.KillChainPhases.KILL_CHAIN_PHASES;

import java.util.List;
import org.entente.stix.json.JsonTape;

/** Domain objects about adversaries and what they use (STIX 2.1 §4.1, §4.2, §4.8, §4.9, §4.11, §4.12, §4.17 to §4.19). */
final class ThreatShapes {
    private static final Check SOFTWARE = References.to("software");

    private ThreatShapes() {}

    static List<Shape> all() {
        return List.of(
                attackPattern(),
                campaign(),
                infrastructure(),
                intrusionSet(),
                malware(),
                malwareAnalysis(),
                threatActor(),
                tool(),
                vulnerability());
    }

    private static Shape attackPattern() {
        return Common.versioned("attack-pattern", "§4.1")
                .required("name", STRING)
                .optional("description", STRING)
                .optional("aliases", STRINGS)
                .optional("kill_chain_phases", KILL_CHAIN_PHASES)
                .build();
    }

    private static Shape campaign() {
        return seen("campaign", "§4.2").optional("objective", STRING).build();
    }

    private static Shape infrastructure() {
        return seen("infrastructure", "§4.8")
                .optional("infrastructure_types", Vocabulary.INFRASTRUCTURE_TYPE.terms())
                .optional("kill_chain_phases", KILL_CHAIN_PHASES)
                .build();
    }

    private static Shape intrusionSet() {
        return seen("intrusion-set", "§4.9")
                .optional("goals", STRINGS)
                .optional("resource_level", Vocabulary.ATTACK_RESOURCE_LEVEL.term())
                .optional("primary_motivation", Vocabulary.ATTACK_MOTIVATION.term())
                .optional("secondary_motivations", Vocabulary.ATTACK_MOTIVATION.terms())
                .build();
    }

    private static Shape malware() {
        return seen("malware", "§4.11")
                .optional("name", STRING)
                .required("is_family", BOOLEAN)
                .optional("malware_types", Vocabulary.MALWARE_TYPE.terms())
                .optional("kill_chain_phases", KILL_CHAIN_PHASES)
                .optional("operating_system_refs", list(SOFTWARE))
                .optional("architecture_execution_envs", Vocabulary.PROCESSOR_ARCHITECTURE.terms())
                .optional("implementation_languages", Vocabulary.IMPLEMENTATION_LANGUAGE.terms())
                .optional("capabilities", Vocabulary.MALWARE_CAPABILITIES.terms())
                .optional("sample_refs", list(References.to("file", "artifact")))
                .rule(ThreatShapes::familyHasName)
                .build();
    }

    private static void familyHasName(Inspection in, Fields fields) {
        int family = fields.of("is_family");
        if (family != JsonTape.NONE && in.tape().kind(family) == JsonTape.Kind.TRUE && !fields.has("name")) {
            in.error(fields.object(), Rule.REQUIRED, "The property name is missing; a malware family requires it.");
        }
    }

    private static Shape malwareAnalysis() {
        return Common.versioned("malware-analysis", "§4.12")
                .required("product", STRING)
                .optional("version", STRING)
                .optional("host_vm_ref", SOFTWARE)
                .optional("operating_system_ref", SOFTWARE)
                .optional("installed_software_refs", list(SOFTWARE))
                .optional("configuration_version", STRING)
                .optional("modules", STRINGS)
                .optional("analysis_engine_version", STRING)
                .optional("analysis_definition_version", STRING)
                .optional("submitted", TIMESTAMP)
                .optional("analysis_started", TIMESTAMP)
                .optional("analysis_ended", TIMESTAMP)
                .optional("result_name", STRING)
                .optional("result", Vocabulary.MALWARE_RESULT.term())
                .optional("analysis_sco_refs", list(References.OBSERVABLE))
                .optional("sample_ref", References.to("artifact", "file", "network-traffic"))
                .rule(Together.atLeastOne("result", "analysis_sco_refs"))
                .rule(Common.notBefore("analysis_started", "analysis_ended"))
                .build();
    }

    private static Shape threatActor() {
        return seen("threat-actor", "§4.17")
                .optional("threat_actor_types", Vocabulary.THREAT_ACTOR_TYPE.terms())
                .optional("roles", Vocabulary.THREAT_ACTOR_ROLE.terms())
                .optional("goals", STRINGS)
                .optional("sophistication", Vocabulary.THREAT_ACTOR_SOPHISTICATION.term())
                .optional("resource_level", Vocabulary.ATTACK_RESOURCE_LEVEL.term())
                .optional("primary_motivation", Vocabulary.ATTACK_MOTIVATION.term())
                .optional("secondary_motivations", Vocabulary.ATTACK_MOTIVATION.terms())
                .optional("personal_motivations", Vocabulary.ATTACK_MOTIVATION.terms())
                .build();
    }

    private static Shape tool() {
        return Common.versioned("tool", "§4.18")
                .required("name", STRING)
                .optional("description", STRING)
                .optional("tool_types", Vocabulary.TOOL_TYPE.terms())
                .optional("aliases", STRINGS)
                .optional("kill_chain_phases", KILL_CHAIN_PHASES)
                .optional("tool_version", STRING)
                .build();
    }

    private static Shape vulnerability() {
        return Common.versioned("vulnerability", "§4.19")
                .required("name", STRING)
                .optional("description", STRING)
                .build();
    }

    /** What has a name, aliases and a time it was seen in. */
    private static Shape.Builder seen(String type, String section) {
        return Common.versioned(type, section)
                .required("name", STRING)
                .optional("description", STRING)
                .optional("aliases", STRINGS)
                .optional("first_seen", TIMESTAMP)
                .optional("last_seen", TIMESTAMP)
                .rule(Common.notBefore("first_seen", "last_seen"));
    }
}
