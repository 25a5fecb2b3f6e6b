package org.entente.audit;

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
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.audit.AuditTrail.Filter;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.Moments;
import org.entente.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** The audit trail, for those who watch and those who run the exchange. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
public class AuditResource {

    private static final Set<String> PARAMETERS =
            Set.of("actor", "action", "subjectKind", "subject", "since", "until", "request", "limit", "next");

    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @RolesAllowed({"auditor", "admin"})
    @Operation(
            summary = "What was done, newest first",
            description = "Every filter must hold. Actions are of a fixed catalogue; an unknown one is refused.")
    public Uni<Listing<AuditEvent>> list(
            @Parameter(description = "Name of an operator or partner") @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("subjectKind") @Nullable String subjectKind,
            @QueryParam("subject") @Nullable String subject,
            @Parameter(description = "Date and time, RFC 3339; inclusive") @QueryParam("since") @Nullable String since,
            @Parameter(description = "Date and time, RFC 3339; exclusive") @QueryParam("until") @Nullable String until,
            @Parameter(description = "The X-Request-Id of an answer") @QueryParam("request") @Nullable String request,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        Listing.Query query = Listing.Query.of(limit, next);
        Filter wanted = new Filter(
                Optional.ofNullable(actor),
                Optional.ofNullable(action).map(AuditResource::action),
                Optional.ofNullable(subjectKind),
                Optional.ofNullable(subject),
                Optional.ofNullable(since).map(text -> Moments.read("since", text)),
                Optional.ofNullable(until).map(text -> Moments.read("until", text)),
                Optional.ofNullable(request));
        return trail.find(wanted, before(query.after()), query.limit() + 1)
                .map(found -> Listing.first(found, query.limit(), event -> Long.toString(event.number())));
    }

    private static Action action(String label) {
        return Action.ofLabel(label)
                .orElseThrow(() -> ProblemException.invalidParameter("action must be one of "
                        + Arrays.stream(Action.values()).map(Action::label).collect(Collectors.joining(", ")) + "."));
    }

    private static long before(String key) {
        try {
            return key.isEmpty() ? Long.MAX_VALUE : Long.parseLong(key);
        } catch (NumberFormatException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }
}
