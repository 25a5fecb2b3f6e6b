package org.entente.log;

import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.entente.stix.StixId;

/**
 * What a {@link PageStatement} found. Columns are read by their places, in the order of the statement: to find each by name takes longer
 * than to read it.
 */
final class PageRows {

    private static final int POSITION = 0;
    private static final int DATE_ADDED = 1;
    private static final int KIND = 2;
    private static final int OBJECT = 3;
    private static final int VERSION = 4;
    private static final int CLASS = 5;
    private static final int HIGHEST_CLASS = 6;
    static final int MEMBERS = 7;
    private static final int FOREIGN_IDS = 8;
    private static final int BYTES = 9;
    private static final int CONTENT = 10;
    private static final int OTHER_VERSIONS = 11;

    private final List<Row> rows;
    private final PageQuery query;
    private final long bytesMax;

    /** @param bytesMax what the page may hold: the entry that reaches it is the last */
    PageRows(RowSet<io.vertx.mutiny.sqlclient.Row> found, PageQuery query, long bytesMax) {
        this.rows = bare(found);
        this.query = query;
        this.bytesMax = bytesMax;
    }

    /** Not by wrapping each row, which takes as long as reading it. */
    static List<Row> bare(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        List<Row> rows = new ArrayList<>(found.size());
        for (Object row : found.getDelegate()) {
            rows.add((Row) row);
        }
        return rows;
    }

    /** How many of the rows are on the page; what follows them is more. */
    private int size() {
        int size = 0;
        long bytes = 0;
        while (size < rows.size() && size < query.limit() && bytes < bytesMax) {
            bytes += rows.get(size).getInteger(BYTES);
            size++;
        }
        return size;
    }

    Uni<Page> page(StixKinds kinds) {
        int size = size();
        return namesOf(rows.subList(0, size), kinds).map(names -> {
            List<LogEntry> entries = new ArrayList<>(size);
            rows.subList(0, size).forEach(row -> entries.add(entry(row, names)));
            return new Page(entries, rows.size() > size, highestClass(rows));
        });
    }

    static Uni<Map<Integer, String>> namesOf(List<Row> rows, StixKinds kinds) {
        Set<Integer> numbers = new HashSet<>();
        rows.forEach(row -> numbers.add(row.getInteger(KIND)));
        return kinds.namesOf(numbers);
    }

    static int highestClass(List<Row> rows) {
        return rows.isEmpty() ? 0 : rows.get(0).getInteger(HIGHEST_CLASS);
    }

    static long position(Row row) {
        return row.getLong(POSITION);
    }

    private LogEntry entry(Row row, Map<Integer, String> names) {
        Set<Integer> otherVersions =
                query.tellsOtherVersions() ? Set.of(row.getArrayOfIntegers(OTHER_VERSIONS)) : Set.of();
        return entry(row, names, otherVersions, links(row, MEMBERS), bytes(row.getBuffer(CONTENT)));
    }

    /** Without a copy where the driver has read them into an array of their own. */
    static byte[] bytes(Buffer column) {
        ByteBuf read = column.getByteBuf();
        return read.hasArray() && read.array().length == read.readableBytes() ? read.array() : column.getBytes();
    }

    /** Of an entry or its links read apart; foreign ids stand behind the members. */
    static Links links(Row row, int members) {
        return ReferencesText.links(row.getString(members), row.getString(members + FOREIGN_IDS - MEMBERS));
    }

    static LogEntry entry(
            Row row, Map<Integer, String> names, Set<Integer> otherVersions, Links links, byte[] content) {
        return new LogEntry(
                position(row),
                row.getOffsetDateTime(DATE_ADDED).toInstant(),
                new StixId(Objects.requireNonNull(names.get(row.getInteger(KIND))), row.getUUID(OBJECT)),
                row.getOffsetDateTime(VERSION).toInstant(),
                row.getInteger(CLASS),
                Set.of(),
                otherVersions,
                links,
                content);
    }
}
