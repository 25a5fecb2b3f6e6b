package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.entente.stix.StixId;

/**
 * A committed assertion that has no position yet: a row of {@code log_pending}.
 *
 * @param submitter whose assertion it is
 * @param fresh whether its content is new with it
 * @param references what it refers to
 */
record Waiting(
        long pendingId,
        long contentId,
        StixId id,
        int kind,
        OffsetDateTime version,
        int statedClass,
        String submitter,
        boolean fresh,
        References references) {

    /** One object of one submitter, who may assert it several times. */
    record Own(StixId id, String submitter) {}

    static Waiting of(Row row) {
        return new Waiting(
                row.getLong("pending_id"),
                row.getLong("content_id"),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getInteger("kind_id"),
                row.getOffsetDateTime("version"),
                row.getInteger("class_id"),
                row.getString("submitter"),
                row.getBoolean("fresh"),
                ReferencesText.references(
                        row.getString("ties"), row.getString("members"), row.getString("foreign_ids")));
    }

    Waiting with(References other) {
        return new Waiting(pendingId, contentId, id, kind, version, statedClass, submitter, fresh, other);
    }

    UUID uuid() {
        return id.uuid();
    }

    Own own() {
        return own(id);
    }

    /** Another object of the same submitter. */
    Own own(StixId other) {
        return new Own(other, submitter);
    }

    boolean isContainer() {
        return !references.members().isEmpty();
    }
}
