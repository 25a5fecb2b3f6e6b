package org.entente.feed;

import java.util.List;

/**
 * What a stream may send next.
 *
 * @param frames in order
 * @param reached the place after all of them
 * @param more whether there may be more to read at once
 */
record Batch(List<Frame> frames, Place reached, boolean more) {

    /**
     * One event as it is written.
     *
     * @param bytes not to be changed
     * @param after the place after it
     */
    record Frame(byte[] bytes, Place after) {}

    Batch {
        frames = List.copyOf(frames);
    }
}
