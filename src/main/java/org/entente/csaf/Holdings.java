package org.entente.csaf;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.advisory.AdvisoryShelf;
import org.entente.advisory.Held;
import org.entente.advisory.ReportTracking;
import org.entente.advisory.TrackingId;
import org.entente.csaf.Made.Ref;
import org.entente.party.PartnerId;

/**
 * The documents of a caller: of each advisory the newest version whose report is released to it, or to anybody. Thread safe.
 */
@ApplicationScoped
class Holdings {

    private static final int PAGE = 500;

    private final OpenHoldings open;
    private final AdvisoryShelf shelf;
    private final Documents documents;
    private final Provider provider;

    Holdings(OpenHoldings open, AdvisoryShelf shelf, Documents documents, Provider provider) {
        this.open = open;
        this.shelf = shelf;
        this.documents = documents;
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
        return open.now()
                .chain(anybodys -> reader.isEmpty()
                        ? Uni.createFrom().item(anybodys.documents())
                        : held(reader.get(), Optional.empty(), new HashMap<>(anybodys.refs()))
                                .chain(found -> documents.of(found.values())));
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

    private Uni<Map<TrackingId, Ref>> held(
            PartnerId partner, Optional<Instant> addedAfter, Map<TrackingId, Ref> found) {
        return shelf.list(partner, addedAfter, PAGE).chain(chunk -> {
            chunk.held().forEach(held -> note(held, found));
            return chunk.next().isPresent()
                    ? held(partner, chunk.next(), found)
                    : Uni.createFrom().item(found);
        });
    }

    /** What a policy removes parts of has no document: it would hold those parts. */
    private static void note(Held held, Map<TrackingId, Ref> found) {
        if (held.whole()) {
            ReportTracking.of(held.report())
                    .ifPresent(id -> new Ref(id, held.released().version()).into(found));
        }
    }
}
