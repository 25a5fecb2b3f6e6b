/**
 * Advisories that operators curate: drafted and reviewed by two persons, published into the log, rendered for whoever gets them.
 * Wordings and gathered objects flow in from operators, assertions of the exchange's own flow into the log, renderings out.
 * The rule it protects: what a partner reads of an advisory rests on the report that is released to it, and on nothing else; who
 * else gets it and what it gathers beyond that stays with the operators. It owns the tables {@code advisory},
 * {@code advisory_version}, {@code advisory_event}, {@code advisory_source}, {@code advisory_publisher}, {@code kev_catalogue} and
 * {@code kev_entry}.
 */
@NullMarked
package org.entente.advisory;

import org.jspecify.annotations.NullMarked;
