package org.entente.partner;

import io.smallrye.mutiny.Uni;

/**
 * Waits until nothing is on its way out any more that was decided before. A port: whoever delivers without being asked
 * implements it, so that this package knows no exit.
 */
public interface ExitBarrier {

    /**
     * Completes when everything still to leave, by whatever instance, is checked against what was committed before this call.
     * Fails when that cannot be had in time.
     */
    Uni<Void> passed();
}
