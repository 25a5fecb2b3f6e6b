package org.entente.recall;

import java.time.Instant;
import java.util.Optional;
import org.entente.log.Feed;
import org.entente.log.Placement;
import org.entente.log.RecallAct.Item;
import org.entente.log.ReleaseClass;
import org.entente.log.StandingEntry;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;
import org.entente.stix.StixId;

/** What one partner has under some decisions. Pure. */
record Possession(Decisions decisions, PartnerId partner) {

    /** Whether the entry is the partner's to have by now. */
    boolean mayHave(StandingEntry entry) {
        return decisions.allows(entry.placement().classNumber(), partner) && isDue(entry);
    }

    /** Whether its delay is over. */
    private boolean isDue(StandingEntry entry) {
        return !decisions
                .horizon(partner)
                .map(entry.placement().dateAdded()::isAfter)
                .orElse(false);
    }

    /** The id by which it has it. */
    StixId name(StandingEntry entry) {
        Placement placement = entry.placement();
        return decisions.nameOf(
                placement.id(), placement.classNumber(), placement.links().members(), partner);
    }

    /**
     * Whether by this entry it keeps what it had by another, under the same id and no more redacted. A longer delay takes nothing
     * back.
     */
    boolean keeps(StandingEntry entry, StandingEntry before, Possession had) {
        return decisions.allows(entry.placement().classNumber(), partner)
                && had.isDue(entry)
                && name(entry).equals(had.name(before))
                && !Narrowing.takes(
                        had.decisions.decide(before.placement().classNumber(), partner),
                        decisions.decide(entry.placement().classNumber(), partner));
    }

    /** Whether it had the same by an earlier entry already. */
    boolean isBefore(StandingEntry earlier, StandingEntry entry) {
        return earlier.placement().position() < entry.placement().position()
                && mayHave(earlier)
                && name(earlier).equals(name(entry));
    }

    Item item(StandingEntry entry) {
        Placement placement = entry.placement();
        Optional<Instant> version = Optional.of(placement.version()).filter(moment -> !moment.equals(Instant.EPOCH));
        Feed feed = decisions
                .releaseClass(placement.classNumber())
                .map(ReleaseClass::feed)
                .orElse(Feed.THREATS);
        return new Item(placement.position(), name(entry), version, feed);
    }
}
