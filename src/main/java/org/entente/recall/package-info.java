/**
 * Takes back what was released. Flows in: orders of submitters and operators, narrowed policies and newer versions with stricter
 * markings; out: narrower classes in the log, and for each partner what it is to drop, which it reads here and acknowledges. The
 * rule it protects: who no longer may have something is told so if it had it, and nobody else learns anything.
 */
@NullMarked
package org.entente.recall;

import org.jspecify.annotations.NullMarked;
