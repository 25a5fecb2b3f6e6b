/**
 * Keeps what must be kept and erases what must go. Flows in: rules and holds of operators, orders to erase one object; out: erased
 * entries of the log, and partners' topics without them. The rule it protects: nothing under a hold is erased, what was erased is
 * nowhere, and to partners it looks as if it had never been.
 *
 * <p>It owns the tables {@code retention_rule}, {@code retention_run}, {@code retention_topics}, {@code legal_hold},
 * {@code legal_hold_object} and {@code entry_validity}.
 */
@NullMarked
package org.entente.retention;

import org.jspecify.annotations.NullMarked;
