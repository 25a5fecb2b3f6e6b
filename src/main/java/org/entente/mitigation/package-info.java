/**
 * Finds mitigations by what they are for and what they mitigate, and keeps what became of them. Entries of the log flow into an
 * index, questions and reports of uptake come in over HTTP, answers and counts go out. The rule it protects: an answer to a
 * reader is made of {@code Released} values only, and rests on nothing that reader does not have; counts tell nobody who
 * reported. It owns the tables {@code mitigation_term}, {@code mitigation_link}, {@code mitigation_cursor},
 * {@code mitigation_uptake} and {@code mitigation_count}, and reads those of the log.
 */
@NullMarked
package org.entente.mitigation;

import org.jspecify.annotations.NullMarked;
