package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.explain.ObjectAudience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * Who would get an advisory if its working version were published now, for operators.
 *
 * @param report each partner with the rule that decides
 * @param gathered of each gathered object, who gets the advisory without it
 * @param warnings sentences that somebody should read before approving
 */
@Schema(name = "AdvisoryAudience")
public record AdvisoryAudience(
        TrackingId trackingId,
        long version,
        ObjectAudience.Assertion report,
        List<Member> gathered,
        List<String> warnings) {

    /**
     * One gathered object.
     *
     * @param tlp the least restricted under which somebody submitted it; absent where nobody may have it any more
     * @param trimmed how many that would get the advisory get it without this object
     * @param without those, by name; absent where that could tell who submitted it and no partner may know
     */
    @Schema(name = "AdvisoryMemberAudience")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String id,
            @Nullable String tlp,
            int trimmed,
            @Nullable List<PartnerId> without) {}
}
