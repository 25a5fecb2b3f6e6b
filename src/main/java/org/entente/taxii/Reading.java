package org.entente.taxii;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;
import org.entente.log.Feed;
import org.entente.log.LogEntry;
import org.entente.log.Outline;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.partner.TaxiiCollection;
import org.entente.partner.TaxiiCollection.Inbox;
import org.entente.partner.TaxiiCollection.OfCommunity;
import org.entente.partner.TaxiiCollection.OfFeed;
import org.entente.party.PartnerId;
import org.entente.release.Decision.Rule;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Outcome.Quarantined;
import org.entente.release.Outcome.Withheld;
import org.entente.release.Reach;
import org.entente.release.Released;
import org.entente.release.Renderings;
import org.entente.stix.StixId;

/**
 * One partner reading one page of one collection it may read, under one set of decisions. Pure: it says what to ask of the
 * log and what of the log's answer may leave.
 *
 * @param reader who reads
 * @param collection what it reads, already found readable for this reader
 * @param decisions in force for the whole page
 * @param selection which entries
 * @param limit entries on the page
 * @param afterPosition where the page before ended; 0 for the first
 */
record Reading(
        PartnerId reader,
        TaxiiCollection collection,
        Decisions decisions,
        Selection selection,
        int limit,
        long afterPosition) {

    /** What keeps a single object back, whatever its class: asking again would change nothing. */
    private static final Set<Rule> OF_CONTENT = EnumSet.of(Rule.REVEALING, Rule.TIED);

    /**
     * Opens the reading at its place.
     *
     * @throws ProblemException 400 when the cursor was not made for this reader, collection and selection
     */
    static Reading at(
            Optional<String> cursor,
            PartnerId reader,
            TaxiiCollection collection,
            Decisions decisions,
            Selection selection,
            int limit,
            CursorSeal seal) {
        Reading first = new Reading(reader, collection, decisions, selection, limit, 0);
        return cursor.isEmpty() ? first : first.from(seal.open(cursor.get(), first.binding()));
    }

    private Reading from(OptionalLong position) {
        return new Reading(
                reader,
                collection,
                decisions,
                selection,
                limit,
                position.orElseThrow(
                        () -> ProblemException.invalidParameter("next is not a value that this query was given")));
    }

    /** What to ask of the log; empty when nothing can come of it. */
    Optional<PageQuery> query() {
        return selection.findsNothing()
                ? Optional.empty()
                : query(
                        ofType(),
                        new PageQuery(
                                new int[0],
                                afterPosition,
                                selection.addedAfter(),
                                Optional.empty(),
                                originals(),
                                selection.versions(),
                                limit));
    }

    /** Asks whether the one object exists for this reader at all, whatever the other filters leave of it. */
    Optional<PageQuery> existence() {
        return query(
                releaseClass -> true,
                new PageQuery(
                        new int[0], 0, Optional.empty(), Optional.empty(), originals(), new VersionFilter.All(), 1));
    }

    private Optional<PageQuery> query(Predicate<ReleaseClass> narrowed, PageQuery shape) {
        return new Reach(decisions, reader).of(inCollection().and(narrowed), shape);
    }

    /** What the reader's ids may be in the log: it may know an object by the id of its view. */
    private Set<StixId> originals() {
        return selection.ids().stream()
                .flatMap(id -> decisions.originals(reader, id).stream())
                .collect(Collectors.toSet());
    }

    private Predicate<ReleaseClass> ofType() {
        Set<String> types = selection.types();
        return releaseClass -> types.isEmpty() || types.contains(releaseClass.kind());
    }

    private Predicate<ReleaseClass> inCollection() {
        if (collection instanceof OfFeed feed) {
            Feed held = Feed.of(feed.alias());
            return releaseClass -> releaseClass.feed() == held;
        }
        if (collection instanceof OfCommunity shared) {
            return releaseClass -> releaseClass.audience().communities().contains(shared.community());
        }
        if (collection instanceof Inbox) {
            return releaseClass -> false;
        }
        throw new IllegalStateException("A collection of no known kind");
    }

    /**
     * What became of entries on their way to the reader.
     *
     * @param objects released, in log order
     * @param quarantined stopped by the egress guard
     * @param withdrawn whether the reader may not have all of them in this collection at all; a page promised nothing of the kind,
     *     unless it was asked for before
     */
    record Outgone(List<Released> objects, List<LogEntry> quarantined, boolean withdrawn) {}

    /** What of the entries may leave. */
    Outgone release(List<LogEntry> entries) {
        List<Released> released = new ArrayList<>(entries.size());
        List<LogEntry> quarantined = new ArrayList<>();
        boolean withdrawn = false;
        Predicate<ReleaseClass> held = inCollection().and(ofType());
        Renderings renderings = new Renderings();
        for (LogEntry entry : entries) {
            Outcome outcome = decisions.release(entry, reader, renderings);
            if (!isHeld(entry, held)
                    || (outcome instanceof Withheld withheld && !OF_CONTENT.contains(withheld.rule()))) {
                withdrawn = true;
            } else if (outcome instanceof Released object) {
                // One id may stand for several objects of the log; the reader asked for what it has under it.
                if (selection.ids().isEmpty() || selection.ids().contains(object.id())) {
                    released.add(object);
                }
            } else if (outcome instanceof Quarantined) {
                quarantined.add(entry);
            }
        }
        return new Outgone(released, quarantined, withdrawn);
    }

    private boolean isHeld(LogEntry entry, Predicate<ReleaseClass> held) {
        return decisions.releaseClass(entry.classNumber()).filter(held).isPresent();
    }

    /**
     * Where the next page starts: after the last entry of this one, released or not. One that the guard stopped must not be met
     * again for ever.
     */
    Optional<String> next(Outline page, CursorSeal seal) {
        return page.more() && page.size() > 0
                ? Optional.of(seal.seal(page.positions()[page.size() - 1], binding()))
                : Optional.empty();
    }

    /** Who reads what. The limit is left out: a client may change the size of its pages on the way. */
    private String binding() {
        return String.join("\n", List.of(reader.value(), collection.id().toString(), selection.canonical()));
    }
}
