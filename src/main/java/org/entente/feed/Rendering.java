package org.entente.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.feed.Batch.Frame;
import org.entente.log.LogEntry;
import org.entente.log.RecallItem;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Outcome.Quarantined;
import org.entente.release.Released;
import org.entente.release.event.FeedEvent;
import org.entente.release.event.FeedEvents;

/** Turns entries and recalls into frames, each with the place after it, under one set of decisions. Used by one thread. */
final class Rendering {

    private final Asked asked;
    private final Decisions decisions;
    private final FeedEvents events;
    private final String source;
    private final FeedCursors cursors;
    private final List<Frame> frames = new ArrayList<>();
    private final List<LogEntry> quarantined = new ArrayList<>();
    private Place place;

    Rendering(Asked asked, Decisions decisions, String sealKey, String source, FeedCursors cursors, Place after) {
        this.asked = asked;
        this.decisions = decisions;
        this.events = new FeedEvents(sealKey);
        this.source = source;
        this.cursors = cursors;
        this.place = after;
    }

    /** What the guard stops is passed over, as on TAXII pages: the stream goes on, the operators are told. */
    void release(LogEntry entry) {
        place = place.atPosition(entry.position());
        decided(entry).map(events::of).ifPresent(this::add);
    }

    private Optional<Released> decided(LogEntry entry) {
        Outcome outcome = decisions.release(entry, asked.partner());
        if (outcome instanceof Quarantined) {
            quarantined.add(entry);
        }
        return outcome instanceof Released released ? Optional.of(released) : Optional.empty();
    }

    /** Tells of an item and sends what remains of its object, each with a place of its own in between. */
    void recall(RecallItem item, Optional<LogEntry> remains) {
        boolean told = place.owes() && place.recall() == item.number();
        // What the stream has not come to it gets with the log.
        Optional<Released> less = remains.filter(entry -> entry.position() <= place.position())
                .filter(entry -> asked.feeds().contains(item.feed()))
                .flatMap(this::decided);
        place = place.atRecall(item.number(), less.isPresent());
        if (!told && asked.feeds().contains(item.feed())) {
            decisions.recall(item).map(events::of).ifPresent(this::add);
        }
        place = place.atRecall(item.number(), false);
        less.map(events::of).ifPresent(this::add);
    }

    private void add(FeedEvent event) {
        frames.add(new Frame(EventFrame.of(event, cursors.seal(place, asked.partner()), source), place));
    }

    List<LogEntry> quarantined() {
        return quarantined;
    }

    /**
     * @param recall everything up to this number is passed
     * @param position everything up to this one is passed
     */
    Batch batch(long recall, long position, boolean more) {
        Place reached = new Place(
                Math.max(position, place.position()),
                Math.max(recall, place.recall()),
                place.owes() && recall <= place.recall());
        return new Batch(frames, reached, more);
    }
}
