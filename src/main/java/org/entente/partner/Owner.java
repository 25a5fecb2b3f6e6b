package org.entente.partner;

import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/** Whose credential it is. */
public sealed interface Owner {

    /** The name, unique among partners and operators together. */
    String name();

    /** A partner's. */
    record OfPartner(PartnerId partner) implements Owner {
        @Override
        public String name() {
            return partner.value();
        }
    }

    /** An operator's. */
    record OfOperator(OperatorId operator) implements Owner {
        @Override
        public String name() {
            return operator.value();
        }
    }
}
