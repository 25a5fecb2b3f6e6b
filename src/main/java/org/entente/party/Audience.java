package org.entente.party;

import java.util.Set;
import java.util.TreeSet;

/**
 * Whom a submitter names as recipients: communities and partners, minus exceptions. An audience only ever narrows what
 * markings and policies allow.
 *
 * @param open true when no community or partner was named, so that markings and policies alone decide; false with no name
 *     in either set reaches nobody
 * @param communities whose members are named; empty when open
 * @param partners named one by one; empty when open
 * @param exceptions never recipients, whoever else names them
 */
public record Audience(boolean open, Set<CommunityId> communities, Set<PartnerId> partners, Set<PartnerId> exceptions) {

    /** Nobody named and nobody excepted. */
    public static final Audience OPEN = new Audience(true, Set.of(), Set.of(), Set.of());

    /** @throws IllegalArgumentException when an open audience names somebody */
    public Audience {
        communities = sorted(communities);
        partners = sorted(partners);
        exceptions = sorted(exceptions);
        if (open && !(communities.isEmpty() && partners.isEmpty())) {
            throw new IllegalArgumentException("An open audience names nobody");
        }
    }

    /** The audience of a submission to one community's collection. */
    public static Audience ofCommunity(CommunityId community) {
        return new Audience(false, Set.of(community), Set.of(), Set.of());
    }

    /** An audience from what a submitter wrote: open when neither a community nor a partner is named. */
    public static Audience of(Set<CommunityId> communities, Set<PartnerId> partners, Set<PartnerId> exceptions) {
        return new Audience(communities.isEmpty() && partners.isEmpty(), communities, partners, exceptions);
    }

    /** Sorted, so that equal audiences are written alike and share one release class. */
    private static <T extends Comparable<T>> Set<T> sorted(Set<T> values) {
        return values.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(new TreeSet<>(values));
    }
}
