/**
 * Finds what a caller may have, by words and facets, and shows it: one object, what it is tied to, what became of it. Entries of
 * the log flow into an index of terms, questions come in over HTTP, answers go out. The rule it protects: an answer to a partner
 * is worked out from {@code Released} values only, what it finds by, counts and leaves out too; the index says no more than where
 * to look. It owns the tables {@code search_term} and {@code search_cursor}, and reads those of the log and of recalls.
 */
@NullMarked
package org.entente.search;

import org.jspecify.annotations.NullMarked;
