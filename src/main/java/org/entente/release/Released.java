package org.entente.release;

import java.time.Instant;
import org.entente.log.Feed;
import org.entente.log.LogEntry;
import org.entente.party.PartnerId;
import org.entente.release.view.Renderer.Rendered;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * An object released to one partner: the only thing an exit may send. Made by {@link Decisions#release} alone.
 *
 * <p>Immutable; the content array is shared with others that get the same bytes, and must not be changed.
 */
public final class Released implements Outcome {

    private final LogEntry entry;
    private final Feed feed;
    private final Tlp tlp;
    private final PartnerId recipient;
    private final Rendered rendered;
    private final boolean revision;

    Released(LogEntry entry, Feed feed, Tlp tlp, PartnerId recipient, Rendered rendered, boolean revision) {
        this.entry = entry;
        this.feed = feed;
        this.tlp = tlp;
        this.recipient = recipient;
        this.rendered = rendered;
        this.revision = revision;
    }

    /** Whom it may be sent to. */
    public PartnerId recipient() {
        return recipient;
    }

    /** The object's id as the recipient knows it: in a view not the one it was submitted under. */
    public StixId id() {
        return rendered.id();
    }

    /** The object's version; see {@link LogEntry#version}. */
    public Instant version() {
        return entry.version();
    }

    /** Whether the object has versions. */
    public boolean versioned() {
        return entry.versioned();
    }

    /** Whether the recipient could have another version of it before; only where the log was asked to say so. */
    public boolean revision() {
        return revision;
    }

    /** When the exchange added it. */
    public Instant dateAdded() {
        return entry.dateAdded();
    }

    /** The feed it goes out on. */
    public Feed feed() {
        return feed;
    }

    /** Its effective TLP, of what is left in a view. */
    public Tlp tlp() {
        return tlp;
    }

    /** The bytes as submitted, or of the view. */
    public byte[] content() {
        return rendered.content();
    }

    /** Whether this is a view, and so not what was submitted. */
    public boolean redacted() {
        return !rendered.id().equals(entry.id()) || rendered.content() != entry.content();
    }

    /** The exchange's own place for it, for cursors; never to be shown to anyone. */
    public long position() {
        return entry.position();
    }
}
