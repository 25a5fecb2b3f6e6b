package org.entente.retention;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * That something is not to be erased, whatever rules say. One of the three says what.
 *
 * @param object all that there is of it
 * @param submission all that there is of the objects it brought in
 * @param partner all that it submitted
 * @param liftProposedAt when somebody proposed to lift it; it is in force until another agrees
 * @param liftedAt when it ended
 * @param version grows with every change
 */
@Schema(name = "LegalHold")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Hold(
        UUID id,
        @Nullable String object,
        @Nullable UUID submission,
        @Nullable String partner,
        String reason,
        Instant madeAt,
        String madeBy,
        @Nullable Instant liftProposedAt,
        @Nullable String liftProposedBy,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy,
        @Nullable String liftReason,
        @JsonIgnore long version) {

    /** What it is about, in words. */
    public String about() {
        if (object != null) {
            return "object " + object;
        }
        return submission != null ? "submission " + submission : "partner " + partner;
    }
}
