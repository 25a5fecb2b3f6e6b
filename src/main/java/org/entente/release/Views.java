package org.entente.release;

import java.util.Optional;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.Attribution;
import org.entente.release.view.Scope;
import org.entente.release.view.View;
import org.entente.stix.Tlp;

/** Which view a partner gets of a class it may have. */
final class Views {

    private Views() {}

    /** Empty when the partner gets the entries as they were submitted. */
    static Optional<View> of(ReleaseClass subject, Member partner) {
        Obligations obligations = partner.policy().to().view();
        boolean concealed = subject.origin().attribution() != Attribution.EVERYONE;
        boolean obliged = !obligations.equals(Obligations.NONE);
        if (subject.submitter().equals(partner.id()) || !concealed && !obliged) {
            return Optional.empty();
        }
        return Optional.of(new View(
                scope(partner.policy().to()),
                true,
                concealed || obligations.hideSubmitter(),
                obligations.removedProperties(),
                partsUpTo(subject, partner),
                obligations.removeExternalReferences()));
    }

    /** The scope of what the partner gets in views. */
    static Scope scope(TrustPolicy.To policy) {
        return policy.view().equals(Obligations.NONE) ? Scope.PLAIN : Scope.of(policy.view(), policy.maxTlp());
    }

    /**
     * Where parts are above what the partner may have. RED parts of what is not RED as a whole go to nobody whose marked parts
     * are removed, not to those named one by one either: whoever shares the view's id must have the same bytes (§3.5).
     */
    private static Optional<Tlp> partsUpTo(ReleaseClass subject, Member partner) {
        boolean redPartsOnly =
                subject.markings().separable() && subject.markings().wholeTlp() != Tlp.RED;
        return partner.policy()
                .to()
                .maxTlp()
                .map(ceiling -> ceiling == Tlp.RED
                                && redPartsOnly
                                && partner.policy().to().view().removeMarkedParts()
                        ? Tlp.AMBER_STRICT
                        : ceiling)
                .filter(highest -> !subject.tlp().isWithin(highest));
    }
}
