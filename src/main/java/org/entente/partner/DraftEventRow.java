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

/** Something done with a draft, never changed once written. */
@Entity
@Table(name = "policy_draft_event")
@IdClass(DraftEventRow.Key.class)
class DraftEventRow {

    @Id
    @Column(name = "partner_id")
    String partnerId;

    @Id
    @Column(name = "draft")
    long draft;

    @Id
    @Column(name = "number")
    long number;

    @Enumerated(EnumType.STRING)
    @Column(name = "action")
    PolicyDraft.Action action;

    @Column(name = "operator_id")
    String operatorId;

    @Column(name = "at")
    Instant at;

    @Column(name = "reason")
    @Nullable
    String reason;

    @Column(name = "document")
    String document;

    /** Its three parts. */
    record Key(String partnerId, long draft, long number) implements Serializable {}
}
