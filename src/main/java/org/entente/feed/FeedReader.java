package org.entente.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.gate.Gate;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.RecallItem;
import org.entente.log.RecallLog;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Reach;
import org.jboss.logging.Logger;

/**
 * Reads what streams send next. Thread safe.
 *
 * <p>How far the log and the recalls reach is asked first, the decisions next, the page after them and the recalls last. So no
 * entry is passed over whose class the decisions did not know yet, and whatever is on the page was not recalled by then: while
 * there are recalls to tell, they alone are told, and the page is read anew.
 */
@ApplicationScoped
class FeedReader {

    private static final Logger LOG = Logger.getLogger(FeedReader.class);
    private static final Page NOTHING = new Page(List.of(), false);

    private final Gate gate;
    private final LogReader log;
    private final RecallLog recalls;
    private final FeedCursors cursors;
    private final String sealKey;
    private final String source;
    private final Counter quarantined;

    FeedReader(
            Gate gate,
            LogReader log,
            RecallLog recalls,
            FeedCursors cursors,
            @ConfigProperty(name = "entente.seal-key") String sealKey,
            @ConfigProperty(name = "entente.source", defaultValue = "urn:entente:exchange") String source,
            MeterRegistry meters) {
        this.gate = gate;
        this.log = log;
        this.recalls = recalls;
        this.cursors = cursors;
        this.sealKey = sealKey;
        this.source = source;
        this.quarantined = Counter.builder("entente.feed.quarantined")
                .description("Objects that the egress guard kept out of server-sent events")
                .register(meters);
    }

    /**
     * How far everything reaches, and who may have it then.
     *
     * @param end of the log and of the recalls
     * @param decisions in force, as new as the end or newer
     */
    record Tide(Place end, Decisions decisions) {}

    Uni<Tide> tide() {
        return end().chain(end -> gate.upToDate().map(decisions -> new Tide(end, decisions)));
    }

    private Uni<Place> end() {
        return Uni.combine()
                .all()
                .unis(log.lastPosition(), recalls.lastNumber())
                .with(Place::new);
    }

    /** Where a stream starts. Fails with 400 when that is after the end. */
    Uni<Place> placeOf(Asked asked) {
        Start start = asked.start();
        if (start instanceof Start.After after) {
            return end().chain(end -> existing(after.place(), end));
        }
        if (start instanceof Start.Since since) {
            return since(since.moment(), asked.partner());
        }
        return start instanceof Start.Beginning ? Uni.createFrom().item(Place.BEGINNING) : now(asked.partner());
    }

    /** A log put back from a backup may end before a place that was reached once; it goes on behind a gap then. */
    private Uni<Place> existing(Place place, Place end) {
        if (!end.isBehind(place)) {
            return Uni.createFrom().item(place);
        }
        return Uni.combine()
                .all()
                .unis(log.spot(place.position()), recalls.wasGivenOut(place.recall()))
                .with((spot, given) -> {
                    boolean there =
                            place.position() <= end.position() || spot.behind().isPresent();
                    if (!there || !given) {
                        throw FeedCursors.unknown();
                    }
                    return place;
                });
    }

    private Uni<Place> since(Instant moment, PartnerId partner) {
        return Uni.combine()
                .all()
                .unis(log.lastPositionAt(moment), recalls.lastNumberBefore(partner, moment))
                .with(Place::new);
    }

    /** What was added before but is not due yet for this partner is still to come. */
    private Uni<Place> now(PartnerId partner) {
        return tide().chain(tide -> tide.decisions()
                .horizon(partner)
                .map(horizon -> log.lastPositionAt(horizon).map(tide.end()::atPosition))
                .orElse(Uni.createFrom().item(tide.end())));
    }

    /** The next events after a place, under the decisions in force now; empty when nothing may be given to the partner at all. */
    Uni<Optional<Batch>> next(Asked asked, Place after, int limit) {
        return tide().chain(tide -> tide.decisions().reads(asked.partner())
                ? read(asked, after, limit, tide).map(Optional::of)
                : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Batch> read(Asked asked, Place after, int limit, Tide tide) {
        return recalls.revision()
                .chain(revision -> query(asked, after, limit, tide)
                        .map(log::page)
                        .orElse(Uni.createFrom().item(NOTHING))
                        .chain(page -> recalls.after(asked.partner(), after.toldRecall(), limit)
                                .chain(items -> remains(asked, items)
                                        .map(left -> new Found(asked, after, limit, tide, page, items, left))))
                        // A large recall is in force before anybody is told of it, and what was erased meanwhile is
                        // given to nobody.
                        .chain(found -> recalls.revision().map(now -> now.equals(revision) ? found : found.nothing())))
                // The egress guard reads every byte of the page: too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::batch);
    }

    private static Optional<PageQuery> query(Asked asked, Place after, int limit, Tide tide) {
        return after.position() >= tide.end().position()
                ? Optional.empty()
                : new Reach(tide.decisions(), asked.partner())
                        .of(
                                releaseClass -> asked.feeds().contains(releaseClass.feed()),
                                new PageQuery(
                                        new int[0],
                                        new int[0],
                                        after.position(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Set.of(),
                                        new VersionFilter.All(),
                                        limit,
                                        OptionalLong.of(tide.end().position()),
                                        true));
    }

    /** What remains of objects, as many of them as fit into memory and the first one of all in any case. */
    private Uni<Map<Long, LogEntry>> remains(Asked asked, List<RecallItem> items) {
        List<Long> positions = items.stream()
                .filter(item -> item.remains() != 0 && asked.feeds().contains(item.feed()))
                .map(RecallItem::remains)
                .distinct()
                .toList();
        if (positions.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return log.standingAt(positions)
                .chain(entries -> entries.stream().anyMatch(entry -> entry.position() == positions.get(0))
                        ? Uni.createFrom().item(entries)
                        : log.standingAt(positions.subList(0, 1)))
                .map(entries -> entries.stream().collect(Collectors.toMap(LogEntry::position, entry -> entry)));
    }

    private record Found(
            Asked asked,
            Place after,
            int limit,
            Tide tide,
            Page page,
            List<RecallItem> items,
            Map<Long, LogEntry> remains) {

        /** To be read anew. */
        Found nothing() {
            return new Found(asked, after, 0, tide, new Page(List.of(), true), List.of(), Map.of());
        }

        boolean isNothing() {
            return limit == 0;
        }

        /** Whether what remains of an item has not been read, or is of a class that came since. */
        boolean lacks(RecallItem item) {
            if (item.remains() == 0 || !asked.feeds().contains(item.feed())) {
                return false;
            }
            LogEntry entry = remains.get(item.remains());
            return entry == null
                    || !entry.wasErased()
                            && tide.decisions()
                                    .releaseClass(entry.classNumber())
                                    .isEmpty();
        }
    }

    private Batch batch(Found found) {
        Rendering rendering =
                new Rendering(found.asked(), found.tide().decisions(), sealKey, source, cursors, found.after());
        if (found.isNothing()) {
            return rendering.batch(0, 0, true);
        }
        if (!found.items().isEmpty()) {
            boolean all = found.items().size() < found.limit();
            for (RecallItem item : found.items()) {
                if (found.lacks(item)) {
                    all = false;
                    break;
                }
                rendering.recall(
                        item,
                        Optional.ofNullable(found.remains().get(item.remains())).filter(entry -> !entry.wasErased()));
            }
            rendering.quarantined().forEach(entry -> report(found.asked().partner(), entry));
            // Numbers of others' recalls are passed as well, or each look would find this stream behind.
            return rendering.batch(all ? found.tide().end().recall() : 0, 0, true);
        }
        found.page().entries().forEach(rendering::release);
        rendering.quarantined().forEach(entry -> report(found.asked().partner(), entry));
        boolean more = found.page().more();
        boolean delayed =
                found.tide().decisions().horizon(found.asked().partner()).isPresent();
        return rendering.batch(
                found.tide().end().recall(),
                more || delayed ? 0 : found.tide().end().position(),
                more);
    }

    private void report(PartnerId reader, LogEntry entry) {
        quarantined.increment();
        LOG.errorf(
                "The egress guard kept an object out of server-sent events; partnerId=%s position=%d",
                reader, entry.position());
    }
}
