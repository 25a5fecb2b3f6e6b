package org.entente.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an object, newest first, as far as the caller may know.
 *
 * @param complete whether nothing was left out because there was too much
 */
@Schema(name = "ObjectTimeline")
public record TimelineView(String object, List<Event> events, boolean complete) {

    /**
     * @param kind {@code added}, {@code revised}, {@code revoked}, {@code sighted}, {@code reported} or {@code recalled}
     * @param id of the sighting, container or recall; absent for versions of the object itself
     * @param title the container's name, or the recall's reason
     * @param submitter who sent it in, where the caller may know
     */
    @Schema(name = "ObjectTimelineEvent")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Event(
            Instant at,
            String kind,
            @Nullable Instant version,
            @Nullable String id,
            @Nullable String title,
            @Nullable PartnerId submitter) {}
}
