package org.entente.explain;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.entente.gate.Gate;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Reach;
import org.entente.release.Released;

/** Reads the log as a partner would, through the same decision and the same guard as every exit. Thread safe. */
@ApplicationScoped
class PartnerReading {

    private final Gate gate;
    private final LogReader log;

    PartnerReading(Gate gate, LogReader log) {
        this.gate = gate;
        this.log = log;
    }

    /**
     * One page. Fails with 404 when there is no such partner.
     *
     * @param type of the objects; empty for all
     * @param addedAfter exclusive
     */
    Uni<Listing<ReadObject>> of(PartnerId reader, Optional<String> type, Optional<Instant> addedAfter, int limit) {
        return gate.upToDate().chain(decisions -> {
            if (decisions.directory().partner(reader).isEmpty()) {
                throw ProblemException.notFound();
            }
            PageQuery newest = new PageQuery(
                    new int[0], 0, addedAfter, Optional.empty(), java.util.Set.of(), VersionFilter.LAST, limit);
            Predicate<ReleaseClass> asked =
                    known -> type.map(known.topic().kind()::equals).orElse(true);
            return decisions.reads(reader)
                    ? page(decisions, reader, new Reach(decisions, reader).of(asked, newest))
                    : nothing();
        });
    }

    private Uni<Listing<ReadObject>> page(Decisions decisions, PartnerId reader, Optional<PageQuery> query) {
        return query.map(asked -> log.page(asked)
                        // The egress guard reads every byte: too much work for an event loop.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(page -> read(decisions, reader, page)))
                .orElseGet(PartnerReading::nothing);
    }

    private static Listing<ReadObject> read(Decisions decisions, PartnerId reader, Page page) {
        List<ReadObject> read = new ArrayList<>();
        for (LogEntry entry : page.entries()) {
            if (decisions.release(entry, reader) instanceof Released released) {
                read.add(ReadObject.of(released));
            }
        }
        return new Listing<>(read, page.more() ? Listing.next(last(page).toString()) : null);
    }

    private static Instant last(Page page) {
        return page.entries().get(page.entries().size() - 1).dateAdded();
    }

    private static Uni<Listing<ReadObject>> nothing() {
        return Uni.createFrom().item(new Listing<>(List.of(), null));
    }
}
