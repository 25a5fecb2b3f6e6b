package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A credential as stored; which columns are set follows from its kind. */
@Entity
@Table(name = "credential")
class CredentialRow {

    @Id
    @Column(name = "credential_id")
    UUID id;

    @Column(name = "partner_id")
    @Nullable
    String partnerId;

    @Column(name = "operator_id")
    @Nullable
    String operatorId;

    @Enumerated(EnumType.STRING)
    @Column(name = "kind")
    Credential.Kind kind;

    @Column(name = "username")
    @Nullable
    String username;

    @Column(name = "secret_hash")
    @Nullable
    String secretHash;

    @Column(name = "issuer")
    @Nullable
    String issuer;

    @Column(name = "subject")
    @Nullable
    String subject;

    @Column(name = "fingerprint")
    @Nullable
    String fingerprint;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "secret_since")
    Instant secretSince;

    @Column(name = "secret_by")
    String secretBy;
}
