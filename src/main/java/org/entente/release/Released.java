package org.entente.release;

import java.time.Instant;
import org.entente.log.Feed;
import org.entente.log.LogEntry;
import org.entente.log.ReleaseClass;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * An object released to one partner: the only thing an exit may send. Made by {@link Decisions#release} alone.
 *
 * <p>Immutable; the content array is shared with others that get the same bytes, and must not be changed.
 */
public final class Released implements Outcome {

    private final LogEntry entry;
    private final ReleaseClass releaseClass;
    private final PartnerId recipient;

    Released(LogEntry entry, ReleaseClass releaseClass, PartnerId recipient) {
        this.entry = entry;
        this.releaseClass = releaseClass;
        this.recipient = recipient;
    }

    /** Whom it may be sent to. */
    public PartnerId recipient() {
        return recipient;
    }

    /** The object's id. */
    public StixId id() {
        return entry.id();
    }

    /** The object's version; see {@link LogEntry#version}. */
    public Instant version() {
        return entry.version();
    }

    /** Whether the object has versions. */
    public boolean versioned() {
        return entry.versioned();
    }

    /** When the exchange added it. */
    public Instant dateAdded() {
        return entry.dateAdded();
    }

    /** The feed it goes out on. */
    public Feed feed() {
        return releaseClass.feed();
    }

    /** Its effective TLP. */
    public Tlp tlp() {
        return releaseClass.tlp();
    }

    /** The bytes as submitted. */
    public byte[] content() {
        return entry.content();
    }

    /** The exchange's own place for it, for cursors; never to be shown to anyone. */
    public long position() {
        return entry.position();
    }
}
