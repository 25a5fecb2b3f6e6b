package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.log.Feed;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Reach;
import org.entente.release.Released;
import org.entente.stix.StixId;
import org.jboss.logging.Logger;

/**
 * What one partner has of advisories: those whose report is released to it, in the newest version that is. Thread safe. The only
 * way by which anything of an advisory may be shown to a partner.
 */
@ApplicationScoped
public class AdvisoryShelf {

    private static final Logger LOG = Logger.getLogger(AdvisoryShelf.class);
    private static final int PAGE = 500;

    private final Pool pool;
    private final LogReader log;
    private final Gate gate;

    AdvisoryShelf(Pool pool, LogReader log, Gate gate) {
        this.pool = pool;
        this.log = log;
        this.gate = gate;
    }

    /**
     * One advisory of a partner.
     *
     * @param held its report
     * @param version that the report is of
     * @param objects what the report names and the partner has, in the newest version it has
     */
    public record Read(Held held, Version version, List<Released> objects) {
        public Read {
            objects = List.copyOf(objects);
        }
    }

    /** One, or 404 for whoever may not have it. */
    public Uni<Read> read(PartnerId reader, TrackingId id) {
        return gate.upToDate()
                .chain(decisions -> reportOf(id)
                        .chain(report -> page(decisions, reader, Set.of(report), Optional.empty(), 1, true))
                        .map(page -> held(decisions, reader, page).stream()
                                .findFirst()
                                .orElseThrow(ProblemException::notFound))
                        .chain(held -> completed(decisions, reader, id, held)));
    }

    private Uni<Read> completed(Decisions decisions, PartnerId reader, TrackingId id, Held held) {
        return Uni.combine()
                .all()
                .unis(VersionRows.of(pool, id), objects(decisions, reader, held))
                .with((versions, objects) -> new Read(held, versionOf(versions, held), objects));
    }

    private Uni<StixId> reportOf(TrackingId id) {
        return AdvisoryRows.read(pool, id).map(Advisory::reportId);
    }

    /** By its date, which a view leaves as it is. */
    private static Version versionOf(List<Version> versions, Held held) {
        return versions.stream()
                .filter(version -> version.publishedAt()
                        .filter(held.released().version()::equals)
                        .isPresent())
                .findFirst()
                .orElseThrow(ProblemException::notFound);
    }

    /**
     * Some of those a partner has, in the order they were released.
     *
     * @param next where the rest begins; empty where there is none
     */
    public record Chunk(List<Held> held, Optional<Instant> next) {
        public Chunk {
            held = List.copyOf(held);
        }
    }

    /**
     * Those a partner has.
     *
     * @param addedAfter exclusive; the {@code dateAdded} of the last one before
     */
    public Uni<Chunk> list(PartnerId reader, Optional<Instant> addedAfter, int limit) {
        return gate.upToDate()
                .chain(decisions -> page(decisions, reader, Set.of(), addedAfter, limit, true)
                        .map(page -> new Chunk(held(decisions, reader, page), next(page))));
    }

    private static Optional<Instant> next(Page page) {
        return page.more() && !page.entries().isEmpty()
                ? Optional.of(page.entries().get(page.entries().size() - 1).dateAdded())
                : Optional.empty();
    }

    private static List<Held> held(Decisions decisions, PartnerId reader, Page page) {
        return page.entries().stream()
                .flatMap(entry -> release(decisions, reader, entry).map(released -> Held.of(released, entry)).stream())
                .toList();
    }

    private Uni<Page> page(
            Decisions decisions,
            PartnerId reader,
            Set<StixId> ids,
            Optional<Instant> addedAfter,
            int limit,
            boolean reports) {
        return !decisions.reads(reader)
                ? Uni.createFrom().item(new Page(List.of(), false))
                : new Reach(decisions, reader)
                        .of(
                                any -> !reports || isAdvisory(any),
                                new PageQuery(
                                        new int[0], 0, addedAfter, Optional.empty(), ids, VersionFilter.LAST, limit))
                        .map(log::page)
                        .orElse(Uni.createFrom().item(new Page(List.of(), false)))
                        // The egress guard reads every byte: too much work for an event loop.
                        .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private static boolean isAdvisory(ReleaseClass any) {
        return any.submitter().equals(PartnerId.EXCHANGE)
                && any.feed() == Feed.ADVISORIES
                && any.kind().equals("report");
    }

    private static Optional<Released> release(Decisions decisions, PartnerId reader, LogEntry entry) {
        Outcome outcome = decisions.release(entry, reader);
        if (outcome instanceof Released released) {
            return Optional.of(released);
        }
        if (outcome instanceof Outcome.Quarantined) {
            LOG.errorf(
                    "The egress guard kept an advisory or an object of one; partnerId=%s position=%d",
                    reader, entry.position());
        }
        return Optional.empty();
    }

    /** Only what the report names to this reader, and only as this reader has it. */
    private Uni<List<Released>> objects(Decisions decisions, PartnerId reader, Held held) {
        Set<StixId> named = new HashSet<>();
        held.report()
                .path("object_refs")
                .forEach(reference -> StixId.tryParse(reference.asText()).ifPresent(named::add));
        named.removeIf(
                id -> id.toString().equals(held.report().path("created_by_ref").asText()));
        Set<StixId> asked = new HashSet<>();
        named.forEach(id -> asked.addAll(decisions.originals(reader, id)));
        return asked.isEmpty()
                ? Uni.createFrom().item(List.of())
                : further(decisions, reader, asked, Optional.empty())
                        .map(found -> found.stream()
                                .filter(released -> named.contains(released.id()))
                                .toList());
    }

    private Uni<List<Released>> further(
            Decisions decisions, PartnerId reader, Set<StixId> ids, Optional<Instant> addedAfter) {
        return page(decisions, reader, ids, addedAfter, PAGE, false).chain(page -> {
            List<Released> found = new ArrayList<>();
            page.entries().forEach(entry -> release(decisions, reader, entry).ifPresent(found::add));
            return next(page)
                    .map(last -> further(decisions, reader, ids, Optional.of(last))
                            .map(rest -> {
                                found.addAll(rest);
                                return found;
                            }))
                    .orElseGet(() -> Uni.createFrom().item(found));
        });
    }

    /** What a partner has of these objects of the log, in the newest version it has. */
    Uni<List<Released>> objects(PartnerId reader, Set<StixId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : gate.upToDate().chain(decisions -> further(decisions, reader, ids, Optional.empty()));
    }
}
