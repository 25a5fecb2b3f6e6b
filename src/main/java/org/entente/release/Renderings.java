package org.entente.release;

/**
 * What was made of one entry, so that a view is rendered once for all who share it. Passing in an entry other than the one
 * before starts anew. Used by one thread.
 */
public final class Renderings {}
