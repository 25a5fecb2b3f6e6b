package org.entente.log;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was found of contents: how large each is, and of some the bytes. Each has a place among all that may be asked for, since a page
 * asks for the same ones many times. Used by one thread at a time.
 */
final class FoundContents {

    private static final int ID = 0;
    private static final int BYTES = 1;
    private static final int CONTENT = 2;

    private static final int NOT_FOUND = -1;

    private final long[] ids;
    private final int[] sizes;
    private final @Nullable Buffer[] contents;
    private int next;

    /** @param ids all that may be asked for, in any order; entries may share one. Not to be changed afterwards */
    FoundContents(long[] ids) {
        this.ids = ascends(ids) ? ids : Arrays.stream(ids).sorted().distinct().toArray();
        this.sizes = new int[this.ids.length];
        this.contents = new Buffer[this.ids.length];
        Arrays.fill(sizes, NOT_FOUND);
    }

    private static boolean ascends(long[] ids) {
        for (int i = 1; i < ids.length; i++) {
            if (ids[i - 1] >= ids[i]) {
                return false;
            }
        }
        return true;
    }

    /** The place of one of those that may be asked for; most often it is the one after the last. */
    int place(long id) {
        int place = next < ids.length && ids[next] == id ? next : Arrays.binarySearch(ids, id);
        next = place + 1;
        return place;
    }

    /** @return how large it is */
    int add(Row row) {
        int place = place(row.getLong(ID));
        sizes[place] = row.getInteger(BYTES);
        Buffer content = row.getBuffer(CONTENT);
        if (content != null) {
            contents[place] = content;
        }
        return sizes[place];
    }

    boolean isFound(int place) {
        return sizes[place] != NOT_FOUND;
    }

    /** In bytes; 0 of what was not found. */
    int size(int place) {
        return Math.max(0, sizes[place]);
    }

    boolean isHeld(int place) {
        return contents[place] != null;
    }

    /** Of one that is held; not to be changed. */
    byte[] content(int place) {
        return PageRows.bytes(Objects.requireNonNull(contents[place]));
    }
}
