package org.entente.csaf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.advisory.Advisories;
import org.entente.advisory.ReportTracking;
import org.entente.advisory.TrackingId;
import org.entente.advisory.Version;
import org.entente.csaf.Made.File;
import org.entente.csaf.Made.Ref;
import org.entente.gate.Gate;
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
import org.jboss.logging.Logger;

/**
 * The documents of a caller: of each advisory the newest version whose report is released to it, or to anybody. A version gets its
 * document when the first caller that may have it asks, so that nothing has to happen between publishing and providing. Thread safe.
 */
@ApplicationScoped
class Holdings {

    private static final Logger LOG = Logger.getLogger(Holdings.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    private final Gate gate;
    private final LogReader log;
    private final Advisories advisories;
    private final DocumentRows rows;
    private final DocumentMaker maker;
    private final Provider provider;

    Holdings(
            Gate gate,
            LogReader log,
            Advisories advisories,
            DocumentRows rows,
            DocumentMaker maker,
            Provider provider) {
        this.gate = gate;
        this.log = log;
        this.advisories = advisories;
        this.rows = rows;
        this.maker = maker;
        this.provider = provider;
    }

    /**
     * All that a caller has, the last released first.
     *
     * @param reader who has signed in; empty for anybody
     */
    Uni<List<Made>> of(Optional<PartnerId> reader) {
        // Asked before anything else: where nothing is provided nothing is made.
        provider.signer();
        return gate.upToDate()
                .chain(decisions -> open(decisions, 0, new HashMap<>())
                        .chain(found -> reader.isEmpty()
                                ? Uni.createFrom().item(found)
                                : held(decisions, reader.get(), 0, found)))
                .chain(found -> documents(List.copyOf(found.values())));
    }

    /** The same of one label. */
    Uni<List<Made>> of(Optional<PartnerId> reader, Label label) {
        return of(reader)
                .map(all -> all.stream()
                        .filter(made -> made.file()
                                .filter(file -> file.label() == label)
                                .isPresent())
                        .toList());
    }

    private Uni<Map<TrackingId, Ref>> open(Decisions decisions, long after, Map<TrackingId, Ref> found) {
        int[] classes = decisions.openToAll();
        return classes.length == 0
                ? Uni.createFrom().item(found)
                : log.page(query(classes, after))
                        // The egress guard reads every byte: too much work for an event loop.
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(page -> {
                            page.entries()
                                    .forEach(entry -> decisions
                                            .releaseOpenly(entry)
                                            .ifPresent(openly -> note(found, openly.content(), openly.version())));
                            return goesOn(page)
                                    ? open(decisions, last(page), found)
                                    : Uni.createFrom().item(found);
                        });
    }

    private Uni<Map<TrackingId, Ref>> held(
            Decisions decisions, PartnerId partner, long after, Map<TrackingId, Ref> found) {
        Optional<PageQuery> query = decisions.reads(partner)
                ? new Reach(decisions, partner).of(Holdings::isAdvisory, query(new int[0], after))
                : Optional.empty();
        return query.isEmpty()
                ? Uni.createFrom().item(found)
                : log.page(query.get())
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(page -> {
                            page.entries().forEach(entry -> note(decisions, partner, entry, found));
                            return goesOn(page)
                                    ? held(decisions, partner, last(page), found)
                                    : Uni.createFrom().item(found);
                        });
    }

    private static PageQuery query(int[] classes, long after) {
        return new PageQuery(classes, after, Optional.empty(), Optional.empty(), Set.of(), VersionFilter.LAST, PAGE);
    }

    private static boolean isAdvisory(ReleaseClass any) {
        return any.submitter().equals(PartnerId.EXCHANGE)
                && any.feed() == Feed.ADVISORIES
                && any.kind().equals("report");
    }

    private static boolean goesOn(Page page) {
        return page.more() && !page.entries().isEmpty();
    }

    private static long last(Page page) {
        return page.entries().get(page.entries().size() - 1).position();
    }

    /** What a policy removes parts of has no document: it would hold those parts. */
    private static void note(Decisions decisions, PartnerId partner, LogEntry entry, Map<TrackingId, Ref> found) {
        Outcome outcome = decisions.release(entry, partner);
        if (outcome instanceof Released && decisions.asSubmitted(entry.classNumber(), partner)) {
            note(found, entry.content(), entry.version());
        } else if (outcome instanceof Outcome.Quarantined) {
            LOG.errorf("The egress guard kept an advisory; partnerId=%s position=%d", partner, entry.position());
        }
    }

    private static void note(Map<TrackingId, Ref> found, byte[] report, Instant version) {
        ReportTracking.of(json(report))
                .ifPresent(id -> found.merge(
                        id,
                        new Ref(id, version),
                        (one, other) -> one.publishedAt().isAfter(other.publishedAt()) ? one : other));
    }

    private static JsonNode json(byte[] report) {
        try {
            return JSON.readTree(report);
        } catch (IOException broken) {
            throw new UncheckedIOException("A report of the exchange's own cannot be read", broken);
        }
    }

    private Uni<List<Made>> documents(List<Ref> refs) {
        return rows.find(refs).chain(found -> {
            Set<Ref> missing = new HashSet<>(refs);
            found.forEach(made -> missing.remove(made.ref()));
            return missing.isEmpty()
                    ? resigned(found)
                    : Multi.createFrom()
                            .iterable(missing)
                            // One after the other: each may take half a second of the processor.
                            .onItem()
                            .transformToUniAndConcatenate(this::make)
                            .collect()
                            .asList()
                            // Read again: another instance may have made it, and its signature is the one that is kept.
                            .chain(() -> rows.find(refs))
                            .chain(this::resigned);
        });
    }

    private Uni<Boolean> make(Ref ref) {
        return advisories
                .versions(ref.id())
                .chain(versions -> version(versions, ref)
                        .map(version -> maker.make(versions, version)
                                .chain(made -> rows.keep(made.made(), made.bytes()))
                                .replaceWith(true))
                        .orElse(Uni.createFrom().item(false)));
    }

    private static Optional<Version> version(List<Version> versions, Ref ref) {
        return versions.stream()
                .filter(version ->
                        version.publishedAt().filter(ref.publishedAt()::equals).isPresent())
                .findFirst();
    }

    /** With signatures of the present key. */
    private Uni<List<Made>> resigned(List<Made> found) {
        String fingerprint = provider.signer().fingerprint();
        List<Made> old = found.stream()
                .filter(made -> made.file()
                        .filter(file -> !file.fingerprint().equals(fingerprint))
                        .isPresent())
                .toList();
        if (old.isEmpty()) {
            return Uni.createFrom().item(sorted(found));
        }
        return Multi.createFrom()
                .iterable(old)
                .onItem()
                .transformToUniAndConcatenate(made -> rows.bytes(made)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .chain(bytes -> rows.sign(made, maker.sign(bytes), fingerprint))
                        .replaceWith(true))
                .collect()
                .asList()
                .chain(() -> rows.find(found.stream().map(Made::ref).toList()))
                .map(Holdings::sorted);
    }

    private static List<Made> sorted(List<Made> made) {
        List<Made> sorted = new ArrayList<>(made);
        sorted.sort(Comparator.comparing(
                        (Made one) -> one.file().map(File::releasedLast).orElse(Instant.MIN))
                .reversed()
                .thenComparing(Made::id));
        return sorted;
    }
}
