package org.entente.stix;

import java.util.Optional;

/** The deterministic ids of cyber-observables (STIX 2.1 §2.9): UUIDv5 over their canonical id-contributing properties. */
public final class DeterministicIds {
    private DeterministicIds() {}

    /** The id the standard gives this object; nothing for objects that are no observables or have no contributing property. */
    public static Optional<StixId> of(StixObject object) {
        return Optional.empty();
    }
}
