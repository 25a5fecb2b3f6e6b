package org.entente.relay;

/**
 * How many entries to read for one transaction. A recall takes back what is open, so where one follows another, only short
 * transactions come to an end; each that was taken back makes the next ones shorter, until they do. Used by one thread.
 */
final class Stride {

    private static final int SHORTER = 4;
    private static final int LONGER = 2;

    private final int full;
    private int entries;

    Stride(int full) {
        this.full = full;
        this.entries = full;
    }

    int entries() {
        return entries;
    }

    boolean isShort() {
        return entries < full;
    }

    void committed() {
        entries = (int) Math.min(full, (long) entries * LONGER);
    }

    void takenBack() {
        entries = Math.max(1, entries / SHORTER);
    }
}
