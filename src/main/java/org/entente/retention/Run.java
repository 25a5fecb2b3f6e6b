package org.entente.retention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One time that the rules were followed.
 *
 * @param startedBy an operator; absent where it was due
 * @param finishedAt absent while it is under way
 * @param erased entries by now
 * @param waitsFor partners that are still to be told of what a policy took from them, which it waits for; of a run that is over, for whom
 *     it ended before everything that was due was erased
 */
@Schema(name = "RetentionRun")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Run(
        UUID id,
        Instant startedAt,
        @Nullable String startedBy,
        @Nullable Instant finishedAt,
        long erased,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> waitsFor,
        @JsonIgnore long number) {

    public Run {
        waitsFor = List.copyOf(waitsFor);
    }
}
