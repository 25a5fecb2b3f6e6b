package org.entente.log;

/** Tells benchmarks which lock keeps the sequencer from placing entries. */
public final class SequencerLock {

    private SequencerLock() {}

    public static long number() {
        return LogLocks.ENTRIES;
    }
}
