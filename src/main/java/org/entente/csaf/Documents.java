package org.entente.csaf;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.advisory.Advisories;
import org.entente.advisory.Version;
import org.entente.csaf.Made.File;
import org.entente.csaf.Made.Ref;

/**
 * Documents of published versions. A version gets its document when the first caller that may have it asks, so that nothing has to
 * happen between publishing and providing. Whether a caller may have one is not asked here. Thread safe.
 */
@ApplicationScoped
class Documents {

    private final Advisories advisories;
    private final DocumentRows rows;
    private final DocumentMaker maker;
    private final Provider provider;

    Documents(Advisories advisories, DocumentRows rows, DocumentMaker maker, Provider provider) {
        this.advisories = advisories;
        this.rows = rows;
        this.maker = maker;
        this.provider = provider;
    }

    /** Those of these versions, the last released first, with signatures of the present key. */
    Uni<List<Made>> of(Collection<Ref> asked) {
        List<Ref> refs = List.copyOf(asked);
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
                .map(Documents::sorted);
    }

    private static List<Made> sorted(List<Made> made) {
        List<Made> sorted = new ArrayList<>(made);
        sorted.sort(Comparator.comparing(
                        (Made one) -> one.file().map(File::releasedLast).orElse(Instant.MIN))
                .reversed()
                .thenComparing(Made::id));
        return List.copyOf(sorted);
    }
}
