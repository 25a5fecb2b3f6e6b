package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** Kill chain phases (STIX 2.1 §2.11). */
final class KillChainPhases {
    static final Check KILL_CHAIN_PHASES = Checks.list(Shape.of("kill-chain-phase", "§2.11")
            .required("kill_chain_name", KillChainPhases::name)
            .required("phase_name", KillChainPhases::name)
            .build()
            .asCheck());

    private KillChainPhases() {}

    private static void name(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        for (int at = tape.start(node); at < tape.end(node); at++) {
            byte unit = tape.source()[at];
            if (unit >= 'A' && unit <= 'Z' || unit == ' ' || unit == '_') {
                in.warn(
                        node,
                        Rule.TERM_STYLE,
                        in.quote(node) + " should be all lower case with hyphens between words.");
                return;
            }
        }
    }
}
