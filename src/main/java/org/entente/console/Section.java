package org.entente.console;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entente.partner.Roles;

/** The rooms of the console, as they stand in its navigation. */
public enum Section {
    OVERVIEW("", "Overview"),
    SEARCH("/search", "Search"),
    REVIEWS("/reviews", "Review queue"),
    REPORTS("/reports", "Reports"),
    ADVISORIES("/advisories", "Advisories"),
    MITIGATIONS("/mitigations", "Mitigations"),
    RECALLS("/recalls", "Recalls"),
    RETENTION("/retention", "Retention"),
    PARTNERS("/partners", "Partners"),
    COMMUNITIES("/communities", "Communities"),
    DELIVERY("/delivery", "Delivery", Set.of(Roles.AUDITOR, Roles.ADMIN)),
    OPERATORS("/operators", "Operators", Set.of(Roles.AUDITOR, Roles.ADMIN)),
    AUDIT("/audit", "Audit trail", Set.of(Roles.AUDITOR, Roles.ADMIN));

    private final String path;
    private final String label;
    private final Set<String> roles;

    /** For every operator. */
    Section(String path, String label) {
        this(path, label, Set.of());
    }

    Section(String path, String label, Set<String> roles) {
        this.path = path;
        this.label = label;
        this.roles = roles;
    }

    /** Its first page. */
    public String href() {
        return ConsoleAddress.ROOT + path;
    }

    /** As people read it. */
    public String label() {
        return label;
    }

    static List<Section> visibleTo(Set<String> held) {
        return Arrays.stream(values())
                .filter(section ->
                        section.roles.isEmpty() || section.roles.stream().anyMatch(held::contains))
                .toList();
    }
}
