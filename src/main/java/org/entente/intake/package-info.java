/**
 * Takes submissions over HTTP: TAXII envelopes and REST bundles flow in; assertions flow to the log, a status to the
 * submitter. The rule it protects: an answer that says accepted is sent after the commit, and no answer tells a submitter
 * about anything it may not see; and what is held goes to nobody its submitter has not agreed to. It owns the tables
 * {@code submission}, {@code held_object}, {@code held_question}, {@code held_event}, {@code submission_conflict} and
 * {@code submission_hour}.
 */
@NullMarked
package org.entente.intake;

import org.jspecify.annotations.NullMarked;
