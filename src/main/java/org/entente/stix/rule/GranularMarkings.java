package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Granular markings and their selectors (STIX 2.1 §7.2.3). */
final class GranularMarkings {
    static final Check LIST = Checks.list(Shape.of("granular-marking", "§7.2.3")
            .required("selectors", Checks.list(GranularMarkings::selector))
            .optional("marking_ref", Common::marking)
            .optional("lang", Languages.TAG)
            .rule(Together.exactlyOne("marking_ref", "lang"))
            .build()
            .asCheck());

    private GranularMarkings() {}

    private static void selector(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        String text = in.tape().text(node);
        int selected = in.selectors().resolve(text);
        if (selected == Selectors.BROKEN) {
            in.error(
                    node,
                    Rule.SELECTOR_SYNTAX,
                    in.quote(node) + " is not a selector; separate names and indices like [0] with full stops.");
        } else if (selected == JsonTape.NONE) {
            in.error(node, Rule.SELECTOR_TARGET, in.quote(node) + " selects nothing; name a property that is there.");
        }
    }
}
