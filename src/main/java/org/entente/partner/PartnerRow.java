package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A partner as stored. */
@Entity
@Table(name = "partner")
class PartnerRow {

    @Id
    @Column(name = "partner_id")
    String id;

    @Column(name = "ordinal")
    int ordinal;

    @Column(name = "title")
    String title;

    @Column(name = "roles")
    String roles;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "suspended_at")
    @Nullable
    Instant suspendedAt;

    @Column(name = "suspension_reason")
    @Nullable
    String suspensionReason;

    @Enumerated(EnumType.STRING)
    @Column(name = "kafka_state")
    KafkaState kafkaState;

    @Column(name = "kafka_state_since")
    Instant kafkaStateSince;

    @Column(name = "version")
    long version;

    boolean subscribes() {
        return Roles.split(roles).contains(Roles.SUBSCRIBER);
    }
}
