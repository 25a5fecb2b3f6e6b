package org.entente.mitigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How many partners reported what, as told. A count below {@link #CELL_MIN} is absent, nought too, and there is no total: with
 * one, the only absent count could be worked out.
 */
@Schema(name = "UptakeCounts", description = "How many partners reported what. A count under 3 is left out.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Counts(
        @Nullable Long planned,
        @Nullable Long applied,
        @Nullable Long ineffective,
        @JsonProperty("not-applicable") @Nullable Long notApplicable) {

    /** Fewer reporters than this are not told; also how many must have said something new before counts are told anew. */
    static final int CELL_MIN = 3;

    /** Nothing that could be told. */
    static final Counts NONE = new Counts(null, null, null, null);

    /** What is told of the exact counts. */
    static Counts of(long planned, long applied, long ineffective, long notApplicable) {
        return new Counts(told(planned), told(applied), told(ineffective), told(notApplicable));
    }

    private static @Nullable Long told(long exact) {
        return exact < CELL_MIN ? null : exact;
    }
}
