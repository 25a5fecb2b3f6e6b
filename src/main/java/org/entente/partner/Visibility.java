package org.entente.partner;

import org.entente.http.ProblemException;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/**
 * What of the directory a caller may see: operators everything, a partner itself and the communities it is in. Anything
 * else is, for it, not there.
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
