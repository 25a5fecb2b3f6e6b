package org.entente.taxii;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.gate.Gate;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Collections;
import org.entente.partner.FixedCollections;
import org.entente.partner.TaxiiCollection;
import org.entente.release.Decisions;
import org.jboss.logging.Logger;

/**
 * Reads pages of collections for partners. A page costs three statements: two that bring the decisions up to date and one
 * on the log. Thread safe.
 */
@ApplicationScoped
class CollectionReader {

    private static final Logger LOG = Logger.getLogger(CollectionReader.class);

    /** Classes come up rarely; that they do so between two statements again and again will hardly happen. */
    private static final int ATTEMPTS = 5;

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
    record Ask(PartnerCaller reader, String collection, Selection selection, int limit, Optional<String> cursor) {}

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
        return attempt(ask, ATTEMPTS);
    }

    /** An entry of a class that came up between the decisions and the page would be passed over, and never met again. */
    private Uni<ReleasedPage> attempt(Ask ask, int left) {
        return decided((decisions, ids) -> open(ask, decisions, ids))
                .chain(reading -> ask(reading.query())
                        .chain(page ->
                                page.highestClass() <= reading.decisions().highestClass()
                                        ? read(reading, page)
                                        : again(ask, left - 1)));
    }

    private Uni<ReleasedPage> again(Ask ask, int left) {
        return left > 0
                ? attempt(ask, left)
                : Uni.createFrom()
                        .failure(new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "The collection changes too fast. Ask again for the same page."));
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

    private Uni<ReleasedPage> read(Reading reading, Page found) {
        return Uni.createFrom()
                .item(found)
                // The egress guard reads every byte of the page: too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(page -> reading.release(page, seal))
                .invoke(page -> report(reading, page))
                .call(page -> refuseUnknownObject(reading, page));
    }

    private Uni<Page> ask(Optional<PageQuery> query) {
        return query.map(log::page).orElse(Uni.createFrom().item(NOTHING));
    }

    private void report(Reading reading, ReleasedPage page) {
        page.quarantined().forEach(entry -> {
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
        return ask(reading.existence())
                .map(any -> reading.release(any, seal))
                .invoke(this::refuseEmpty)
                .replaceWithVoid();
    }

    private void refuseEmpty(ReleasedPage page) {
        if (page.objects().isEmpty()) {
            throw ProblemException.notFound();
        }
    }
}
