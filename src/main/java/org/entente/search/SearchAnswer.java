package org.entente.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of what was found, newest first.
 *
 * @param next give it back as {@code next} for the following page; absent on the last
 * @param count how many there are; on the first page only
 * @param facets of those that were counted; on the first page only
 */
@Schema(name = "SearchAnswer")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchAnswer(
        List<Hit> items,
        @Nullable String next,
        @Nullable Count count,
        @Nullable Facets facets) {

    /**
     * How many were found.
     *
     * @param atLeast whether there may be more: what is beyond was not counted
     */
    @Schema(name = "SearchCount")
    public record Count(int value, boolean atLeast) {}
}
