package org.entente.stix.rule;

import java.util.Map;

/** The extensions the standard itself defines, by the type they extend (STIX 2.1 §3.10). */
final class PredefinedExtensions {
    private static final Map<String, Map<String, Shape>> BY_TYPE = Map.of(
            "file", FileShapes.extensions(),
            "network-traffic", NetworkShapes.extensions(),
            "process", HostShapes.processExtensions(),
            "user-account", HostShapes.accountExtensions());

    private PredefinedExtensions() {}

    static Map<String, Shape> of(String type) {
        return BY_TYPE.getOrDefault(type, Map.of());
    }
}
