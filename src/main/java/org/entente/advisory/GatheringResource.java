package org.entente.advisory;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.Gathering.Merge;
import org.entente.advisory.Gathering.Wanted;
import org.entente.http.VersionTag;
import org.entente.partner.CurrentCaller;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What an advisory gathers, and who would get it. */
@Path("/api/v1/advisories/{advisory}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
public class GatheringResource {

    private final Advisories advisories;
    private final Gathering gathering;
    private final AudienceForecast forecast;
    private final CurrentCaller caller;

    GatheringResource(Advisories advisories, Gathering gathering, AudienceForecast forecast, CurrentCaller caller) {
        this.advisories = advisories;
        this.gathering = gathering;
        this.forecast = forecast;
        this.caller = caller;
    }

    /**
     * What became of a gathering.
     *
     * @param merged objects that mean the same, of which one was kept
     */
    @Schema(name = "AdvisoryGathered")
    public record GatheredView(AdvisoryView advisory, List<Merge> merged) {}

    @POST
    @Path("gathered")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Gather objects of the log",
            description =
                    "By id, or all of a submission or of a container. Observables of the same value and indicators with"
                            + " equivalent patterns are merged: the one that most partners may have is kept. They stay their submitters'"
                            + " assertions: each reader gets the advisory with those it may have.")
    @APIResponse(responseCode = "200", description = "The advisory afterwards, and what was merged")
    @APIResponse(responseCode = "400", description = "An object or submission is not there")
    @APIResponse(responseCode = "409", description = "It is not a draft")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    @APIResponse(responseCode = "428", description = "There is no If-Match")
    public Uni<RestResponse<GatheredView>> gather(
            String advisory, @Nullable Wanted body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        Wanted wanted = DraftingResource.given(body);
        Optional<String> reason = Optional.ofNullable(wanted.reason()).map(AdvisoryViews::checkedReason);
        return gathering
                .add(DraftingResource.id(advisory), wanted, new Step(caller.operator(), ifMatch, reason))
                .map(gathered -> RestResponse.ResponseBuilder.ok(
                                new GatheredView(AdvisoryView.of(gathered.advisory()), gathered.merged()))
                        .header(
                                HttpHeaders.ETAG,
                                VersionTag.of(gathered.advisory().revision()))
                        .build());
    }

    @DELETE
    @Path("gathered/{object}")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(summary = "Leave a gathered object out again")
    @APIResponse(responseCode = "404", description = "It is not gathered")
    @APIResponse(responseCode = "409", description = "It is not a draft")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<AdvisoryView>> remove(
            String advisory, String object, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return gathering
                .remove(DraftingResource.id(advisory), object, new Step(caller.operator(), ifMatch, Optional.empty()))
                .map(DraftingResource::answer);
    }

    @GET
    @Path("audience")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Who would get the working version",
            description =
                    "Every partner with the rule that decides, who would get it without which gathered object, and what"
                            + " to look at before approving.")
    @APIResponse(responseCode = "404", description = "There is no such advisory")
    public Uni<AdvisoryAudience> audience(String advisory) {
        return advisories.read(DraftingResource.id(advisory)).chain(forecast::of);
    }
}
