package org.entente.partner;

import java.time.Instant;
import java.util.UUID;

/** A password about to be stored: its hash, under the id its credential will have. */
record NewPassword(UUID id, String hash) {

    CredentialRow row(Owner owner, String username, Instant now, String author) {
        CredentialRow row = CredentialRows.of(owner, id, new Credential.Password(username), now, author);
        row.secretHash = hash;
        return row;
    }

    @Override
    public String toString() {
        return "NewPassword[" + id + "]";
    }
}
