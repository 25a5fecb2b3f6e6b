package org.entente.partner;

import java.time.Duration;
import org.entente.party.PartnerId;

/** Policies for tests that need one, not the way to it. */
public final class PolicyInForce {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PolicyInForce() {}

    /** In force when it returns, over whatever was. */
    public static void put(PolicyService policies, PartnerId partner, TrustPolicy policy) {
        policies.replace(partner, new PolicyService.Founding(policy, "test", "for a test"))
                .await()
                .atMost(PATIENCE);
    }
}
