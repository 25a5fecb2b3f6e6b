package org.entente.party;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom a submitter names as recipients: communities and partners, minus exceptions. An audience only ever narrows what
 * markings and policies allow.
 *
 * @param open true when no community or partner was named, so that markings and policies alone decide; false with no name
 *     in either set reaches nobody
 * @param communities whose members are named; empty when open
 * @param partners named one by one; empty when open
 * @param exceptions never recipients, whoever else names them
 * @param exceptedCommunities whose members are never recipients either
 */
public record Audience(
        boolean open,
        Set<CommunityId> communities,
        Set<PartnerId> partners,
        Set<PartnerId> exceptions,
        Set<CommunityId> exceptedCommunities) {

    /** Nobody named and nobody excepted. */
    public static final Audience OPEN = new Audience(true, Set.of(), Set.of(), Set.of(), Set.of());

    /** @throws IllegalArgumentException when an open audience names somebody */
    public Audience {
        communities = sorted(communities);
        partners = sorted(partners);
        exceptions = sorted(exceptions);
        exceptedCommunities = sorted(exceptedCommunities);
        if (open && !(communities.isEmpty() && partners.isEmpty())) {
            throw new IllegalArgumentException("An open audience names nobody");
        }
    }

    /** The audience of a submission to one community's collection. */
    public static Audience ofCommunity(CommunityId community) {
        return new Audience(false, Set.of(community), Set.of(), Set.of(), Set.of());
    }

    /** An audience from what a submitter wrote: open when neither a community nor a partner is named. */
    public static Audience of(Set<CommunityId> communities, Set<PartnerId> partners, Set<PartnerId> exceptions) {
        return new Audience(communities.isEmpty() && partners.isEmpty(), communities, partners, exceptions, Set.of());
    }

    /** The same without the members of communities. */
    public Audience withoutMembersOf(Set<CommunityId> excepted) {
        return new Audience(open, communities, partners, exceptions, excepted);
    }

    /** The same audience where it is open, for these communities instead. */
    public Audience closedTo(Set<CommunityId> instead) {
        return open ? new Audience(false, instead, Set.of(), exceptions, exceptedCommunities) : this;
    }

    /** Sorted, so that equal audiences are written alike and share one release class. */
    private static <T extends Comparable<T>> Set<T> sorted(@Nullable Set<T> values) {
        // Absent in what was stored before there were exceptions of communities.
        return values == null || values.isEmpty()
                ? Set.of()
                : java.util.Collections.unmodifiableSet(new TreeSet<>(values));
    }
}
