package org.entente.csaf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.TrackingId;
import org.entente.advisory.Version;
import org.entente.csaf.Provider.PublisherIdentity;

/**
 * One version of an advisory that is to become a document.
 *
 * @param digest SHA-256 of the content, as all renderings carry it
 * @param revisions when each version up to this one was published, the first first; at least one
 * @param address under which the document will be found
 */
record Issue(
        TrackingId id,
        AdvisoryContent content,
        String digest,
        List<Revision> revisions,
        String address,
        PublisherIdentity publisher) {

    Issue {
        revisions = List.copyOf(revisions);
    }

    /** When a version was published. */
    record Revision(long number, Instant at) {}

    Revision first() {
        return revisions.get(0);
    }

    Revision last() {
        return revisions.get(revisions.size() - 1);
    }

    /** The published versions up to one of them. */
    static List<Revision> revisions(List<Version> versions, long until) {
        return versions.stream()
                .filter(version -> version.number() <= until)
                .flatMap(
                        version -> Optional.of(version)
                                .flatMap(Version::publishedAt)
                                .map(at -> new Revision(version.number(), at))
                                .stream())
                .toList();
    }
}
