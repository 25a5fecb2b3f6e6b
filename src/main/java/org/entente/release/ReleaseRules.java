package org.entente.release;

import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.party.CommunityId;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.stix.Tlp;

/**
 * The rules, for one class and one partner, ties aside. Every rule can only withhold, so adding a rule never widens; what
 * no rule withholds is released.
 */
final class ReleaseRules {

    private final Directory directory;

    ReleaseRules(Directory directory) {
        this.directory = directory;
    }

    Decision decide(ReleaseClass subject, Member partner) {
        if (!partner.active()) {
            return new Withhold(Rule.SUSPENDED);
        }
        if (subject.submitter().equals(partner.id())) {
            // It wrote this itself. Asking any further rule would only tell it what others sent in.
            // Nor is the role asked for: that ends reading at the exits, and intake must still know its earlier
            // versions.
            return Decision.RELEASE;
        }
        if (!partner.subscribes()) {
            return new Withhold(Rule.SUSPENDED);
        }
        if (subject.audience().exceptions().contains(partner.id())) {
            return new Withhold(Rule.EXCEPTED);
        }
        TrustPolicy.To policy = partner.policy().to();
        if (policy.maxTlp().isEmpty() || !subject.tlp().isWithin(policy.maxTlp().get())) {
            return new Withhold(Rule.ABOVE_CEILING);
        }
        if (subject.tlp() == Tlp.RED && !subject.audience().partners().contains(partner.id())) {
            return new Withhold(Rule.NOT_NAMED);
        }
        if (!policy.markings().all()
                && !policy.markings().names().containsAll(subject.markings().families())) {
            return new Withhold(Rule.UNKNOWN_MARKING);
        }
        if (!policy.kinds().contains(subject.kind())) {
            return new Withhold(Rule.KIND);
        }
        if (policy.originatorsRefused().contains(subject.submitter())
                || !policy.originators().contains(subject.submitter())) {
            return new Withhold(Rule.ORIGINATOR);
        }
        return isAddressedTo(subject, partner) ? Decision.RELEASE : new Withhold(Rule.AUDIENCE);
    }

    private boolean isAddressedTo(ReleaseClass subject, Member partner) {
        Audience audience = subject.audience();
        if (audience.open()) {
            // Above GREEN intake names the submitter's communities; a class that names nobody all the same reaches
            // nobody.
            return subject.tlp().isWithin(Tlp.GREEN);
        }
        return audience.partners().contains(partner.id())
                || audience.communities().stream().anyMatch(community -> receivesFor(partner, community));
    }

    /** Membership is read from the community's side too: a name that no longer is a community reaches nobody. */
    private boolean receivesFor(Member partner, CommunityId community) {
        Directory.Community known = directory.communities().get(community);
        return known != null
                && known.members().contains(partner.id())
                && partner.policy().to().communities().contains(community);
    }
}
