package org.entente.stix.rule;

import java.util.HashSet;
import java.util.Set;

/** The object types STIX 2.1 defines, by kind (§4 to §8). */
public final class KnownTypes {
    static final Set<String> DOMAIN = Set.of(
            "attack-pattern",
            "campaign",
            "course-of-action",
            "grouping",
            "identity",
            "incident",
            "indicator",
            "infrastructure",
            "intrusion-set",
            "location",
            "malware",
            "malware-analysis",
            "note",
            "observed-data",
            "opinion",
            "report",
            "threat-actor",
            "tool",
            "vulnerability");

    static final Set<String> RELATIONSHIP = Set.of("relationship", "sighting");

    static final Set<String> OBSERVABLE = Set.of(
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

    static final Set<String> META = Set.of("extension-definition", "language-content", "marking-definition");

    static final String BUNDLE = "bundle";

    private KnownTypes() {}

    /** Whether the standard defines the type as a cyber-observable, whose ids are derived from their values (§2.9, §6). */
    public static boolean isObservable(String type) {
        return OBSERVABLE.contains(type);
    }

    /** The union of such sets and single types. */
    @SafeVarargs
    static Set<String> union(Set<String>... sets) {
        Set<String> all = new HashSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return Set.copyOf(all);
    }
}
