/**
 * The names of those who share: partners, communities and the audience a submitter states. Values only, used by every
 * other package as the {@code stix} values are; the rule it protects: an identifier that is not a well-formed slug does
 * not exist as a value, so it is safe in topic names, paths and logs.
 */
@NullMarked
package org.entente.party;

import org.jspecify.annotations.NullMarked;
