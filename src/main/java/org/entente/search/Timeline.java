package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.log.VersionFilter;
import org.entente.search.TimelineView.Event;
import org.entente.stix.StixId;

/** Tells what happened to one object. Thread safe. */
@ApplicationScoped
class Timeline {

    private static final int REFERRING_MAX = 500;
    private static final int EVENTS_MAX = 500;
    private static final Viewer.Narrowing TELLING = new Viewer.Narrowing(
            Set.of("sighting", "report", "grouping", "note", "opinion"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final Objects objects;
    private final Sieve sieve;
    private final RecallsOfObject recalls;

    Timeline(Objects objects, Sieve sieve, RecallsOfObject recalls) {
        this.objects = objects;
        this.sieve = sieve;
        this.recalls = recalls;
    }

    /** The timeline, or 404. */
    Uni<TimelineView> of(Viewer viewer, StixId id) {
        return objects.versions(viewer, id)
                .chain(versions -> Uni.combine()
                        .all()
                        .unis(referring(viewer, id), recalls.of(viewer, id, EVENTS_MAX))
                        .with((referring, recalled) -> view(id, versions, referring, recalled)));
    }

    private Uni<List<Seen>> referring(Viewer viewer, StixId id) {
        return sieve.referring(viewer.originals(Set.of(id)), viewer.classes(TELLING), REFERRING_MAX)
                .chain(found -> viewer.behind(found, VersionFilter.LAST))
                .map(seen -> seen.stream()
                        .filter(one -> one.content().references().stream()
                                .anyMatch(reference -> reference.target().equals(id)))
                        .toList());
    }

    private static TimelineView view(StixId id, List<Seen> versions, List<Seen> referring, List<Event> recalled) {
        List<Event> events = new ArrayList<>(recalled);
        for (Seen version : versions) {
            events.add(new Event(
                    version.dateAdded(),
                    kind(version, version == versions.get(0)),
                    Objects.version(version.version()),
                    null,
                    null,
                    version.submitter().orElse(null)));
        }
        for (Seen one : referring) {
            boolean sighting = one.content().type().equals("sighting");
            events.add(new Event(
                    one.dateAdded(),
                    sighting ? "sighted" : "reported",
                    Objects.version(one.version()),
                    one.name().toString(),
                    one.content().name().isEmpty() ? null : one.content().name(),
                    one.submitter().orElse(null)));
        }
        events.sort(Comparator.comparing(Event::at).reversed());
        boolean complete = events.size() <= EVENTS_MAX && referring.size() < REFERRING_MAX;
        return new TimelineView(
                id.toString(),
                complete ? events : events.stream().limit(EVENTS_MAX).toList(),
                complete);
    }

    private static String kind(Seen version, boolean first) {
        if (version.content().revoked()) {
            return "revoked";
        }
        return first ? "added" : "revised";
    }
}
