package org.entente.partner;

import java.time.Instant;
import java.util.Optional;

/**
 * By what a caller was let in. Whoever answers at length asks {@link Partners#admits} on the way whether it would be let in
 * still.
 *
 * @param caller as it was then
 * @param credential what it showed, or what its token was issued for
 * @param until when what it showed runs out; empty when it does not by itself
 */
public record Admission(Caller caller, Credential credential, Optional<Instant> until) {

    /** The name of the {@code SecurityIdentity} attribute that holds the admission. */
    static final String ATTRIBUTE = "entente.admission";
}
