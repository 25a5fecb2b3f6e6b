package org.entente.recall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.entente.log.Feed;
import org.entente.log.Placement;
import org.entente.log.RecallAct.Item;
import org.entente.log.ReleaseClass;
import org.entente.log.StandingEntry;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Narrowing;
import org.entente.stix.StixId;

/**
 * What one partner has under some decisions. Pure.
 *
 * @param reached entries that were there in time
 * @param after entries up to this position count for nothing: the partner was told of them already
 * @param revision of the fact by which it has it
 */
record Possession(Decisions decisions, PartnerId partner, Predicate<StandingEntry> reached, long after, long revision) {

    /** What it has now, by the newest fact. */
    Possession(Decisions decisions, PartnerId partner) {
        this(decisions, partner, any -> true, 0, Long.MAX_VALUE);
    }

    /** The same of one entry, and nothing by any other. */
    Possession ofEntryAt(long position) {
        return new Possession(
                decisions,
                partner,
                entry -> entry.placement().position() == position && reached.test(entry),
                after,
                revision);
    }

    /** Whether the entry is the partner's to have by now. */
    boolean mayHave(StandingEntry entry) {
        return entry.placement().position() > after && has(entry);
    }

    private boolean has(StandingEntry entry) {
        return allows(entry) && reached.test(entry) && isDue(entry);
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

    /** Whether the entry is the partner's, if it was there in time and once its delay is over. */
    boolean allows(StandingEntry entry) {
        return decisions.allows(entry.placement().classNumber(), partner);
    }

    /** Whether by this entry, where it has it, it has what was had by another, under the same id and no more redacted. */
    boolean replaces(StandingEntry entry, StandingEntry before, Possession had) {
        return isNoLess(entry, before, had) && name(entry).equals(had.name(before));
    }

    /** Whether nobody is told that it takes anything of what was had by the entry: what is no container may be called otherwise. */
    boolean leaves(StandingEntry entry, Possession had) {
        return leaves(entry, entry, had);
    }

    /** The same of an entry that a recall changes. */
    boolean leaves(StandingEntry after, StandingEntry before, Possession had) {
        return after.placement().links().members().isEmpty()
                ? isNoLess(after, before, had)
                : replaces(after, before, had);
    }

    private boolean isNoLess(StandingEntry entry, StandingEntry before, Possession had) {
        return allows(entry)
                // A container is called the same whichever of its members it lacks.
                && had.missing(before).containsAll(missing(entry))
                && !Narrowing.takes(
                        had.decisions.decide(before.placement().classNumber(), partner),
                        decisions.decide(entry.placement().classNumber(), partner));
    }

    /** Whether by the earlier of two entries it had the same, by that name. */
    boolean isBefore(StandingEntry earlier, StandingEntry entry, StixId name) {
        return earlier.placement().position() < entry.placement().position()
                && mayHave(earlier)
                && name(earlier).equals(name);
    }

    /**
     * An entry and how it was before a recall; the same twice where it stays as it was.
     */
    record Turned(StandingEntry before, StandingEntry after) {

        boolean isUnchanged() {
            return before.equals(after);
        }
    }

    /**
     * The entry by which the partner has less of something from now on, if it was not given it as it is now already: every entry of
     * the same content shows whether it was. 0 where there is none.
     *
     * @param had what it had
     * @param same entries with the content, in log order
     */
    long remains(Possession had, List<Turned> same) {
        List<StandingEntry> before = same.stream().map(Turned::before).toList();
        List<StandingEntry> after = same.stream().map(Turned::after).toList();
        for (Turned turned : same) {
            boolean unchanged = had.isGiven(turned.before(), before) && isAsBefore(had, turned);
            if (isGiven(turned.after(), after) && !unchanged) {
                return turned.after().placement().position();
            }
        }
        return 0;
    }

    /** An entry is not sent to who has the content by an earlier one, in a view as it is, or as submitted as it is. */
    private boolean isGiven(StandingEntry entry, List<StandingEntry> same) {
        boolean view = isView(entry);
        return has(entry)
                && same.stream()
                        .filter(other ->
                                other.placement().position() < entry.placement().position())
                        .noneMatch(other -> has(other) && isView(other) == view);
    }

    private boolean isView(StandingEntry entry) {
        return decisions.isView(entry.placement().classNumber(), partner);
    }

    private boolean isAsBefore(Possession had, Turned turned) {
        return name(turned.after()).equals(had.name(turned.before()))
                && decisions
                        .decide(turned.after().placement().classNumber(), partner)
                        .equals(had.decisions.decide(turned.before().placement().classNumber(), partner))
                && missing(turned.after()).equals(had.missing(turned.before()));
    }

    private Set<StixId> missing(StandingEntry entry) {
        Placement placement = entry.placement();
        return decisions.missing(placement.links().members(), placement.classNumber(), partner);
    }

    Item item(StandingEntry entry, long remains) {
        Placement placement = entry.placement();
        Optional<Instant> version = Optional.of(placement.version()).filter(moment -> !moment.equals(Instant.EPOCH));
        Feed feed = decisions
                .releaseClass(placement.classNumber())
                .map(ReleaseClass::feed)
                .orElse(Feed.THREATS);
        return new Item(placement.position(), name(entry), version, feed, remains);
    }
}
