package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One version of a partner's policy, never changed once written. */
@Entity
@Table(name = "policy_version")
@IdClass(PolicyRow.Key.class)
class PolicyRow {

    @Id
    @Column(name = "partner_id")
    String partnerId;

    @Id
    @Column(name = "number")
    long number;

    @Column(name = "document")
    String document;

    @Column(name = "author")
    String author;

    @Column(name = "reason")
    String reason;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "approver")
    @Nullable
    String approver;

    @Column(name = "draft")
    @Nullable
    Long draft;

    /** Its two halves. */
    record Key(String partnerId, long number) implements Serializable {}
}
