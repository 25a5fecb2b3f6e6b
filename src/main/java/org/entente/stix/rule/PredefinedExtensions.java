package org.entente.stix.rule;

import java.util.Map;

/** The extensions whose content is known, by the type they extend: those of the standard (STIX 2.1 §3.10), and the exchange's own. */
final class PredefinedExtensions {
    private static final Map<String, Map<String, Shape>> BY_TYPE = Map.of(
            "course-of-action", MitigationShapes.extensions(),
            "file", FileShapes.extensions(),
            "network-traffic", NetworkShapes.extensions(),
            "process", HostShapes.processExtensions(),
            "user-account", HostShapes.accountExtensions());

    private PredefinedExtensions() {}

    static Map<String, Shape> of(String type) {
        return BY_TYPE.getOrDefault(type, Map.of());
    }
}
