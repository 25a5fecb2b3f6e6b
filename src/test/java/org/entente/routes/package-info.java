/** Every route held against a table of who may call it. The rule it protects: no route is open because nobody thought of it. */
@NullMarked
package org.entente.routes;

import org.jspecify.annotations.NullMarked;
