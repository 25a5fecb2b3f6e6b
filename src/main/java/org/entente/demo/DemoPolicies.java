package org.entente.demo;

import java.util.Optional;
import java.util.Set;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Allowed;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.To;
import org.entente.stix.Tlp;

/**
 * The demo partners' policies: {@code xa-cert} and {@code xb-cert} get everything addressed to them, {@code xc-cert} nothing
 * above TLP:GREEN. What any of them sends without a marking counts as TLP:GREEN.
 */
final class DemoPolicies {

    private DemoPolicies() {}

    static TrustPolicy upTo(Tlp ceiling) {
        To to = new To(Optional.of(ceiling), Allowed.every(), Allowed.every(), Allowed.every(), Set.of(), false);
        return new TrustPolicy(to, new From(Allowed.every(), Optional.of(Tlp.GREEN), TrustPolicy.Mode.ACCEPT));
    }
}
