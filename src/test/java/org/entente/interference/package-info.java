/**
 * What a partner may not see must not show anywhere: two exchanges that are alike but for that, asked the same things. The rule
 * it protects: the list of what is asked comes from the exchange itself, so that a new route is covered without anyone
 * remembering.
 */
@NullMarked
package org.entente.interference;

import org.jspecify.annotations.NullMarked;
