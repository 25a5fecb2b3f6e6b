package org.entente.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have changed, had it been in force.
 *
 * @param partner whose policy it would be
 * @param policyVersion of the policy in force, which it is compared with
 * @param since the beginning of the first day counted
 * @param entries logged since then, whoever may have them
 * @param released what the partner does not get now and would get
 * @param withheld what it gets now and would not get
 * @param redacted what it gets before and after, but with other things hidden or removed
 * @param notes differences that change when something is given rather than what
 */
@Schema(name = "PolicySimulation")
public record PolicySimulation(
        PartnerId partner,
        long policyVersion,
        Instant since,
        long entries,
        Part released,
        Part withheld,
        Part redacted,
        List<String> notes) {

    /**
     * Entries that share one fate.
     *
     * @param byOriginator without those whose submitter nobody may know
     * @param samples the newest of them
     */
    @Schema(name = "SimulatedPart")
    public record Part(
            long count,
            Map<String, Long> byKind,
            Map<String, Long> byOriginator,
            Map<String, Long> byTlp,
            List<Sample> samples) {}

    /** One of them. */
    @Schema(name = "SimulatedSample")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Sample(
            String id,
            @Nullable Instant version,
            Instant dateAdded,
            String tlp,
            @Nullable PartnerId originator) {}
}
