package org.entente.stix;

import java.util.Set;

/**
 * Properties that can be taken out at the top of any object without making it invalid, so that a view may leave them out.
 *
 * <p>In every type of STIX 2.1 that has one of them it is optional (§3.2, §4 to §7), no rule demands at least one of a set with
 * it in, no other property depends on it, and it contributes to no observable's id. So {@code name} is not among them (many
 * types require it), nor {@code version} (the id of software contains it), nor {@code display_name} (it may be all that a user
 * account has). References are not either, but where something was sighted, nor are markings and versions: those are not
 * descriptions.
 */
public final class DescriptiveProperties {

    /** By the name they have in every type. */
    public static final Set<String> NAMES = Set.of(
            // of any object
            "labels",
            "confidence",
            "lang",
            "description",
            // of threats, and of those behind them
            "aliases",
            "objective",
            "goals",
            "roles",
            "sophistication",
            "resource_level",
            "primary_motivation",
            "secondary_motivations",
            "personal_motivations",
            "first_seen",
            "last_seen",
            "kill_chain_phases",
            "threat_actor_types",
            "malware_types",
            "tool_types",
            "tool_version",
            "infrastructure_types",
            "indicator_types",
            "report_types",
            "capabilities",
            "implementation_languages",
            "architecture_execution_envs",
            // of what people write
            "abstract",
            "authors",
            "explanation",
            // of organisations and places
            "contact_information",
            "sectors",
            "identity_class",
            "administrative_area",
            "city",
            "street_address",
            "postal_code",
            // of an analysis
            "configuration_version",
            "modules",
            "analysis_engine_version",
            "analysis_definition_version",
            "submitted",
            "analysis_started",
            "analysis_ended",
            "result_name",
            // of a sighting
            "count",
            "where_sighted_refs");

    private DescriptiveProperties() {}
}
