package org.entente.feed;

import java.time.Instant;

/** Where a stream starts. */
sealed interface Start {

    /** With what comes from now on. */
    record Now() implements Start {}

    /** With everything the partner may have. */
    record Beginning() implements Start {}

    /** With what came later than a moment. */
    record Since(Instant moment) implements Start {}

    /** With what comes after the last event received. */
    record After(Place place) implements Start {}
}
