package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** A committed assertion that has no position yet: a row of {@code log_pending}. */
record Waiting(
        long pendingId,
        long contentId,
        StixId id,
        int kind,
        OffsetDateTime version,
        int statedClass,
        boolean fresh,
        List<StixId> ties) {

    static Waiting of(Row row) {
        return new Waiting(
                row.getLong("pending_id"),
                row.getLong("content_id"),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getInteger("kind_id"),
                row.getOffsetDateTime("version"),
                row.getInteger("class_id"),
                row.getBoolean("fresh"),
                ids(row.getString("ties")));
    }

    private static List<StixId> ids(@Nullable String ties) {
        return ties == null
                ? List.of()
                : Arrays.stream(ties.split(" "))
                        .map(StixId::tryParse)
                        .flatMap(Optional::stream)
                        .toList();
    }

    UUID uuid() {
        return id.uuid();
    }

    Instant versionInstant() {
        return version.toInstant();
    }
}
