package org.entente.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * What a partner is told of an object: why it has it, and how many have what it sent in itself.
 *
 * @param id as the partner knows it
 * @param received absent for an object it has only because it submitted it
 * @param submitted its own assertions; empty for an object of others
 */
@Schema(name = "OwnAudience")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OwnAudience(String id, @Nullable Received received, List<Submitted> submitted) {

    /**
     * Why the partner has it.
     *
     * @param policyVersion of its policy in force
     * @param policy JSON Pointer to the rule that would withhold it first were it stricter
     * @param view what is hidden or removed
     */
    @Schema(name = "WhyReceived")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Received(
            Instant dateAdded,
            String tlp,
            long policyVersion,
            String policy,
            String property,
            String message,
            List<String> view) {}

    /**
     * Who has what it sent in, itself not counted.
     *
     * @param released how many get it as submitted; absent where its audience picks partners one by one and the policy lets
     *     only count: the number would tell who
     * @param redacted how many get a view of it
     * @param recipients who, where its policy says {@code "recipients": "named"}
     * @param changes what would let more have it
     */
    @Schema(name = "SubmittedAudience")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Submitted(
            @Nullable Instant version,
            @Nullable Instant dateAdded,
            String tlp,
            @Nullable Integer released,
            @Nullable Integer redacted,
            @Nullable List<PartnerId> recipients,
            List<ObjectAudience.Change> changes) {}
}
