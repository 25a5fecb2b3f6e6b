package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A community as stored. */
@Entity
@Table(name = "community")
class CommunityRow {

    @Id
    @Column(name = "community_id")
    String id;

    @Column(name = "collection")
    UUID collection;

    @Column(name = "title")
    String title;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "version")
    long version;
}
