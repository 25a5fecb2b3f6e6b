/**
 * Strict JSON for untrusted bytes: a scanner that keeps exact offsets, and the RFC 8785 canonical form.
 *
 * <p>In: UTF-8 bytes of any origin. Out: {@link org.entente.stix.json.JsonTape}, the tokens of one value as offsets into those bytes,
 * with every irregularity that is not broken syntax kept as a {@link org.entente.stix.json.Flaw} of that value.
 *
 * <p>The rule this package protects: time and memory stay linear in the input, whatever the input is.
 */
@NullMarked
package org.entente.stix.json;

import org.jspecify.annotations.NullMarked;
