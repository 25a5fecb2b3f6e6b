package org.entente.release;

import java.time.Instant;
import java.util.Optional;
import org.entente.log.LogEntry;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * An object of the exchange's own that anybody may have, signed in or not: TLP:CLEAR without any other marking, for everybody, tied
 * to nothing, and not taken back. What a partner submitted is never given to strangers, whatever it is marked with: its submitter
 * shared it with partners. Made by {@link Decisions#releaseOpenly} alone; immutable.
 */
public final class Openly {

    private static final EgressGuard.Ceiling CLEAR = new EgressGuard.Ceiling(Tlp.CLEAR.ordinal(), false);

    private final LogEntry entry;

    private Openly(LogEntry entry) {
        this.entry = entry;
    }

    /** Whether entries of the class may go to anybody. */
    static boolean allows(ReleaseClass subject) {
        return subject.submitter().equals(PartnerId.EXCHANGE)
                && subject.markings().equals(Markings.of(Tlp.CLEAR))
                && subject.audience().equals(Audience.OPEN)
                && subject.ties().isEmpty()
                && !subject.wasWithdrawn();
    }

    /** The egress guard has the last word here, too. */
    static Optional<Openly> checked(LogEntry entry) {
        return EgressGuard.check(entry.content(), entry.id(), CLEAR).isEmpty()
                ? Optional.of(new Openly(entry))
                : Optional.empty();
    }

    public StixId id() {
        return entry.id();
    }

    /** The object's version; see {@link LogEntry#version}. */
    public Instant version() {
        return entry.version();
    }

    /** The bytes as published; not to be changed. */
    public byte[] content() {
        return entry.content();
    }
}
