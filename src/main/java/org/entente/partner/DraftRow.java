package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A proposed policy as stored. */
@Entity
@Table(name = "policy_draft")
@IdClass(DraftRow.Key.class)
class DraftRow {

    @Id
    @Column(name = "partner_id")
    String partnerId;

    @Id
    @Column(name = "number")
    long number;

    @Column(name = "document")
    String document;

    @Column(name = "reason")
    String reason;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    PolicyDraft.State state;

    @Column(name = "base")
    long base;

    @Column(name = "author")
    String author;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "version")
    long version;

    @Column(name = "policy_version")
    @Nullable
    Long policyVersion;

    /** Its two halves. */
    record Key(String partnerId, long number) implements Serializable {}
}
