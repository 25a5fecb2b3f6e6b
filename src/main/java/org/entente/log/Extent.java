package org.entente.log;

/**
 * How far some classes reach. Entries only leave a class or come behind all others, so where it is the same again, the same entries
 * stand.
 *
 * @param entries that stand
 * @param lastPosition of the last of them; 0 where there is none
 */
public record Extent(long entries, long lastPosition) {

    /** Of no classes. */
    public static final Extent NOTHING = new Extent(0, 0);
}
