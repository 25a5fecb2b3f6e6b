package org.entente.log;

import java.time.Instant;
import org.entente.stix.StixId;

/**
 * One sequenced assertion without its content.
 *
 * @param position dense, from 1; never shown outside the exchange
 * @param dateAdded strictly increasing with the position
 * @param id the object
 * @param version {@code modified}, else {@code created}, else {@link Instant#EPOCH}
 * @param classNumber its release class
 * @param links what its references rest on
 */
public record Placement(long position, Instant dateAdded, StixId id, Instant version, int classNumber, Links links) {}
