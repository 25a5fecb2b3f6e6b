package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An operator as stored. */
@Entity
@Table(name = "operator")
class OperatorRow {

    @Id
    @Column(name = "operator_id")
    String id;

    @Column(name = "title")
    String title;

    @Column(name = "roles")
    String roles;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "version")
    long version;
}
