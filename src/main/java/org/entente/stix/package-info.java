/**
 * STIX 2.1 as a library of its own: pure Java, no framework.
 *
 * <p>In: the bytes of a bundle, of a TAXII envelope or of one object, from anyone. Out: values. {@link org.entente.stix.StixReader}
 * gives a {@link org.entente.stix.StixBody} of {@link org.entente.stix.Candidate}s, each a {@link org.entente.stix.StixObject} that
 * keeps every MUST of the standard, or the {@link org.entente.stix.Finding}s that say why it does not. What breaks only a SHOULD
 * is a warning. {@link org.entente.stix.VersionRules} judges versions against those already known,
 * {@link org.entente.stix.LanguageContentRules} translations against what they translate;
 * {@link org.entente.stix.DeterministicIds} and {@link org.entente.stix.CanonicalJson} tell whether two spellings are one thing.
 *
 * <p>The rule this package protects: any bytes at all give an answer, in time and memory linear in their number, and one bad
 * object never takes the good ones of its envelope with it. An accepted object keeps its bytes exactly as submitted.
 */
@NullMarked
package org.entente.stix;

import org.jspecify.annotations.NullMarked;
