package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.enumeration;
import static org.entente.stix.rule.Checks.list;

import java.util.List;
import java.util.Map;
import org.entente.stix.MitigationExtension;
import org.entente.stix.StixId;

/**
 * The exchange's own property extension of a course of action: what it is for, how urgent and how costly it is, and its steps as
 * machines read them (CSAF 2.0 §3.2.3.12, CACAO 2.0 §3.1). Its JSON Schema says the same.
 */
final class MitigationShapes {

    private static final String SECTION = "§7.3";

    private MitigationShapes() {}

    static Map<String, Shape> extensions() {
        return Map.of(
                MitigationExtension.ID,
                Shape.of("the mitigation extension", SECTION)
                        .required("extension_type", enumeration("extension_type", "property-extension"))
                        .optional("urgency", enumeration("urgency", terms(MitigationExtension.URGENCIES)))
                        .optional("cost", enumeration("cost", terms(MitigationExtension.COSTS)))
                        .optional("sectors", Vocabulary.INDUSTRY_SECTOR.terms())
                        .optional("assets", list(enumeration("assets", terms(MitigationExtension.ASSETS))))
                        .optional("csaf_remediations", list(remediation().asCheck()))
                        .optional("cacao_playbook", playbook().asCheck())
                        .rule(Together.atLeastOne(
                                "urgency", "cost", "sectors", "assets", "csaf_remediations", "cacao_playbook"))
                        .build());
    }

    private static String[] terms(List<String> listed) {
        return listed.toArray(String[]::new);
    }

    private static Shape remediation() {
        return Shape.of("a remediation", SECTION)
                .required(
                        "category",
                        enumeration(
                                "the categories of CSAF 2.0",
                                "mitigation",
                                "no_fix_planned",
                                "none_available",
                                "vendor_fix",
                                "workaround"))
                .required("details", STRING)
                .optional("date", TIMESTAMP)
                .optional("url", Uris.URI)
                .optionals(STRINGS, "entitlements", "group_ids", "product_ids")
                .optional("restart_required", restart().asCheck())
                .build();
    }

    private static Shape restart() {
        return Shape.of("restart_required", SECTION)
                .required(
                        "category",
                        enumeration(
                                "the restart categories of CSAF 2.0",
                                "connected",
                                "dependencies",
                                "machine",
                                "none",
                                "parent",
                                "service",
                                "system",
                                "vulnerable_component",
                                "zone"))
                .optional("details", STRING)
                .build();
    }

    private static Shape playbook() {
        return Shape.of("a CACAO playbook", SECTION)
                .required("type", enumeration("the types of a playbook", "playbook"))
                .required("spec_version", enumeration("the versions that are taken", "cacao-2.0"))
                .required("id", MitigationShapes::playbookId)
                .required("name", STRING)
                .required("created_by", STRING)
                .required("created", TIMESTAMP)
                .required("modified", TIMESTAMP)
                .required("workflow_start", STRING)
                .required("workflow", MitigationShapes::steps)
                .unlisted(MitigationShapes::playbookProperty)
                .build();
    }

    private static void playbookId(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        boolean named = StixId.tryParse(in.tape().text(node))
                .filter(id -> id.type().equals("playbook"))
                .isPresent();
        if (!named) {
            in.error(node, Rule.ID_SYNTAX, in.quote(node) + " names no playbook; write 'playbook--' and a UUID.");
        }
    }

    private static void steps(Inspection in, int node) {
        if (Checks.isObject(in, node)) {
            Values.ANY.check(in, node);
        }
    }

    /** A playbook has names of its own, which need not be those of STIX properties. */
    private static void playbookProperty(Inspection in, int key) {
        Values.collectReferences(in, key);
        Values.ANY.check(in, key + 1);
    }
}
