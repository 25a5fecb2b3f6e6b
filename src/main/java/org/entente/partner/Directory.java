package org.entente.partner;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/**
 * All partners and communities at one moment, immutable.
 *
 * @param revision grows with every change
 * @param partners by id, suspended ones included
 * @param communities by id
 */
public record Directory(long revision, Map<PartnerId, Member> partners, Map<CommunityId, Community> communities) {

    public Directory {
        partners = Map.copyOf(partners);
        communities = Map.copyOf(communities);
    }

    /** A directory of the given members and communities. */
    public static Directory of(long revision, List<Member> members, List<Community> communities) {
        return new Directory(
                revision,
                members.stream().collect(Collectors.toMap(Member::id, Function.identity())),
                communities.stream().collect(Collectors.toMap(Community::id, Function.identity())));
    }

    /** The same communities with these members and no others. */
    public Directory of(Collection<Member> members) {
        return of(
                revision,
                List.copyOf(members),
                communities.values().stream()
                        .map(community -> new Community(
                                community.id(),
                                community.collection(),
                                community.title(),
                                members.stream()
                                        .filter(member -> member.communities().contains(community.id()))
                                        .map(Member::id)
                                        .collect(Collectors.toSet())))
                        .toList());
    }

    /** The partner, suspended or not. */
    public Optional<Member> partner(PartnerId id) {
        return Optional.ofNullable(partners.get(id));
    }

    /**
     * One partner.
     *
     * @param id its name
     * @param title what people call it
     * @param ordinal small dense number, never reused
     * @param active false while suspended
     * @param subscribes whether it has the role {@code subscriber}
     * @param communities it is a member of
     * @param policy in force
     * @param policyVersion of that policy; 0 when none was written
     */
    public record Member(
            PartnerId id,
            String title,
            int ordinal,
            boolean active,
            boolean subscribes,
            Set<CommunityId> communities,
            TrustPolicy policy,
            long policyVersion) {
        public Member {
            communities = Set.copyOf(communities);
        }

        /** Whether anything at all may be given to it, its own objects too. */
        public boolean reads() {
            return active && subscribes;
        }
    }

    /**
     * One community.
     *
     * @param id its name
     * @param collection its TAXII collection id, a UUIDv4
     * @param title what people call it
     * @param members partners in it
     */
    public record Community(CommunityId id, java.util.UUID collection, String title, Set<PartnerId> members) {
        public Community {
            members = Set.copyOf(members);
        }
    }
}
