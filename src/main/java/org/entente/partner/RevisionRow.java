package org.entente.partner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row that counts the changes of the directory. */
@Entity
@Table(name = "directory_revision")
class RevisionRow {

    @Id
    @Column(name = "single")
    boolean single;

    @Column(name = "revision")
    long revision;
}
