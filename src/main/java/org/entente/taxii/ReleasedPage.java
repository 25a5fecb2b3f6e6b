package org.entente.taxii;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.release.Released;

/**
 * A page as its reader gets it, or its beginning and what is known of the rest.
 *
 * @param objects released, in log order
 * @param next cursor of the page after this one; empty on the last
 * @param rest what is to be read as the reader takes it; there is at least one object before it
 */
record ReleasedPage(List<Released> objects, Optional<String> next, Optional<PageRest> rest) {

    ReleasedPage {
        objects = List.copyOf(objects);
    }

    boolean isEmpty() {
        return objects.isEmpty() && next.isEmpty();
    }

    /** When the first object of the page was added (§3.2). */
    Optional<Instant> addedFirst() {
        return objects.stream().findFirst().map(Released::dateAdded);
    }

    /** When the last object of the page was added (§3.2). */
    Optional<Instant> addedLast() {
        return rest.map(PageRest::addedLast)
                .or(() -> objects.isEmpty()
                        ? Optional.empty()
                        : Optional.of(objects.get(objects.size() - 1).dateAdded()));
    }
}
