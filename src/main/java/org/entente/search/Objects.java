package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.log.LogReader;
import org.entente.log.Placement;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.release.Decisions;
import org.entente.search.ObjectView.Assertion;
import org.entente.search.ObjectView.Version;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Shows one object. Thread safe. */
@ApplicationScoped
class Objects {

    private static final int VERSIONS_MAX = 200;
    private static final Comparator<Seen> BY_VERSION =
            Comparator.comparing(Seen::version).thenComparing(Seen::position);

    private final LogReader log;

    Objects(LogReader log) {
        this.log = log;
    }

    /** The newest version, or 404. */
    Uni<Seen> newest(Viewer viewer, StixId id) {
        return viewer.named(Set.of(id), VersionFilter.LAST)
                .map(seen -> seen.stream().max(BY_VERSION).orElseThrow(ProblemException::notFound));
    }

    /** Every version, oldest first; none is 404. */
    Uni<List<Seen>> versions(Viewer viewer, StixId id) {
        return viewer.named(Set.of(id), new VersionFilter.All()).map(seen -> {
            if (seen.isEmpty()) {
                throw ProblemException.notFound();
            }
            return seen.stream().sorted(BY_VERSION).toList();
        });
    }

    /** All of it, or 404. */
    Uni<ObjectView> view(Viewer viewer, StixId id) {
        return versions(viewer, id)
                .chain(versions -> viewer instanceof OperatorViewer operators
                        ? log.entriesOf(id).map(entries -> view(versions, assertions(operators.decisions(), entries)))
                        : Uni.createFrom().item(view(versions, null)));
    }

    private static ObjectView view(List<Seen> versions, @Nullable List<Assertion> assertions) {
        Seen newest = versions.get(versions.size() - 1);
        return new ObjectView(
                newest.name().toString(),
                newest.content().type(),
                newest.content().name(),
                version(newest.version()),
                newest.dateAdded(),
                newest.tlp().label(),
                newest.submitter().orElse(null),
                new String(newest.bytes(), StandardCharsets.UTF_8),
                versions.stream()
                        .sorted(BY_VERSION.reversed())
                        .limit(VERSIONS_MAX)
                        .map(seen -> new Version(
                                version(seen.version()),
                                seen.dateAdded(),
                                seen.tlp().label()))
                        .toList(),
                assertions);
    }

    static @Nullable Instant version(Instant version) {
        return version.equals(Instant.EPOCH) ? null : version;
    }

    private static List<Assertion> assertions(Decisions decisions, List<Placement> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Placement::position).reversed())
                .limit(VERSIONS_MAX)
                .flatMap(entry -> decisions
                        .releaseClass(entry.classNumber())
                        .map(known -> assertion(
                                entry,
                                known,
                                decisions.recipients(entry.classNumber()).size()))
                        .stream())
                .toList();
    }

    private static Assertion assertion(Placement entry, ReleaseClass known, int recipients) {
        return new Assertion(
                OperatorViewer.submitter(known).orElse(null),
                version(entry.version()),
                entry.dateAdded(),
                known.wasWithdrawn(),
                known.tlp().label(),
                known.markings().pap().label(),
                known.feed().label(),
                List.copyOf(known.topic().sectors()),
                List.copyOf(known.topic().regions()),
                known.audience(),
                recipients);
    }
}
