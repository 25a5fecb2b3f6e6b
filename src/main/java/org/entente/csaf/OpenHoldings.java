package org.entente.csaf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.advisory.ReportTracking;
import org.entente.advisory.TrackingId;
import org.entente.csaf.Made.Ref;
import org.entente.gate.Gate;
import org.entente.http.SharedLook;
import org.entente.log.Extent;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.VersionFilter;
import org.entente.release.Decisions;
import org.jspecify.annotations.Nullable;

/**
 * What anybody at all may have. Whoever asks need not sign in, so what it costs must not grow with how many ask: callers of one moment
 * share a look, and what was found is kept while the same entries stand in the log under the same classes. Each look asks for that
 * after it was called, so nothing that was recalled before is found. Thread safe.
 */
@ApplicationScoped
class OpenHoldings {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    /** Documents that were made until then stay made; whoever asks again goes on. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Gate gate;
    private final LogReader log;
    private final Documents documents;
    private final SharedLook<Open> looks = new SharedLook<>(this::look);
    private volatile @Nullable Open kept;

    OpenHoldings(Gate gate, LogReader log, Documents documents) {
        this.gate = gate;
        this.log = log;
        this.documents = documents;
    }

    /**
     * All of it.
     *
     * @param extent what it was made of
     * @param refs the newest version of each advisory
     * @param documents of those, the last released first
     */
    record Open(List<Integer> classes, Extent extent, Map<TrackingId, Ref> refs, List<Made> documents) {
        Open {
            classes = List.copyOf(classes);
            refs = Map.copyOf(refs);
            documents = List.copyOf(documents);
        }
    }

    /** As of a moment after this call. */
    Uni<Open> now() {
        return looks.answer();
    }

    private Uni<Open> look() {
        return gate.upToDate()
                .chain(decisions -> log.extentOf(decisions.openToAll())
                        .chain(extent -> unchanged(decisions, extent)
                                .map(open -> Uni.createFrom().item(open))
                                .orElseGet(() -> read(decisions, extent))))
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    private Optional<Open> unchanged(Decisions decisions, Extent extent) {
        return Optional.ofNullable(kept)
                .filter(open -> open.extent().equals(extent) && open.classes().equals(numbers(decisions)));
    }

    private static List<Integer> numbers(Decisions decisions) {
        return Arrays.stream(decisions.openToAll()).boxed().toList();
    }

    /** The extent is older than what is read: where something changed in between, the next look reads again. */
    private Uni<Open> read(Decisions decisions, Extent extent) {
        return refs(decisions, 0, new HashMap<>())
                .chain(refs ->
                        documents.of(refs.values()).map(made -> new Open(numbers(decisions), extent, refs, made)))
                .invoke(open -> kept = open);
    }

    private Uni<Map<TrackingId, Ref>> refs(Decisions decisions, long after, Map<TrackingId, Ref> found) {
        PageQuery query = new PageQuery(
                decisions.openToAll(), after, Optional.empty(), Optional.empty(), Set.of(), VersionFilter.LAST, PAGE);
        return log.page(query)
                // The egress guard reads every byte: too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(page -> {
                    page.entries()
                            .forEach(entry -> decisions
                                    .releaseOpenly(entry)
                                    .ifPresent(openly -> ReportTracking.of(json(openly.content()))
                                            .ifPresent(id -> new Ref(id, openly.version()).into(found))));
                    return goesOn(page)
                            ? refs(decisions, last(page), found)
                            : Uni.createFrom().item(found);
                });
    }

    private static boolean goesOn(Page page) {
        return page.more() && !page.entries().isEmpty();
    }

    private static long last(Page page) {
        return page.entries().get(page.entries().size() - 1).position();
    }

    private static JsonNode json(byte[] report) {
        try {
            return JSON.readTree(report);
        } catch (IOException broken) {
            throw new UncheckedIOException("A report of the exchange's own cannot be read", broken);
        }
    }
}
