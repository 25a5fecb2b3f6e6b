package org.entente.release;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.entente.log.Feed;
import org.entente.log.RecallCause;
import org.entente.log.RecallItem;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * One partner's order to drop an object: besides {@link Released} the only thing an exit may send. Made by
 * {@link Decisions#recall} alone. Immutable.
 */
public final class Recalled {

    private final RecallItem item;

    Recalled(RecallItem item) {
        this.item = item;
    }

    /** Whom it may be sent to. */
    public PartnerId recipient() {
        return item.partner();
    }

    /** The id under which the recipient knows this recall, and acknowledges it. */
    public UUID notice() {
        return item.notice();
    }

    /** The object's id as the recipient knows it. */
    public StixId id() {
        return item.object();
    }

    /** The version to be dropped; empty for an object without versions. */
    public Optional<Instant> version() {
        return item.version();
    }

    /** The feed the object was released on. */
    public Feed feed() {
        return item.feed();
    }

    /** When it was taken back. */
    public Instant recalledAt() {
        return item.recalledAt();
    }

    /** Why. */
    public RecallCause cause() {
        return item.cause();
    }

    /** The same in words. */
    public String reason() {
        return item.reason();
    }

    /** The exchange's own place for it, for cursors; never to be shown to anyone. */
    public long number() {
        return item.number();
    }
}
