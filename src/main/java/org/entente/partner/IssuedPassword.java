package org.entente.partner;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A password credential at the one moment its secret is known.
 *
 * @param id of the credential
 * @param username for HTTP Basic
 * @param password 256 random bits; only its hash is kept
 */
@Schema(description = "A new password. It is shown this once.")
public record IssuedPassword(UUID id, String username, String password) {

    /** Never shows the password, whatever logs this value. */
    @Override
    public String toString() {
        return "IssuedPassword[" + username + "]";
    }
}
