package org.entente.release;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.jspecify.annotations.Nullable;

/**
 * Classes with their recipients, by number. Immutable; adding copies the last page and the list of pages only. Numbers have
 * gaps, so pages that hold nothing are left out.
 */
final class ClassTable {

    private static final int PAGE_BITS = 10;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_MASK = PAGE_SIZE - 1;

    static final ClassTable EMPTY = new ClassTable(new Row[0][], 0, 0);

    private final @Nullable Row[] @Nullable [] pages;
    private final int highest;
    private final int size;

    private ClassTable(@Nullable Row[] @Nullable [] pages, int highest, int size) {
        this.pages = pages;
        this.highest = highest;
        this.size = size;
    }

    /**
     * One class.
     *
     * @param number it is interned under
     * @param releaseClass the tuple
     * @param recipients who may have its entries
     */
    record Row(int number, ReleaseClass releaseClass, PartnerSet recipients) {}

    /** The highest number; 0 for none. */
    int highest() {
        return highest;
    }

    int size() {
        return size;
    }

    @Nullable
    Row find(int number) {
        int page = number >> PAGE_BITS;
        @Nullable Row[] rows = number < 0 || page >= pages.length ? null : pages[page];
        return rows == null ? null : rows[number & PAGE_MASK];
    }

    /** Classes and all that they are tied to, in ascending order; numbers that no class has are passed over. */
    List<NumberedClass> closure(Collection<Integer> numbers) {
        SortedMap<Integer, NumberedClass> found = new TreeMap<>();
        Deque<Integer> left = new ArrayDeque<>(numbers);
        while (!left.isEmpty()) {
            int number = left.pop();
            Row row = find(number);
            if (row != null && found.putIfAbsent(number, new NumberedClass(number, row.releaseClass())) == null) {
                row.releaseClass().ties().forEach(left::addAll);
            }
        }
        return List.copyOf(found.values());
    }

    /** In ascending order. */
    void forEach(Consumer<Row> use) {
        for (@Nullable Row[] page : pages) {
            if (page == null) {
                continue;
            }
            for (Row row : page) {
                if (row != null) {
                    use.accept(row);
                }
            }
        }
    }

    /** Gathers a new table, in ascending order; rows added are found at once. */
    static final class Builder {
        private @Nullable Row[] @Nullable [] pages;
        private int highest;
        private int size;

        /** What is in the table first stays. */
        Builder(ClassTable first) {
            pages = Arrays.copyOf(first.pages, first.pages.length);
            highest = first.highest;
            size = first.size;
            int last = highest >> PAGE_BITS;
            if (last < pages.length && pages[last] != null) {
                pages[last] = pages[last].clone();
            }
        }

        /** Empty when nothing has that number yet. */
        PartnerSet recipients(int number) {
            int page = number >> PAGE_BITS;
            @Nullable Row[] rows = number < 0 || page >= pages.length ? null : pages[page];
            Row row = rows == null ? null : rows[number & PAGE_MASK];
            return row == null ? PartnerSet.NONE : row.recipients();
        }

        void add(Row row) {
            if (row.number() <= highest) {
                throw new IllegalArgumentException("Classes are added in ascending order");
            }
            int page = row.number() >> PAGE_BITS;
            if (page >= pages.length) {
                pages = Arrays.copyOf(pages, page + 1);
            }
            @Nullable Row[] rows = pages[page];
            if (rows == null) {
                rows = new Row[PAGE_SIZE];
                pages[page] = rows;
            }
            rows[row.number() & PAGE_MASK] = row;
            highest = row.number();
            size++;
        }

        ClassTable build() {
            return new ClassTable(pages, highest, size);
        }
    }
}
