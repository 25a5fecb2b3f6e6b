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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.NewAdvisory;
import org.entente.advisory.AdvisoryViews.Reason;
import org.entente.advisory.AdvisoryViews.VersionView;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.AudienceReader;
import org.entente.partner.CurrentCaller;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What is written of an advisory: drafts, and new versions of what is published. */
@Path("/api/v1/advisories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
public class DraftingResource {

    static final String CHANGED = "It was changed since the ETag in If-Match";
    static final String MOMENT = "It is not in the state for this";

    private final Advisories advisories;
    private final AudienceReader audiences;
    private final CurrentCaller caller;

    DraftingResource(Advisories advisories, AudienceReader audiences, CurrentCaller caller) {
        this.advisories = advisories;
        this.audiences = audiences;
        this.caller = caller;
    }

    @POST
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Begin an advisory",
            description = "As a draft. Its tracking id is given out here, and is final.")
    @APIResponseSchema(value = AdvisoryView.class, responseCode = "201", responseDescription = "Kept as a draft")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "422", description = "It is nested too deep, or too long, to be printed")
    public Uni<RestResponse<AdvisoryView>> write(@Nullable NewAdvisory body) {
        NewAdvisory given = given(body);
        return advisories
                .write(given.checked(audiences, List.of()), caller.operator(), given.why())
                .map(advisory -> RestResponse.ResponseBuilder.<AdvisoryView>created(
                                URI.create("/api/v1/advisories/" + advisory.trackingId()))
                        .entity(AdvisoryView.of(advisory))
                        .header(HttpHeaders.ETAG, VersionTag.of(advisory.revision()))
                        .build());
    }

    @PUT
    @Path("{advisory}")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Change a draft",
            description =
                    "What was in review or approved is a draft again. If-Match is required, so that two editors never"
                            + " overwrite one another.")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "422", description = "It is nested too deep, or too long, to be printed")
    @APIResponse(responseCode = "409", description = MOMENT)
    @APIResponse(responseCode = "412", description = CHANGED)
    @APIResponse(responseCode = "428", description = "There is no If-Match")
    public Uni<RestResponse<AdvisoryView>> edit(
            String advisory, @Nullable NewAdvisory body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        TrackingId id = id(advisory);
        NewAdvisory given = given(body);
        Step step = step(ifMatch, given.why());
        return advisories
                .read(id)
                .chain(before -> advisories.edit(
                        id, given.checked(audiences, before.wording().gathered()), step))
                .map(DraftingResource::answer);
    }

    /** The working version with the ETag that changes need, for pages. */
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    public Uni<RestResponse<AdvisoryView>> working(String advisory) {
        return advisories.read(id(advisory)).map(DraftingResource::answer);
    }

    @GET
    @Path("{advisory}/versions")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Every version of an advisory, the first first")
    @APIResponse(responseCode = "404", description = "There is no such advisory")
    public Uni<List<VersionView>> versions(String advisory) {
        TrackingId id = id(advisory);
        return advisories
                .read(id)
                .chain(() -> advisories.versions(id))
                .map(versions -> versions.stream().map(VersionView::of).toList());
    }

    @POST
    @Path("{advisory}/amendment")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Begin a new version of what is published",
            description = "A draft that says the same at first. What is published stands until the new version is.")
    @APIResponse(responseCode = "409", description = MOMENT)
    @APIResponse(responseCode = "412", description = CHANGED)
    public Uni<RestResponse<AdvisoryView>> amend(
            String advisory, @Nullable Reason body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return advisories
                .amend(id(advisory), step(ifMatch, Optional.of(needed(body))))
                .map(DraftingResource::answer);
    }

    @DELETE
    @Path("{advisory}/amendment")
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Give up a new version",
            description = "What is published stands. The history keeps its wordings.")
    @APIResponse(responseCode = "409", description = "There is no new version")
    @APIResponse(responseCode = "412", description = CHANGED)
    public Uni<RestResponse<AdvisoryView>> discard(
            String advisory, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return advisories.discard(id(advisory), step(ifMatch, Optional.empty())).map(DraftingResource::answer);
    }

    static RestResponse<AdvisoryView> answer(Advisory advisory) {
        return RestResponse.ResponseBuilder.ok(AdvisoryView.of(advisory))
                .header(HttpHeaders.ETAG, VersionTag.of(advisory.revision()))
                .build();
    }

    private Step step(@Nullable String ifMatch, Optional<String> reason) {
        return new Step(caller.operator(), ifMatch, reason);
    }

    static String needed(@Nullable Reason body) {
        return given(body).needed();
    }

    static <T> T given(@Nullable T body) {
        if (body == null) {
            throw ProblemException.invalidBody("", "A JSON object is expected.");
        }
        return body;
    }

    static TrackingId id(String name) {
        return TrackingId.tryParse(name).orElseThrow(ProblemException::notFound);
    }
}
