/**
 * The release decision in force, kept in memory. Release classes flow in from the log and the directory from the partners;
 * every exit asks here, and has answers that are long under way ended here when their reader may not have them any more. The rule it
 * protects: a decision handed out is never older than the last change acknowledged to an operator.
 */
@NullMarked
package org.entente.gate;

import org.jspecify.annotations.NullMarked;
