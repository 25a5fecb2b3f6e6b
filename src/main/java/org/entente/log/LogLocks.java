package org.entente.log;

/** PostgreSQL advisory lock keys of this package: "log" in ASCII, then a number. */
final class LogLocks {

    private static final long BASE = 0x6C6F6700_00000000L;

    /** Held by the one sequencer, for as long as its connection lives. */
    static final long SEQUENCER = BASE + 1;

    /** Held while release class numbers are given out. */
    static final long RELEASE_CLASS_NUMBERS = BASE + 2;

    /** Held to the end of every transaction that recalls something, so that numbers are committed in their order. */
    static final long RECALLS = BASE + 3;

    /** Held while entries are placed in the log or given other classes, so that neither misses the other. */
    static final long ENTRIES = BASE + 4;

    /** Held by the one instance that follows policies and markings. */
    static final long RECALL_FOLLOWER = BASE + 5;

    /** Held to the end of every transaction that erases something, and by who makes sure that nothing is erased meanwhile. */
    static final long PURGES = BASE + 6;

    private LogLocks() {}
}
