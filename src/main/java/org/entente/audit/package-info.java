/**
 * The audit trail: what operators, partners and the exchange itself did, and why. Flows in: notes of acts, each in the
 * transaction that does it, so that there is no act without its note and no note of what did not happen; out: a REST list for
 * auditors and administrators. The rule it protects: what was noted is never changed, and holds no content, no secret and
 * nothing a submitter may not be connected with. Everybody may use it. It owns the tables whose names begin with {@code audit_}.
 */
@NullMarked
package org.entente.audit;

import org.jspecify.annotations.NullMarked;
