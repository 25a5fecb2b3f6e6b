package org.entente.demo;

import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Agreement;
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
        return new TrustPolicy(To.everythingUpTo(ceiling), From.everything(Tlp.GREEN), Agreement.UNLIMITED);
    }
}
