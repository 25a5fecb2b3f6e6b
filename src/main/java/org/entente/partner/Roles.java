package org.entente.partner;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Role names, as {@code @RolesAllowed} spells them. */
public final class Roles {

    /** A partner that may hand material in. */
    public static final String SUBMITTER = "submitter";

    /** A partner that may read what is released to it. */
    public static final String SUBSCRIBER = "subscriber";

    /** An operator that drafts advisories. */
    public static final String CURATOR = "curator";

    /** An operator that approves what another has drafted. */
    public static final String APPROVER = "approver";

    /** An operator that may see everything and change nothing. */
    public static final String AUDITOR = "auditor";

    /** An operator that manages partners, communities, credentials and operators. */
    public static final String ADMIN = "admin";

    static final Set<String> OF_PARTNERS = Set.of(SUBMITTER, SUBSCRIBER);

    static final Set<String> OF_OPERATORS = Set.of(CURATOR, APPROVER, AUDITOR, ADMIN);

    private Roles() {}

    /** Sorted and joined, as a column holds them. */
    static String join(Set<String> roles) {
        return String.join(",", new TreeSet<>(roles));
    }

    static Set<String> split(String column) {
        return Arrays.stream(column.split(","))
                .filter(role -> !role.isEmpty())
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
    }
}
