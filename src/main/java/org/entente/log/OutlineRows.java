package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the statement of an outline found, and what was looked up of the contents since: how large each is, and the small ones
 * themselves. Used by one thread at a time.
 */
final class OutlineRows {

    private static final int CONTENT_ID = 9;
    private static final int HAS_ITS_LINKS = 10;

    private static final int OF_LINKS = 0;
    private static final int MEMBERS = 1;

    private static final int OF_CONTENT = 0;
    private static final int BYTES = 1;
    private static final int CONTENT = 2;

    private final List<Row> rows;
    private final Map<Long, Row> contents = new HashMap<>();
    private final Map<Long, Row> links = new HashMap<>();
    private final int limit;
    private long bytes;
    private int lookedUp;

    /** @param limit entries of the page; there may be one row more */
    OutlineRows(RowSet<io.vertx.mutiny.sqlclient.Row> found, int limit) {
        this.rows = PageRows.bare(found);
        this.limit = limit;
    }

    int size() {
        return Math.min(rows.size(), limit);
    }

    /** What all contents looked up hold together. */
    long bytes() {
        return bytes;
    }

    /** The next ones, which are to be looked up. */
    Long[] contentIds(int from, int to) {
        lookedUp = to;
        return rows.subList(from, to).stream().map(OutlineRows::contentId).toArray(Long[]::new);
    }

    private static Long contentId(Row row) {
        return row.getLong(CONTENT_ID);
    }

    void lookedUp(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        for (Row row : PageRows.bare(found)) {
            contents.put(row.getLong(OF_CONTENT), row);
            bytes += row.getInteger(BYTES);
        }
    }

    /** Whether something was erased since the entries were read. */
    boolean lacksAny() {
        return rows.subList(0, lookedUp).stream().anyMatch(row -> !contents.containsKey(contentId(row)));
    }

    /** Of contents of the head those that were too large to come with the others. */
    Long[] missing(long headBytes) {
        return rows.subList(0, head(headBytes)).stream()
                .map(OutlineRows::contentId)
                .filter(id -> !isHeld(id))
                .toArray(Long[]::new);
    }

    /** Of the head, positions of those that had too many links for these to come with them. */
    Long[] linkless(long headBytes) {
        return rows.subList(0, head(headBytes)).stream()
                .filter(row -> !hasLinks(row))
                .map(PageRows::position)
                .toArray(Long[]::new);
    }

    void linked(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        PageRows.bare(found).forEach(row -> links.put(row.getLong(OF_LINKS), row));
    }

    private boolean hasLinks(Row row) {
        return row.getBoolean(HAS_ITS_LINKS) || links.containsKey(PageRows.position(row));
    }

    private Links links(Row row) {
        Row apart = links.get(PageRows.position(row));
        return apart == null ? PageRows.links(row, PageRows.MEMBERS) : PageRows.links(apart, MEMBERS);
    }

    /** How many entries are so small together; the first is, however large. It ends before one that was erased since. */
    private int head(long headBytes) {
        int head = 0;
        long held = 0;
        for (Row row : rows.subList(0, size())) {
            Row content = contents.get(contentId(row));
            if (content == null) {
                return head;
            }
            held += content.getInteger(BYTES);
            if (head > 0 && held > headBytes) {
                return head;
            }
            head++;
        }
        return head;
    }

    private boolean isHeld(Long id) {
        Row content = contents.get(id);
        return content != null && content.getValue(CONTENT) != null;
    }

    /**
     * The page.
     *
     * @param headBytes what its head may hold
     * @param bytesMax what it may hold: the entry that reaches it is the last
     */
    Uni<Outline> outline(StixKinds kinds, long headBytes, long bytesMax) {
        int size = 0;
        long held = 0;
        int[] sizes = new int[size()];
        while (size < sizes.length && held < bytesMax) {
            Row content = contents.get(contentId(rows.get(size)));
            sizes[size] = content == null ? 0 : content.getInteger(BYTES);
            held += sizes[size];
            size++;
        }
        List<Row> head = rows.subList(0, Math.min(size, head(headBytes))).stream()
                .takeWhile(row -> isHeld(contentId(row)) && hasLinks(row))
                .toList();
        return outline(kinds, Arrays.copyOf(sizes, size), head);
    }

    private Uni<Outline> outline(StixKinds kinds, int[] sizes, List<Row> head) {
        long[] positions = rows.subList(0, sizes.length).stream()
                .mapToLong(PageRows::position)
                .toArray();
        return PageRows.namesOf(head, kinds).map(names -> {
            List<LogEntry> entries = new ArrayList<>(head.size());
            for (Row row : head) {
                byte[] content = Objects.requireNonNull(contents.get(contentId(row)))
                        .getBuffer(CONTENT)
                        .getBytes();
                entries.add(PageRows.entry(row, names, Set.of(), links(row), content));
            }
            return new Outline(positions, sizes, entries, rows.size() > sizes.length, PageRows.highestClass(rows));
        });
    }
}
