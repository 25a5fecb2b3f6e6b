package org.entente.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What the operators are told of who gets one object. */
@Schema(name = "ObjectAudience")
public record ObjectAudience(String id, List<Assertion> assertions) {

    /**
     * Who gets one partner's assertion of one version.
     *
     * @param version {@code modified} or {@code created}; absent for an object without either
     * @param submitter absent where its policy lets nobody know
     * @param dateAdded absent for what is not submitted
     * @param released how many get it as submitted
     * @param redacted how many get a view of it
     * @param withheld how many do not get it
     * @param partners each of them, by name, as far as the query asked for
     * @param changes what would let more have it
     */
    @Schema(name = "AssertionAudience")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Assertion(
            @Nullable Instant version,
            @Nullable PartnerId submitter,
            @Nullable Instant dateAdded,
            String tlp,
            String kind,
            int released,
            int redacted,
            int withheld,
            List<Line> partners,
            List<Change> changes) {}

    /**
     * What one partner gets of it, and why.
     *
     * @param decision {@code release}, {@code redact} or {@code withhold}
     * @param rule the rule that withholds it, such as {@code above-ceiling}
     * @param policyVersion of its policy in force
     * @param policy JSON Pointer to the rule in that policy
     * @param property what of the object decided
     * @param view what is hidden or removed
     */
    @Schema(name = "PartnerDecision")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Line(
            PartnerId partner,
            String decision,
            String rule,
            long policyVersion,
            String policy,
            String property,
            String message,
            List<String> view) {}

    /**
     * A change that would let more partners have it.
     *
     * @param change such as {@code with TLP:GREEN}
     * @param more how many partners besides those who get it now
     */
    @Schema(name = "AudienceChange")
    public record Change(String change, int more) {}
}
