package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.entente.stix.StixId;

/** Entries of the log from the rows of its statements. */
final class EntryRows {

    private EntryRows() {}

    static List<Placement> placements(RowSet<Row> rows) {
        List<Placement> placements = new ArrayList<>(rows.size());
        rows.forEach(row -> placements.add(placement(row)));
        return placements;
    }

    static Placement placement(Row row) {
        return new Placement(
                row.getLong("position"),
                row.getOffsetDateTime("date_added").toInstant(),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getOffsetDateTime("version").toInstant(),
                row.getInteger("class_id"),
                links(row));
    }

    private static Links links(Row row) {
        return ReferencesText.links(row.getString("members"), row.getString("foreign_ids"));
    }

    private static Set<Integer> otherVersions(Row row) {
        return Set.of(row.getArrayOfIntegers("other_versions"));
    }

    /** An entry of an outline, read again: earlier entries of the same are not on it. */
    static LogEntry entry(Row row) {
        return entry(row, Set.of(), Set.of());
    }

    /** An entry read whoever may see it: who had the same by an earlier one is decided by that one's class. */
    static LogEntry entryAmongAll(Row row) {
        return entry(row, Set.of(row.getArrayOfIntegers("earlier")), otherVersions(row));
    }

    private static LogEntry entry(Row row, Set<Integer> earlier, Set<Integer> otherVersions) {
        return new LogEntry(
                row.getLong("position"),
                row.getOffsetDateTime("date_added").toInstant(),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getOffsetDateTime("version").toInstant(),
                row.getInteger("class_id"),
                earlier,
                otherVersions,
                links(row),
                row.getBuffer("content").getBytes());
    }
}
