package org.entente.search;

import java.time.Instant;
import java.util.Optional;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * One version of an object as its viewer gets it.
 *
 * @param name the id by which the viewer knows it
 * @param position its place in the log; never to be shown
 * @param version {@link Instant#EPOCH} where it has none
 * @param tlp of what the viewer gets
 * @param submitter where the viewer may know it
 * @param content read from {@code bytes}
 * @param bytes as the viewer gets them; shared, not to be changed
 */
record Seen(
        StixId name,
        long position,
        Instant dateAdded,
        Instant version,
        Tlp tlp,
        Optional<PartnerId> submitter,
        Content content,
        byte[] bytes) {}
