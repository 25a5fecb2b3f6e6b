/**
 * Partners, communities, credentials and trust policies, and who is calling. Flows in: operators' changes over REST, and the
 * credential of every request; out: a {@link org.entente.partner.Directory} that release decisions are compiled from, and a
 * {@link org.entente.partner.Caller} for each request. The rule it protects: a change that narrows is in force at every exit
 * before the call that made it returns.
 *
 * <p><b>One revision.</b> Everything stored here except old policies is held in memory by every instance, at one revision.
 * Changing transactions lock the one row that counts revisions and raise it; whoever has to be right asks {@link
 * org.entente.partner.Partners#upToDate}, which compares that number and reads everything anew where it has grown. Every
 * sign-in does, so a suspension is felt by the next request on any instance.
 *
 * <p><b>Two persons.</b> Policies come into force through {@link org.entente.partner.PolicyDrafts} alone: one operator writes
 * and submits, another approves.
 *
 * <p><b>Who is calling.</b> A credential is a password (generated here, kept as a hash), a token's issuer and subject, or a
 * client certificate's fingerprint; each belongs to a partner or an operator, and all end in one caller. A stated {@code
 * Authorization} counts before a certificate. Tokens of the exchange's own fall with the credential they were issued for.
 *
 * <p><b>The first operator.</b> In dev and standalone, whoever writes {@code access.json} has {@code admin} made and hands its
 * password over there. Elsewhere {@code entente.access.bootstrap.admin-secret-file} names a file whose first line becomes the
 * password of {@code admin}, once, while there is no operator; without either, an empty exchange says so in its log.
 *
 * <p><b>Kafka.</b> Topics and their credentials are brought about through {@link org.entente.partner.SubscriberAccess}. A
 * broker that is down stops no operator: the partner is marked, and a background task tries again.
 */
@NullMarked
package org.entente.partner;

import org.jspecify.annotations.NullMarked;
