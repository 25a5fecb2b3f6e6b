package org.entente.taxii;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.gate.Gate;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Outline;
import org.entente.log.Page;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Collections;
import org.entente.partner.FixedCollections;
import org.entente.partner.TaxiiCollection;
import org.entente.release.Decisions;
import org.entente.release.Released;
import org.entente.taxii.Reading.Outgone;
import org.jboss.logging.Logger;

/**
 * Reads pages of collections for partners. A page costs four statements: two that bring the decisions up to date and two
 * on the log. Of a long page these bring the beginning, and where the rest is; the rest is read in parts, as the reader takes
 * it. Thread safe.
 */
@ApplicationScoped
class CollectionReader {

    private static final Logger LOG = Logger.getLogger(CollectionReader.class);

    /** Classes come up rarely; that they do so between two statements again and again will hardly happen. */
    private static final int ATTEMPTS = 5;

    /** That many are passed over, so that one request does not read all of the log. */
    private static final int EMPTY_PAGES_MAX = 16;

    /** A thousand objects of the usual size: most pages are not longer, and are answered as a whole. */
    private static final long HEAD_BYTES = 512 << 10;

    private static final Page NOTHING = new Page(List.of(), false);

    private final Gate gate;
    private final LogReader log;
    private final FixedCollections fixedCollections;
    private final CursorSeal seal;
    private final Counter quarantined;

    CollectionReader(
            Gate gate,
            LogReader log,
            FixedCollections fixedCollections,
            @ConfigProperty(name = "entente.seal-key") String sealKey,
            MeterRegistry meters) {
        this.gate = gate;
        this.log = log;
        this.fixedCollections = fixedCollections;
        this.seal = new CursorSeal(sealKey, "taxii");
        this.quarantined = Counter.builder("entente.taxii.quarantined")
                .description("Objects that the egress guard kept off TAXII pages")
                .register(meters);
    }

    /**
     * What one request asks for.
     *
     * @param reader who asks
     * @param collection id or alias, as in the path
     * @param selection which entries
     * @param limit entries on the page
     * @param cursor where the page starts; empty for the first
     */
    record Ask(PartnerCaller reader, String collection, Selection selection, int limit, Optional<String> cursor) {

        private Ask from(String next) {
            return new Ask(reader, collection, selection, limit, Optional.of(next));
        }
    }

    /** The collections that exist for the reader. */
    Uni<Collections> collections(PartnerCaller reader) {
        return decided((decisions, ids) -> Collections.of(decisions.directory(), reader, ids));
    }

    /** One of them. Fails with 404 when there is none. */
    Uni<TaxiiCollection> collection(PartnerCaller reader, String idOrAlias) {
        return collections(reader).map(found -> found.find(idOrAlias).orElseThrow(ProblemException::notFound));
    }

    private <T> Uni<T> decided(BiFunction<Decisions, Map<String, UUID>, T> use) {
        return Uni.combine().all().unis(gate.upToDate(), fixedCollections.ids()).with(use);
    }

    /** One page, under the decisions in force now. Fails with 404 or 403 when the collection is not there or not readable. */
    Uni<ReleasedPage> page(Ask ask) {
        return page(ask, EMPTY_PAGES_MAX);
    }

    /** A page that nothing is left of after all, though more follow, would show where something is that its reader does not get. */
    private Uni<ReleasedPage> page(Ask ask, int left) {
        return attempt(ask, ATTEMPTS)
                .chain(page -> page.objects().isEmpty() && page.next().isPresent() && left > 1
                        ? page(ask.from(page.next().get()), left - 1)
                        : Uni.createFrom().item(page));
    }

    /** An entry of a class that came up between the decisions and the page would be passed over, and never met again. */
    private Uni<ReleasedPage> attempt(Ask ask, int left) {
        return open(ask)
                .chain(reading -> outline(reading)
                        .chain(page ->
                                page.highestClass() <= reading.decisions().highestClass()
                                        ? read(ask, reading, page)
                                        : again(left, () -> attempt(ask, left - 1))));
    }

    private static <T> Uni<T> again(int left, Supplier<Uni<T>> attempt) {
        return left > 1
                ? attempt.get()
                : Uni.createFrom()
                        .failure(new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "The collection changes too fast. Ask again for the same page."));
    }

    private Uni<Reading> open(Ask ask) {
        return decided((decisions, ids) -> open(ask, decisions, ids));
    }

    private Reading open(Ask ask, Decisions decisions, Map<String, UUID> ids) {
        TaxiiCollection collection = Collections.of(decisions.directory(), ask.reader(), ids)
                .find(ask.collection())
                .orElseThrow(ProblemException::notFound);
        if (!collection.canRead()) {
            throw new ProblemException(ProblemType.FORBIDDEN, "You may not read this collection.");
        }
        return Reading.at(
                ask.cursor(), ask.reader().partner(), collection, decisions, ask.selection(), ask.limit(), seal);
    }

    private Uni<Outline> outline(Reading reading) {
        return reading.query()
                .map(query -> log.outline(query, HEAD_BYTES))
                .orElse(Uni.createFrom().item(Outline.NOTHING));
    }

    private Uni<ReleasedPage> read(Ask ask, Reading reading, Outline page) {
        return release(reading, page.head())
                .chain(head -> beginning(
                        ask, page, new Part(head.objects(), page.head().size())))
                .chain(begun -> rest(ask, page, begun)
                        .map(rest -> new ReleasedPage(begun.objects(), reading.next(page, seal), rest)))
                .call(released -> refuseUnknownObject(reading, released));
    }

    /** The egress guard reads every byte: too much work for an event loop. */
    private Uni<Outgone> release(Reading reading, List<LogEntry> entries) {
        return Uni.createFrom()
                .item(entries)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(reading::release)
                .invoke(outgone -> report(reading, outgone));
    }

    /**
     * Objects of a page, one after the other.
     *
     * @param objects released, in log order
     * @param end the place after the last entry looked at
     */
    record Part(List<Released> objects, int end) {}

    /** The head, or the first part after it that holds anything the reader gets: its date is told before the body. */
    private Uni<Part> beginning(Ask ask, Outline page, Part part) {
        return !part.objects().isEmpty() || part.end() == page.size()
                ? Uni.createFrom().item(part)
                : part(ask, page, part.end(), HEAD_BYTES).chain(further -> beginning(ask, page, further));
    }

    private Uni<Optional<PageRest>> rest(Ask ask, Outline page, Part begun) {
        return begun.end() == page.size()
                ? Uni.createFrom().item(Optional.empty())
                : addedLast(ask, page, begun.end(), page.size(), 1)
                        .map(last -> last.map(date -> new PageRest(ask, page.bare(), begun.end(), date)));
    }

    /** Looks back from the end, at one entry first: hardly ever is there a need to look at two. */
    private Uni<Optional<Instant>> addedLast(Ask ask, Outline page, int from, int end, int count) {
        if (end <= from) {
            return Uni.createFrom().item(Optional.empty());
        }
        int start = Math.max(from, end - count);
        return entries(ask, Arrays.copyOfRange(page.positions(), start, end), ATTEMPTS)
                .chain(found -> found.isEmpty()
                        ? addedLast(ask, page, from, start, 2 * count)
                        : Uni.createFrom()
                                .item(Optional.of(found.get(found.size() - 1).dateAdded())));
    }

    /**
     * A further part of a page that was begun, under the decisions in force by now. Fails when the reader may not have any more what
     * the page promised: left out silently, it could be lost to a reader that has it by a later entry too.
     *
     * @param bytesMax what the entries may hold together, unless the first holds more alone
     */
    Uni<Part> part(Ask ask, Outline page, int from, long bytesMax) {
        long[] positions = page.from(from, bytesMax);
        return entries(ask, positions, ATTEMPTS).map(objects -> new Part(objects, from + positions.length));
    }

    private Uni<List<Released>> entries(Ask ask, long[] positions, int left) {
        return open(ask)
                .chain(reading -> log.at(positions)
                        .chain(found ->
                                found.highestClass() <= reading.decisions().highestClass()
                                        ? release(reading, found.entries())
                                                .map(outgone -> promised(
                                                        outgone, found.entries().size() == positions.length))
                                        : again(left, () -> entries(ask, positions, left - 1))));
    }

    private static List<Released> promised(Outgone outgone, boolean complete) {
        if (outgone.withdrawn() || !complete) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "The page changed while it was read. Ask again for the same page.");
        }
        return outgone.objects();
    }

    private void report(Reading reading, Outgone outgone) {
        outgone.quarantined().forEach(entry -> {
            quarantined.increment();
            LOG.errorf(
                    "The egress guard kept an object off a TAXII page; partnerId=%s position=%d",
                    reading.reader(), entry.position());
        });
    }

    /** An object none of whose versions the reader may see is unknown; one whose versions the filters exclude is not. */
    private Uni<Void> refuseUnknownObject(Reading reading, ReleasedPage page) {
        if (!page.isEmpty() || !reading.selection().isAboutOneObject()) {
            return Uni.createFrom().voidItem();
        }
        return reading.existence()
                .map(log::page)
                .orElse(Uni.createFrom().item(NOTHING))
                .chain(any -> release(reading, any.entries()))
                .invoke(this::refuseEmpty)
                .replaceWithVoid();
    }

    private void refuseEmpty(Outgone outgone) {
        if (outgone.objects().isEmpty()) {
            throw ProblemException.notFound();
        }
    }
}
