/**
 * What every HTTP answer of the exchange has in common: the catalogue of problems (RFC 9457, or the TAXII error object on
 * TAXII paths), request ids, security headers, limits of bodies, pages of lists. Failures flow in, from resources and from
 * the framework; answers of one shape flow out. The rule it protects: no answer tells more about a failure than its
 * catalogue entry and what the caller itself sent, and no request is kept in memory beyond
 * {@link org.entente.http.HttpSettings#bodyBytesMax}.
 */
@NullMarked
package org.entente.http;

import org.jspecify.annotations.NullMarked;
