package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AclBinding;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/** What Kafka had otherwise than it should be, for administrators. */
@Path("/api/v1/kafka/drift")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Kafka")
public class DriftResource {

    private static final Logger LOG = Logger.getLogger(DriftResource.class);

    private final SubscriberUpkeep upkeep;

    DriftResource(SubscriberUpkeep upkeep) {
        this.upkeep = upkeep;
    }

    /**
     * @param checkedAt when topics and rules were looked at; null before this instance has
     * @param lackingTopics partners whose topics were missing and could not be made
     * @param rulesAdded access rules that were missing, and were added
     * @param rulesRemoved access rules that nobody should have, and were removed
     * @param rulesOfOthers rules by which somebody who is no partner may read partners' topics; reported and left as they are
     * @param credentialMissing partners without a credential; one has to be made and handed over. None where they have
     *     certificates
     */
    public record Drift(
            Optional<Instant> checkedAt,
            List<String> lackingTopics,
            List<String> rulesAdded,
            List<String> rulesRemoved,
            List<String> rulesOfOthers,
            List<String> credentialMissing) {

        private static final Drift UNKNOWN =
                new Drift(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());

        static Drift of(SubscriberUpkeep.Report report) {
            SubscriberUpkeep.Differences found = report.differences();
            return new Drift(
                    Optional.of(report.checkedAt()),
                    names(found.lackingTopics()),
                    rules(found.rulesAdded()),
                    rules(found.rulesRemoved()),
                    rules(found.rulesOfOthers()),
                    names(found.credentialMissing()));
        }

        private static List<String> names(Collection<PartnerId> partners) {
            return partners.stream().map(PartnerId::value).sorted().toList();
        }

        private static List<String> rules(Collection<AclBinding> rules) {
            return rules.stream()
                    .map(rule -> String.join(
                            " ",
                            rule.entry().principal(),
                            rule.entry().permissionType().name(),
                            rule.entry().operation().name(),
                            rule.pattern().resourceType().name(),
                            rule.pattern().patternType().name(),
                            rule.pattern().name()))
                    .sorted()
                    .toList();
        }
    }

    @GET
    @RolesAllowed("admin")
    @Operation(
            summary = "How Kafka differed from what it should be",
            description = "What this instance found, and repaired, when it last looked at topics and access rules.")
    public Drift last() {
        return upkeep.last().map(Drift::of).orElse(Drift.UNKNOWN);
    }

    @POST
    @RolesAllowed("admin")
    @Operation(summary = "Look at topics and access rules now, and repair them")
    @APIResponse(responseCode = "503", description = "Kafka cannot be reached.")
    public Uni<Drift> look() {
        return upkeep.run()
                .map(differences -> last())
                .onFailure(failure -> !(failure instanceof ProblemException))
                .transform(failure -> {
                    LOG.debug("Subscribers' topics and rules could not be looked at", failure);
                    return new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "Kafka cannot be reached, so nothing was compared. Try again later.");
                });
    }
}
