/**
 * The object log: assertions are appended in parallel, one after the other they are given a dense position and a strictly increasing
 * {@code date_added}, as they are appended or by the sequencer, and everybody reads by position. Flows in: accepted STIX objects with their release class; out:
 * entries in order. The rule it protects: what has a position never moves, and nothing is ever inserted before a position
 * that a reader has passed. It owns the tables {@code stix_kind}, {@code release_class}, {@code object_content},
 * {@code log_claim}, {@code log_pending}, {@code log_entry}, {@code log_day}, {@code log_reference}, {@code log_trace} and those of recalls.
 */
@NullMarked
package org.entente.log;

import org.jspecify.annotations.NullMarked;
