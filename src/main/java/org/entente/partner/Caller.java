package org.entente.partner;

import java.util.Set;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/** Who is calling, however they proved it: HTTP Basic, bearer token or client certificate. */
public sealed interface Caller {

    /** The name of the {@code SecurityIdentity} attribute that holds the caller. */
    String ATTRIBUTE = "entente.caller";

    /** The name that goes into logs and histories. */
    String name();

    /** Role names, as the {@code @RolesAllowed} of resources spell them. */
    Set<String> roles();

    /** A partner CSIRT: {@code submitter} and {@code subscriber}. */
    record PartnerCaller(PartnerId partner, Set<String> roles) implements Caller {
        public PartnerCaller {
            roles = Set.copyOf(roles);
        }

        @Override
        public String name() {
            return partner.value();
        }
    }

    /** An operator: {@code curator}, {@code approver}, {@code auditor}, {@code admin}. */
    record OperatorCaller(OperatorId operator, Set<String> roles) implements Caller {
        public OperatorCaller {
            roles = Set.copyOf(roles);
        }

        @Override
        public String name() {
            return operator.value();
        }
    }
}
