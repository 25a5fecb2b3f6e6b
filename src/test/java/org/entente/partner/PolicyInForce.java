package org.entente.partner;

import java.time.Duration;
import java.util.Optional;
import org.entente.http.VersionTag;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/** Policies for tests that need one, not the way to it. */
public final class PolicyInForce {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final OperatorId FIRST = new OperatorId("first-of-a-test");
    private static final OperatorId SECOND = new OperatorId("second-of-a-test");

    private PolicyInForce() {}

    /** In force when it returns, over whatever was. */
    public static void put(PolicyDrafts drafts, PartnerId partner, TrustPolicy policy) {
        drafts.write(partner, new PolicyDrafts.Proposal(policy, "for a test"), FIRST)
                .chain(written -> drafts.submit(partner, written.number(), FIRST, null))
                .chain(submitted -> drafts.approve(
                        partner, submitted.number(), SECOND, Optional.empty(), VersionTag.of(submitted.version())))
                .await()
                .atMost(PATIENCE);
    }
}
