package org.entente.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.explain.OwnAudience.Submitted;
import org.entente.stix.Finding;
import org.jspecify.annotations.Nullable;

/** Who would get the objects of a body if it were submitted now. */
@Schema(name = "BodyAudience")
public record BodyAudience(List<Item> objects) {

    /**
     * One object of the body.
     *
     * @param id as spelled
     * @param outcome {@code accept}, {@code hold}, {@code repeat} (the body has it before) or {@code refuse}
     * @param audience for operators; absent where there is none
     * @param submitted for the partner that would submit it; absent where there is nobody
     */
    @Schema(name = "BodyAudienceObject")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String id,
            String outcome,
            List<Finding> findings,
            ObjectAudience.@Nullable Assertion audience,
            @Nullable Submitted submitted) {}
}
