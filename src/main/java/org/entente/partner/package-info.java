/**
 * Partners, communities, credentials and trust policies, and who is calling. Flows in: operators' changes over REST; out: a
 * {@link org.entente.partner.Directory} that release decisions are compiled from, and a {@link org.entente.partner.Caller}
 * for each request. The rule it protects: a change that narrows is in force at every exit before the call that made it
 * returns.
 */
@NullMarked
package org.entente.partner;

import org.jspecify.annotations.NullMarked;
