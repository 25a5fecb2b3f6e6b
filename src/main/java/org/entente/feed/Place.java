package org.entente.feed;

/**
 * How far a stream has come, in the two orders it follows.
 *
 * @param position of the last log entry it has passed
 * @param recall number of the last recalled item it has passed
 * @param owes whether the item was told but what remains of the object was not sent yet
 */
record Place(long position, long recall, boolean owes) {

    static final Place BEGINNING = new Place(0, 0);

    /** With nothing owed. */
    Place(long position, long recall) {
        this(position, recall, false);
    }

    Place atPosition(long reached) {
        return new Place(reached, recall, owes);
    }

    Place atRecall(long reached, boolean owing) {
        return new Place(position, reached, owing);
    }

    /** After which item to read on. */
    long toldRecall() {
        return owes ? recall - 1 : recall;
    }

    /** Whether something may have come since that this place has not passed. */
    boolean isBehind(Place other) {
        return owes || position < other.position || recall < other.recall;
    }
}
