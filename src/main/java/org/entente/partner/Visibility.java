package org.entente.partner;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/**
 * What of the directory a caller may see: operators everything, a partner itself, the communities it is in and the names of
 * their members. Anything else is, for it, not there.
 */
final class Visibility {

    private final Caller caller;
    private final Snapshot snapshot;

    Visibility(Caller caller, Snapshot snapshot) {
        this.caller = caller;
        this.snapshot = snapshot;
    }

    boolean sees(PartnerId partner) {
        return !(caller instanceof Caller.PartnerCaller own) || own.partner().equals(partner);
    }

    /** Whether it may learn the partner's name: communities name their members to one another. */
    private boolean knows(PartnerId partner) {
        return sees(partner)
                || snapshot.directory()
                        .partner(partner)
                        .filter(other -> other.communities().stream().anyMatch(this::sees))
                        .isPresent();
    }

    /** The policy without the names the caller may not learn; a list that loses them all is empty, not {@code "*"}. */
    TrustPolicy of(TrustPolicy policy) {
        TrustPolicy.To to = policy.to();
        return policy.withTo(to.withCommunities(new Allowed<>(
                        to.communities().all(), only(to.communities().names(), this::sees)))
                .withOriginators(
                        new Allowed<>(
                                to.originators().all(), only(to.originators().names(), this::knows)),
                        only(to.originatorsRefused(), this::knows)));
    }

    private static <T> Set<T> only(Set<T> names, Predicate<T> kept) {
        return names.stream().filter(kept).collect(Collectors.toUnmodifiableSet());
    }

    boolean sees(CommunityId community) {
        return !(caller instanceof Caller.PartnerCaller own)
                || snapshot.directory()
                        .partner(own.partner())
                        .filter(member -> member.communities().contains(community))
                        .isPresent();
    }

    /** The partner, or 404. */
    Snapshot.Partner partner(String name) {
        return PartnerId.tryParse(name)
                .flatMap(snapshot::partner)
                .filter(partner -> sees(partner.id()))
                .orElseThrow(ProblemException::notFound);
    }

    /** The community, or 404. */
    Snapshot.CommunityFacts community(String name) {
        return CommunityId.tryParse(name)
                .flatMap(snapshot::community)
                .filter(community -> sees(community.id()))
                .orElseThrow(ProblemException::notFound);
    }
}
