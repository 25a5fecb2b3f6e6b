/**
 * Entente, the exchange through which national CSIRTs share threat information. One package a feature, in the order of
 * the flow:
 *
 * <pre>
 * stix      STIX 2.1 in pure Java: ids, markings, TLP, patterns, validation, canonical JSON
 * party     the names of those who share: partners, communities, the audience of a submission
 * http      problem+json, paging, request ids, security headers, limits
 * trace     what a submission went through, for the operators' collector
 * audit     what was done, by whom and why; never changed
 * partner   partners, communities, credentials, trust policies; who is calling
 * log       the object log: append, sequence, read
 * release   (class, policies) to decision; the egress guard; pure
 * gate      the decision in force, kept in memory and asked by every exit
 * intake    HTTP in: TAXII POST, REST submissions, limits, idempotency, status
 * relay     log to release to Kafka; topics, access control and credentials of subscribers
 * recall    takes back what was released, and says so
 * taxii     TAXII 2.1, read side
 * feed      the same as server-sent events; the contract of the feeds
 * explain   who would get what, and why
 * review    what is held: compared, released, refused, asked about
 * mitigation  mitigations found by what they are for; what became of them
 * advisory  advisories that operators curate, from the draft to whoever gets them
 * csaf      advisories as CSAF 2.0: checked, imported, provided to whoever may have them
 * overview  how the exchange is doing, in numbers
 * search    objects found by what they say; one object, its ties and its history
 * console   pages for operators
 * demo      fictional partners to try the exchange with
 * standalone  embedded PostgreSQL and Kafka for one machine
 * </pre>
 *
 * <p>Data enters through {@code intake}, gets one place in one {@code log}, is decided by {@code release} and leaves through
 * {@code relay}, {@code taxii} or {@code feed}. Nothing leaves that {@code release} did not make.
 */
@NullMarked
package org.entente;

import org.jspecify.annotations.NullMarked;
