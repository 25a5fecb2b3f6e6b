package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** That a partner is in a community. */
@Entity
@Table(name = "membership")
@IdClass(MembershipRow.Key.class)
class MembershipRow {

    @Id
    @Column(name = "community_id")
    String communityId;

    @Id
    @Column(name = "partner_id")
    String partnerId;

    @Column(name = "joined_at")
    Instant joinedAt;

    /** Its two halves. */
    record Key(String communityId, String partnerId) implements Serializable {}
}
