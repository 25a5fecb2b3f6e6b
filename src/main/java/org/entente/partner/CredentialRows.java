package org.entente.partner;

import java.time.Instant;
import java.util.UUID;

/** Makes credential rows; the counterpart of {@link SnapshotParts#login}. */
final class CredentialRows {

    private CredentialRows() {}

    static CredentialRow of(Owner owner, UUID id, Credential.Proof proof, Instant now, String author) {
        CredentialRow row = new CredentialRow();
        row.id = id;
        if (owner instanceof Owner.OfPartner) {
            row.partnerId = owner.name();
        } else {
            row.operatorId = owner.name();
        }
        row.kind = proof.kind();
        if (proof instanceof Credential.Password password) {
            row.username = password.username();
        } else if (proof instanceof Credential.TokenSubject token) {
            row.issuer = token.issuer();
            row.subject = token.subject();
        } else if (proof instanceof Credential.Certificate certificate) {
            row.fingerprint = certificate.fingerprint();
        }
        row.createdAt = now;
        row.createdBy = author;
        row.secretSince = now;
        row.secretBy = author;
        return row;
    }
}
