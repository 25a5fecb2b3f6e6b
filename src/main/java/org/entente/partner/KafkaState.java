package org.entente.partner;

import java.util.Locale;

/** How far a partner's access to its topics is brought about at the broker. */
enum KafkaState {
    /** Topics, rules and a credential are still to be made. */
    PENDING,
    /** It can read its topics with a credential it was given, or asks for one. */
    READY,
    /** It may not read, and the broker does not know yet. */
    CUT_PENDING,
    /** It may not read, and has no access at the broker. */
    CUT;

    /** As the REST API spells it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
