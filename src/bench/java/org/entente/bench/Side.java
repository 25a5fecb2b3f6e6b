package org.entente.bench;

/**
 * One of the two sides that are compared: what the exchange does, or the limit beside it. Called by as many threads at once as
 * it has connections, each with its own number.
 */
interface Side {

    /** Does one piece of work over the connection of that number, and returns how many objects it was. */
    int work(int connection) throws Exception;

    /** How long to wait for what is left behind before the other side starts. */
    default void settle() throws Exception {}
}
