/**
 * Advisories as CSAF 2.0. Documents of others flow in as drafts of advisories; published versions flow out as documents, indices and
 * feeds to whoever may have them, signed. The rule it protects: which documents a caller sees, counts or is told of rests on
 * the reports that {@code release} gives that caller, or gives anybody; a marking that CSAF cannot carry is refused and never widened.
 * It owns the tables {@code csaf_document} and {@code csaf_file}.
 */
@NullMarked
package org.entente.csaf;

import org.jspecify.annotations.NullMarked;
