package org.entente.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.explain.ObjectAudience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * A held object beside what the exchange knows already, and who would get it.
 *
 * @param versions of the same id in the log, the newest first; at most {@value #VERSIONS_MAX}
 * @param observable the same observable under the id the standard gives it, where the held one has another
 * @param patterns indicators whose pattern means the same, the newest first; at most {@value #PATTERNS_MAX}
 * @param held others that wait of the same id or observable
 * @param hindrance why it cannot be released now; absent where it can
 * @param releaseWith what of the same submission must be released before it or with it
 * @param audience who would get it if it were released now; absent where it cannot be
 */
@Schema(name = "ReviewComparison")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Comparison(
        List<Known> versions,
        List<Known> observable,
        List<Known> patterns,
        List<Other> held,
        @Nullable String hindrance,
        List<UUID> releaseWith,
        ObjectAudience.@Nullable Assertion audience) {

    static final int VERSIONS_MAX = 10;
    static final int PATTERNS_MAX = 10;

    /**
     * One content of the log.
     *
     * @param version {@code modified} or {@code created}; absent for an object without either
     * @param firstAdded when it came into the log
     * @param tlp the strictest that it counts as
     * @param submitters without those whose policy lets nobody know
     * @param recalled whether nobody may have it any more
     * @param sameContent whether it is the held one byte for byte; where nobody may know who sent it in, whether it has no differences
     * @param differences property by property, without {@code created_by_ref} where nobody may know who sent it in
     */
    @Schema(name = "ReviewKnown")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Known(
            String id,
            @Nullable Instant version,
            Instant firstAdded,
            @Nullable String tlp,
            List<PartnerId> submitters,
            boolean recalled,
            boolean sameContent,
            List<Difference> differences) {}

    /**
     * Another held object.
     *
     * @param id of its review
     * @param tlp what it counts as; absent for what came before this was kept
     */
    @Schema(name = "ReviewOther")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Other(
            UUID id,
            String objectId,
            String version,
            PartnerId submitter,
            @Nullable String tlp,
            List<Difference> differences) {}
}
