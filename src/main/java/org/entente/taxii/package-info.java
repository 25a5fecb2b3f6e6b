/**
 * TAXII 2.1, the side that reads: discovery, the API root, collections, objects, manifests and versions. Requests of
 * partners flow in; pages of {@link org.entente.release.Released} objects flow out, in log order, as the bytes that were
 * submitted. The rule it protects: a page holds what the reader may have at the moment it asks, and nothing in it, in its
 * cursor or in a refusal tells the reader of anything else.
 */
@NullMarked
package org.entente.taxii;

import org.jspecify.annotations.NullMarked;
