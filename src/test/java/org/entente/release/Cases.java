package org.entente.release;

import java.util.stream.LongStream;

/** How many cases a law is tried on: {@value #PROPERTY}, in blocks, so that a hundred thousand are not as many tests. */
final class Cases {

    static final String PROPERTY = "laws.cases";
    private static final int IN_EVERY_BUILD = 2_000;
    private static final int BLOCK = 250;

    private Cases() {}

    /** The first seed of each block. */
    static LongStream blocks() {
        return LongStream.range(0, (Integer.getInteger(PROPERTY, IN_EVERY_BUILD) + BLOCK - 1) / BLOCK)
                .map(block -> block * BLOCK);
    }

    /** The seeds of the block. */
    static LongStream from(long first) {
        return LongStream.range(first, first + BLOCK);
    }
}
