/**
 * CSAF 2.0 in pure Java: reading a document, its schema's rules and the mandatory tests of section 6.1. Bytes of any origin
 * flow in, a {@link org.entente.csaf.document.CsafDocument} and findings that point into it flow out. The rule it protects: what
 * is wrong is said with the place and the test's number, whatever the input is, in time that grows with its size.
 */
@NullMarked
package org.entente.csaf.document;

import org.jspecify.annotations.NullMarked;
