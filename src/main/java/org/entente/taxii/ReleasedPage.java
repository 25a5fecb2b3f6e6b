package org.entente.taxii;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.log.LogEntry;
import org.entente.release.Released;

/**
 * A page as its reader gets it.
 *
 * @param objects released, in log order
 * @param next cursor of the page after this one; empty on the last
 * @param quarantined entries that the egress guard stopped: for the operators, never for the reader
 */
record ReleasedPage(List<Released> objects, Optional<String> next, List<LogEntry> quarantined) {

    ReleasedPage {
        objects = List.copyOf(objects);
        quarantined = List.copyOf(quarantined);
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
        return objects.isEmpty()
                ? Optional.empty()
                : Optional.of(objects.get(objects.size() - 1).dateAdded());
    }
}
