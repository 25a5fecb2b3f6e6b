package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the statement of an outline found, and what was looked up of the contents since: how large each is, and the small ones
 * themselves. Used by one thread at a time.
 */
final class OutlineRows {

    /** Of the row before the entries, in the columns of what they have of these. */
    private static final int HIGHEST_CLASS = 5;

    private static final int REWRITING = 6;

    private static final int CONTENT_ID = 6;

    private static final int OF_LINKS = 0;
    private static final int MEMBERS = 1;

    private final Row header;
    private final List<Row> rows;
    private final int size;
    private final long[] contentIds;
    private final FoundContents contents;
    /** Where the content of each entry is. */
    private final int[] places;

    private final Map<Long, Row> links = new HashMap<>();
    private long bytes;
    private int lookedUp;

    /** @param limit entries of the page; there may be one row more */
    OutlineRows(RowSet<io.vertx.mutiny.sqlclient.Row> found, int limit) {
        List<Row> all = PageRows.bare(found);
        this.header = all.get(0);
        this.rows = all.subList(1, all.size());
        this.size = Math.min(rows.size(), limit);
        this.contentIds = new long[size];
        Arrays.setAll(contentIds, entry -> rows.get(entry).getLong(CONTENT_ID));
        this.contents = new FoundContents(contentIds);
        this.places = new int[size];
        Arrays.setAll(places, entry -> contents.place(contentIds[entry]));
    }

    /** Whether a recall was under way. */
    boolean rewriting() {
        return header.getLong(REWRITING) != 0;
    }

    int size() {
        return size;
    }

    /** What all contents looked up hold together. */
    long bytes() {
        return bytes;
    }

    /** The next ones, which are to be looked up. */
    Long[] contentIds(int from, int to) {
        lookedUp = to;
        Long[] ids = new Long[to - from];
        Arrays.setAll(ids, next -> contentIds[from + next]);
        return ids;
    }

    void lookedUp(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        for (Row row : PageRows.bare(found)) {
            bytes += contents.add(row);
        }
    }

    /** Whether something was erased since the entries were read. */
    boolean lacksAny() {
        for (int entry = 0; entry < lookedUp; entry++) {
            if (!contents.isFound(places[entry])) {
                return true;
            }
        }
        return false;
    }

    /** Of contents of the head those that were too large to come with the others. */
    Long[] missing(long headBytes) {
        List<Long> missing = new ArrayList<>();
        int head = head(headBytes);
        for (int entry = 0; entry < head; entry++) {
            if (!contents.isHeld(places[entry])) {
                missing.add(contentIds[entry]);
            }
        }
        return missing.toArray(Long[]::new);
    }

    /** Of the head, positions of those that had too many links for these to come with them. */
    Long[] linkless(long headBytes) {
        List<Long> linkless = new ArrayList<>();
        for (Row row : rows.subList(0, head(headBytes))) {
            if (!hasLinks(row)) {
                linkless.add(PageRows.position(row));
            }
        }
        return linkless.toArray(Long[]::new);
    }

    void linked(RowSet<io.vertx.mutiny.sqlclient.Row> found) {
        PageRows.bare(found).forEach(row -> links.put(row.getLong(OF_LINKS), row));
    }

    private boolean hasLinks(Row row) {
        return !PageStatement.MANY_LINKS.equals(row.getString(PageRows.MEMBERS))
                || links.containsKey(PageRows.position(row));
    }

    private Links links(Row row) {
        Row apart = links.get(PageRows.position(row));
        return apart == null ? PageRows.links(row, PageRows.MEMBERS) : PageRows.links(apart, MEMBERS);
    }

    /** How many entries are so small together; the first is, however large. It ends before one that was erased since. */
    private int head(long headBytes) {
        int head = 0;
        long held = 0;
        while (head < size && contents.isFound(places[head])) {
            held += contents.size(places[head]);
            if (head > 0 && held > headBytes) {
                return head;
            }
            head++;
        }
        return head;
    }

    /**
     * The page.
     *
     * @param headBytes what its head may hold
     * @param bytesMax what it may hold: the entry that reaches it is the last
     */
    Uni<Outline> outline(StixKinds kinds, long headBytes, long bytesMax) {
        int end = 0;
        long held = 0;
        int[] sizes = new int[size];
        while (end < size && held < bytesMax) {
            sizes[end] = contents.size(places[end]);
            held += sizes[end];
            end++;
        }
        return outline(kinds, Arrays.copyOf(sizes, end), whole(Math.min(end, head(headBytes))));
    }

    /** How many of the first entries are there with all they hold. */
    private int whole(int head) {
        int whole = 0;
        while (whole < head && contents.isHeld(places[whole]) && hasLinks(rows.get(whole))) {
            whole++;
        }
        return whole;
    }

    private Uni<Outline> outline(StixKinds kinds, int[] sizes, int whole) {
        long[] positions = new long[sizes.length];
        Arrays.setAll(positions, entry -> PageRows.position(rows.get(entry)));
        return PageRows.namesOf(rows.subList(0, whole), kinds).map(names -> {
            List<LogEntry> head = new ArrayList<>(whole);
            for (int entry = 0; entry < whole; entry++) {
                Row row = rows.get(entry);
                head.add(PageRows.entry(row, names, Set.of(), links(row), contents.content(places[entry])));
            }
            int highestClass = rows.isEmpty() ? 0 : header.getInteger(HIGHEST_CLASS);
            return new Outline(positions, sizes, head, rows.size() > sizes.length, highestClass);
        });
    }
}
