package org.entente.stix.rule;

import org.entente.stix.json.JsonTape;

/** The pattern of an indicator, when it is one of STIX (STIX 2.1 §4.7, §9). */
final class IndicatorPatterns {
    private IndicatorPatterns() {}

    static void check(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int type = fields.of("pattern_type");
        int pattern = fields.of("pattern");
        if (type == JsonTape.NONE || pattern == JsonTape.NONE || !tape.isString(type) || !tape.isString(pattern)) {
            return;
        }
        if (!tape.textEquals(type, "stix")) {
            return;
        }
    }
}
