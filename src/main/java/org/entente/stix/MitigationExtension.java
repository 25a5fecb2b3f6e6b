package org.entente.stix;

import java.util.List;

/**
 * Names of the property extension by which a course of action says what it is for. Its properties and their meaning are in the
 * JSON Schema that the exchange serves.
 */
public final class MitigationExtension {

    /** The key under {@code extensions}. */
    public static final String ID = "extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915";

    /** The most pressing first. */
    public static final List<String> URGENCIES = List.of("immediate", "high", "medium", "low");

    /** What carrying it out takes, the least first. */
    public static final List<String> COSTS = List.of("low", "medium", "high");

    /** Kinds of asset. */
    public static final List<String> ASSETS = List.of(
            "application",
            "cloud-service",
            "container",
            "data-store",
            "directory-service",
            "email-service",
            "identity-provider",
            "industrial-control-system",
            "iot-device",
            "mobile-device",
            "network-device",
            "people",
            "security-device",
            "server",
            "software-library",
            "virtualisation-host",
            "web-service",
            "workstation");

    private MitigationExtension() {}
}
