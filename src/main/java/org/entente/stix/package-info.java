/**
 * STIX 2.1 in pure Java: identifiers, markings, validation. Bytes flow in; checked objects and findings flow out. The rule
 * it protects: nothing here knows who is asking, and no input makes it throw.
 */
@NullMarked
package org.entente.stix;

import org.jspecify.annotations.NullMarked;
