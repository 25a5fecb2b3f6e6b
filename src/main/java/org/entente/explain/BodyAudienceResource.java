package org.entente.explain;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.intake.Foresight.Draft;
import org.entente.partner.Caller;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Who would get a bundle that is not submitted yet. */
@Path("/api/v1/audience")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audience")
class BodyAudienceResource {

    private static final Set<String> PARAMETERS =
            Set.of("submitter", "communities", "partners", "exceptions", "exceptCommunities");

    private final ForetoldAudience foretold;
    private final CurrentCaller caller;

    BodyAudienceResource(ForetoldAudience foretold, CurrentCaller caller) {
        this.foretold = foretold;
        this.caller = caller;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/stix+json"})
    @RolesAllowed({SUBMITTER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Who would get the objects of a bundle",
            description = "Nothing is kept. A partner is told how many would get each object, operators who and why.")
    @APIResponse(responseCode = "200", description = "One answer an object, in order")
    @APIResponse(responseCode = "400", description = "The body or a parameter cannot be read")
    public Uni<BodyAudience> foretell(
            @RequestBody(description = "A STIX 2.1 bundle", required = true) byte @Nullable [] body,
            @Parameter(description = "For operators, and required of them: the partner that would submit it")
                    @QueryParam("submitter")
                    @Nullable
                    String submitter,
            @QueryParam("communities") List<String> communities,
            @QueryParam("partners") List<String> partners,
            @QueryParam("exceptions") List<String> exceptions,
            @QueryParam("exceptCommunities") List<String> exceptCommunities,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        boolean forSubmitter = caller.get() instanceof Caller.PartnerCaller;
        Draft draft = new Draft(
                forSubmitter ? caller.partner() : named(submitter),
                body == null ? new byte[0] : body,
                communities,
                partners,
                exceptions,
                exceptCommunities);
        return foretold.of(draft, forSubmitter);
    }

    private static PartnerId named(@Nullable String submitter) {
        return Optional.ofNullable(submitter)
                .flatMap(PartnerId::tryParse)
                .orElseThrow(() ->
                        ProblemException.invalidParameter("submitter must be the partner that would submit the body."));
    }
}
