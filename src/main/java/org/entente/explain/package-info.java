/**
 * Says who gets an object and why: after the fact from the log, before the fact for a body nobody has submitted, and for a
 * policy that is not in force yet. Decisions flow in, reasons and counts flow out. The rule it protects: it decides nothing
 * itself, and a partner learns from it only about what it has or sent in.
 */
@NullMarked
package org.entente.explain;

import org.jspecify.annotations.NullMarked;
