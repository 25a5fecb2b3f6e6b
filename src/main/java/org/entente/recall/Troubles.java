package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.log.RecallTroubles;
import org.entente.log.RecallTroubles.Trouble;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** What the background work of recalls cannot do at the moment, for operators. */
@Path("/api/v1/recall-troubles")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recalls")
class Troubles {

    private static final Set<String> PARAMETERS = Set.of("limit", "next");

    private final RecallTroubles troubles;
    private final Clock clock;

    Troubles(RecallTroubles troubles, Clock clock) {
        this.troubles = troubles;
        this.clock = clock;
    }

    /**
     * One failure that lasts.
     *
     * @param work policy: a partner is not told yet what its policy took; marking: older versions are not taken back yet; rewriting:
     *     a large recall is in force, but not everybody is told yet
     * @param subject the partner, the object, or the recall
     * @param oneObject whether only one object of it is left out and the rest went on
     * @param nextAt when it is tried again
     */
    @Schema(name = "RecallTrouble")
    record View(
            UUID id,
            String work,
            String subject,
            boolean oneObject,
            int attempts,
            Instant since,
            long ageSeconds,
            Instant nextAt,
            String message) {}

    @GET
    @RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    @Operation(
            summary = "What fails of recalls and is tried again, oldest first",
            description = "Empty when all is well. The others go on meanwhile.")
    public Uni<Listing<View>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        Listing.Query query = Listing.Query.of(limit, next);
        Optional<UUID> after =
                query.after().isEmpty() ? Optional.empty() : Optional.of(RecallsResource.id(query.after()));
        return troubles.list(after, query.limit() + 1)
                .map(found -> Listing.ofFound(
                        found.stream().map(this::view).toList(),
                        view -> view.id().toString(),
                        query));
    }

    private View view(Trouble trouble) {
        return new View(
                trouble.id(),
                trouble.subject().work().label(),
                trouble.subject().subject(),
                trouble.subject().position() != 0,
                trouble.attempts(),
                trouble.since(),
                Math.max(0, Duration.between(trouble.since(), clock.instant()).toSeconds()),
                trouble.nextAt(),
                trouble.message());
    }

    /** Its kind and no more: messages of a database may quote what it holds. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }
}
