package org.entente.advisory;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.AdvisoryRows.Place;
import org.entente.advisory.AdvisoryRows.Search;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Advisories, found and read. */
@Path("/api/v1/advisories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
class AdvisoriesResource {

    private static final Set<String> PARAMETERS = Set.of("state", "cve", "text", "limit", "next");

    private final Advisories advisories;

    AdvisoriesResource(Advisories advisories) {
        this.advisories = advisories;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "List advisories, the last changed first")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    public Uni<Listing<AdvisoryView>> list(
            @Parameter(description = "draft, in-review, approved, published, amended or withdrawn")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "A CVE id that it is about") @QueryParam("cve") @Nullable String cve,
            @Parameter(description = "Stands in it, in any case, or is its tracking id") @QueryParam("text") @Nullable
                    String text,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        Listing.Query query = Listing.Query.of(limit, next);
        Search search = new Search(
                Optional.ofNullable(state).map(AdvisoriesResource::state),
                Optional.ofNullable(cve).map(String::toUpperCase),
                Optional.ofNullable(text).filter(asked -> !asked.isBlank()),
                place(query.after()),
                query.limit() + 1);
        return advisories
                .list(search)
                .map(found -> Listing.first(
                        found.stream().map(AdvisoryView::listed).toList(),
                        query.limit(),
                        view -> view.changedAt() + " " + view.trackingId()));
    }

    private static State state(String label) {
        return State.ofLabel(label)
                .orElseThrow(() -> ProblemException.invalidParameter("state must be one of "
                        + Arrays.stream(State.values()).map(State::label).collect(Collectors.joining(", ")) + "."));
    }

    private static Optional<Place> place(String after) {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        int space = after.indexOf(' ');
        try {
            return Optional.of(
                    new Place(Instant.parse(after.substring(0, Math.max(0, space))), after.substring(space + 1)));
        } catch (DateTimeException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    @GET
    @Path("{advisory}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read an advisory", description = "The ETag is for If-Match.")
    @APIResponse(responseCode = "404", description = "There is no such advisory")
    public Uni<RestResponse<AdvisoryView>> read(String advisory) {
        return advisories.read(DraftingResource.id(advisory)).map(DraftingResource::answer);
    }
}
