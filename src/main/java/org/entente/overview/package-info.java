/**
 * How the exchange is doing, in numbers for operators: what came in and goes out, how far partners' topics are, and what waits for
 * somebody. The rule it protects: every number comes from narrow rows, in one round trip, whatever the size of the log. It owns no
 * table and reads those of others.
 */
@NullMarked
package org.entente.overview;

import org.jspecify.annotations.NullMarked;
