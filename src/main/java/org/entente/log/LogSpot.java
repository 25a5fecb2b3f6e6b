package org.entente.log;

import java.time.Instant;
import java.util.Optional;

/**
 * What the log holds at one position.
 *
 * @param dateAdded of the entry there; empty where there is none
 * @param behind the position before the gap that a restored backup left there; empty where there is no such gap
 * @param restored whether a backup was restored after that position had been given out, here or further on
 */
public record LogSpot(Optional<Instant> dateAdded, Optional<Long> behind, boolean restored) {}
