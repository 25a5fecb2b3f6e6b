package org.entente.release.view;

import java.util.Set;

/** The types of cyber-observable objects STIX 2.1 §6 defines, whose ids are derived from their values (§2.9). */
final class Observables {

    private static final Set<String> TYPES = Set.of(
            "artifact",
            "autonomous-system",
            "directory",
            "domain-name",
            "email-addr",
            "email-message",
            "file",
            "ipv4-addr",
            "ipv6-addr",
            "mac-addr",
            "mutex",
            "network-traffic",
            "process",
            "software",
            "url",
            "user-account",
            "windows-registry-key",
            "x509-certificate");

    private Observables() {}

    static boolean isType(String type) {
        return TYPES.contains(type);
    }
}
