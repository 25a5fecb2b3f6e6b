package org.entente.advisory;

import static org.entente.advisory.DraftingResource.CHANGED;
import static org.entente.advisory.DraftingResource.MOMENT;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.Reason;
import org.entente.partner.CurrentCaller;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What becomes of an advisory that is written: reviewed by a second person, published, withdrawn. */
@Path("/api/v1/advisories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
public class DecisionsResource {

    private static final String JSON = MediaType.APPLICATION_JSON;

    private final Advisories advisories;
    private final Circulation circulation;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    DecisionsResource(Advisories advisories, Circulation circulation, CurrentCaller caller, ObjectMapper json) {
        this.advisories = advisories;
        this.circulation = circulation;
        this.caller = caller;
        this.json = json;
    }

    @POST
    @Path("{advisory}/submission")
    // The body may be absent, and then there is no media type: bound to JSON, the framework would refuse that. So
    // below.
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(summary = "Ask for a second person")
    @APIResponse(responseCode = "409", description = MOMENT)
    @APIResponse(responseCode = "412", description = CHANGED)
    public Uni<RestResponse<AdvisoryView>> submit(
            String advisory,
            @RequestBody(content = @Content(mediaType = JSON, schema = @Schema(implementation = Reason.class)))
                    @Nullable
                    String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch)
            throws JsonProcessingException {
        return advisories
                .submit(DraftingResource.id(advisory), step(ifMatch, reason(body)))
                .map(DraftingResource::answer);
    }

    @POST
    @Path("{advisory}/approval")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(APPROVER)
    @Operation(
            summary = "Agree to what is in review",
            description =
                    "By somebody who neither wrote, edited nor submitted this version. If-Match must be the very ETag:"
                            + " what is approved is what was read.")
    @APIResponse(
            responseCode = "403",
            description = "The caller, or whoever made a credential of theirs, had a hand in it")
    @APIResponse(responseCode = "409", description = MOMENT)
    @APIResponse(responseCode = "412", description = CHANGED)
    @APIResponse(responseCode = "428", description = "There is no If-Match")
    public Uni<RestResponse<AdvisoryView>> approve(
            String advisory,
            @RequestBody(content = @Content(mediaType = JSON, schema = @Schema(implementation = Reason.class)))
                    @Nullable
                    String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch)
            throws JsonProcessingException {
        return advisories
                .approve(DraftingResource.id(advisory), step(ifMatch, reason(body)))
                .map(DraftingResource::answer);
    }

    @POST
    @Path("{advisory}/rejection")
    @RolesAllowed(APPROVER)
    @Operation(summary = "Decline what is in review or approved", description = "It is a draft again.")
    @APIResponse(responseCode = "409", description = MOMENT)
    @APIResponse(responseCode = "412", description = CHANGED)
    public Uni<RestResponse<AdvisoryView>> reject(
            String advisory, @Nullable Reason body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return advisories
                .reject(DraftingResource.id(advisory), step(ifMatch, Optional.of(DraftingResource.needed(body))))
                .map(DraftingResource::answer);
    }

    @POST
    @Path("{advisory}/publication")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Publish what is approved",
            description =
                    "To everybody who may have it, by every exit. Whoever it is not for any more loses the versions before. If-Match"
                            + " must be the very ETag.")
    @APIResponse(responseCode = "409", description = "It is not approved, or a gathered object was recalled")
    @APIResponse(responseCode = "412", description = CHANGED)
    @APIResponse(responseCode = "428", description = "There is no If-Match")
    @APIResponse(
            responseCode = "503",
            description = "A version before, for others too, is not in the log yet; see Retry-After")
    public Uni<RestResponse<AdvisoryView>> publish(
            String advisory,
            @RequestBody(content = @Content(mediaType = JSON, schema = @Schema(implementation = Reason.class)))
                    @Nullable
                    String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch)
            throws JsonProcessingException {
        return circulation
                .publish(DraftingResource.id(advisory), caller.operatorCaller(), step(ifMatch, reason(body)))
                .map(DraftingResource::answer);
    }

    @POST
    @Path("{advisory}/withdrawal")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Withdraw an advisory, published or not",
            description =
                    "For good. Published versions are recalled: whoever had one is told the reason, and no exit serves it"
                            + " when the answer arrives.")
    @APIResponse(responseCode = "409", description = "It is withdrawn already")
    @APIResponse(responseCode = "412", description = CHANGED)
    @APIResponse(responseCode = "503", description = "Another advisory is being withdrawn; see Retry-After")
    public Uni<RestResponse<AdvisoryView>> withdraw(
            String advisory, @Nullable Reason body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return circulation
                .withdraw(
                        DraftingResource.id(advisory),
                        caller.operatorCaller(),
                        step(ifMatch, Optional.of(DraftingResource.needed(body))))
                .map(DraftingResource::answer);
    }

    private Step step(@Nullable String ifMatch, Optional<String> reason) {
        return new Step(caller.operator(), ifMatch, reason);
    }

    private Optional<String> reason(@Nullable String body) throws JsonProcessingException {
        return body == null || body.isBlank()
                ? Optional.empty()
                : DraftingResource.given(json.readValue(body, Reason.class)).optional();
    }
}
