package org.entente.advisory.render;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.advisory.AdvisoryContent;
import org.entente.advisory.KevEntry;
import org.entente.advisory.TrackingId;

/**
 * One version of an advisory as one reader may have it.
 *
 * @param publisher who publishes it
 * @param sha256 of its content, 64 hex digits
 * @param published when its first version was; empty in a preview
 * @param modified when this version was; empty in a preview
 * @param objects those of its objects that the reader has
 * @param kev which of its CVEs are known to be exploited
 */
public record Rendition(
        TrackingId trackingId,
        long version,
        String publisher,
        String sha256,
        Optional<Instant> published,
        Optional<Instant> modified,
        AdvisoryContent content,
        List<ObjectLine> objects,
        Map<String, KevEntry> kev) {

    public Rendition {
        objects = List.copyOf(objects);
        kev = Map.copyOf(kev);
    }

    /** Whether it is not published yet. */
    public boolean isPreview() {
        return modified.isEmpty();
    }
}
