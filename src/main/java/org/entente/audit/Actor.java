package org.entente.audit;

import java.util.Locale;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;

/**
 * Who did something.
 *
 * @param kind whether it was a person of the exchange, a partner, or the exchange itself
 * @param name of the operator or partner; empty for the exchange, and for a partner that is not to be named
 */
public record Actor(Kind kind, String name) {

    /** The exchange itself. */
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "");

    /** A partner, where operators may not learn which. */
    public static final Actor SOME_PARTNER = new Actor(Kind.PARTNER, "");

    /** The sorts of actors. */
    public enum Kind {
        OPERATOR,
        PARTNER,
        SYSTEM;

        /** As it is spelled in the REST API and the table. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Actor of(OperatorId operator) {
        return new Actor(Kind.OPERATOR, operator.value());
    }

    public static Actor of(PartnerId partner) {
        return new Actor(Kind.PARTNER, partner.value());
    }
}
