package org.entente.feed;

/**
 * How far a stream has come, in the two orders it follows.
 *
 * @param position of the last log entry it has passed
 * @param recall number of the last recalled item it has passed
 */
record Place(long position, long recall) {

    static final Place BEGINNING = new Place(0, 0);

    Place atPosition(long reached) {
        return new Place(reached, recall);
    }

    Place atRecall(long reached) {
        return new Place(position, reached);
    }

    /** Whether something may have come since that this place has not passed. */
    boolean isBehind(Place other) {
        return position < other.position || recall < other.recall;
    }
}
