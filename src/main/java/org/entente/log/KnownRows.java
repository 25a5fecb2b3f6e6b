package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.log.KnownContent.First;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Rows of {@code log_known}, one an assertion, put together by content. */
final class KnownRows {

    private record Content(long number, StixId id, Instant version, byte[] digest, Map<Integer, First> classes) {}

    private KnownRows() {}

    /** @param asked others of the same UUID are left out */
    static Map<StixId, List<KnownContent>> of(RowSet<Row> rows, Set<StixId> asked) {
        Map<Long, Content> contents = new LinkedHashMap<>();
        for (Row row : rows) {
            Content content = contents.computeIfAbsent(row.getLong("content_id"), number -> content(number, row));
            @Nullable Integer classNumber = row.getInteger("class_id");
            if (classNumber != null) {
                content.classes().merge(classNumber, first(row), KnownRows::earlier);
            }
        }
        Map<StixId, List<KnownContent>> known = new HashMap<>();
        for (Content c : contents.values()) {
            if (asked.contains(c.id())) {
                known.computeIfAbsent(c.id(), id -> new ArrayList<>())
                        .add(new KnownContent(c.number(), c.id(), c.version(), c.digest(), c.classes()));
            }
        }
        return known;
    }

    private static Content content(long number, Row row) {
        return new Content(
                number,
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getOffsetDateTime("version").toInstant(),
                row.getBuffer("digest").getBytes(),
                new HashMap<>());
    }

    private static First first(Row row) {
        @Nullable OffsetDateTime added = row.getOffsetDateTime("date_added");
        return new First(
                added == null ? Instant.EPOCH : added.toInstant(), ReferencesText.readLinks(row.getString("members")));
    }

    private static First earlier(First one, First other) {
        return one.dateAdded().isBefore(other.dateAdded()) ? one : other;
    }
}
