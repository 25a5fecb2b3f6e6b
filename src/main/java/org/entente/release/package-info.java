/**
 * Decides who may have what. Release classes and policies flow in, decisions and {@link org.entente.release.Released} values
 * flow out; no database, no Kafka, no framework. What a reader gets that may not have all of an object is made in {@code view},
 * and the egress guard looks at every byte that leaves. The rule it protects: what is unknown, empty or broken is released to
 * nobody, and no exit can send anything this package did not release.
 */
@NullMarked
package org.entente.release;

import org.jspecify.annotations.NullMarked;
