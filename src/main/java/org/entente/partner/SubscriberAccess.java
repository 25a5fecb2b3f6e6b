package org.entente.partner;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.entente.party.PartnerId;

/**
 * Gives partners access to their Kafka topics, and takes it away. A port: {@code relay} implements it, so that this package
 * knows no Kafka. Every call is idempotent.
 */
public interface SubscriberAccess {

    /**
     * Makes topics, access rules and, where subscribers sign in by password, a fresh one; the secret is in the answer and
     * nowhere else.
     */
    Uni<Access> provision(PartnerId partner);

    /** Cuts access: credential removed, open connections refused further reads. */
    Uni<Void> suspend(PartnerId partner);

    /**
     * What a subscriber needs to connect.
     *
     * @param username SCRAM user, or the name its certificate has to prove
     * @param password shown once; empty where a certificate is shown instead
     * @param topics the three topics, in the order threats, mitigations, advisories
     * @param groupPrefix what its consumer group ids must start with
     */
    record Access(String username, Optional<String> password, List<String> topics, String groupPrefix) {
        public Access {
            topics = List.copyOf(topics);
        }

        /** Never shows the password, whatever logs this value. */
        @Override
        public String toString() {
            return "Access[" + username + "]";
        }
    }
}
