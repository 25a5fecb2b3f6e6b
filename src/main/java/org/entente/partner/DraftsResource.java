package org.entente.partner;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.PolicyViews.DraftView;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Changes of a trust policy, each by two persons. */
@Path("/api/v1/partners/{partner}/policy/drafts")
@Tag(name = "Policies")
public class DraftsResource {

    private static final String STALE =
            "It is not in the state for this, or another version is in force than it rests on";

    private final CurrentCaller caller;
    private final StoredPartners directory;
    private final PolicyDrafts drafts;
    private final ObjectMapper json;

    DraftsResource(CurrentCaller caller, StoredPartners directory, PolicyDrafts drafts, ObjectMapper json) {
        this.caller = caller;
        this.directory = directory;
        this.drafts = drafts;
        this.json = json;
    }

    @POST
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Propose a policy",
            description =
                    "A draft that rests on the version in force. What the document leaves out allows nothing, and is"
                            + " spelled out in the answer.")
    @APIResponseSchema(value = DraftView.class, responseCode = "201", responseDescription = "Kept as a draft")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    public Uni<RestResponse<DraftView>> write(String partner, Bodies.@Nullable NewDraft body) {
        OperatorId by = caller.operator();
        PartnerId id = id(partner);
        Bodies.NewDraft given = Bodies.given(body);
        return proposal(given)
                .chain(proposal -> drafts.write(id, proposal, by))
                .map(draft -> RestResponse.ResponseBuilder.<DraftView>created(
                                URI.create("/api/v1/partners/" + id + "/policy/drafts/" + draft.number()))
                        .entity(DraftView.of(draft))
                        .header(HttpHeaders.ETAG, VersionTag.of(draft.version()))
                        .build());
    }

    private Uni<PolicyDrafts.Proposal> proposal(Bodies.NewDraft given) {
        return directory.fresh().map(snapshot -> given.checked(snapshot.directory()));
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "List drafts, the oldest first", description = "Kept for good, whatever became of them.")
    public Uni<Listing<DraftView>> list(
            String partner,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        Optional<PolicyDraft.State> only = state(state);
        long after = PoliciesResource.after(query);
        return existing(partner)
                .chain(id -> drafts.drafts(id, only, after, query.limit() + 1))
                .map(found -> Listing.of(
                        found.stream().map(DraftView::listed), view -> PoliciesResource.key(view.number()), query));
    }

    private static Optional<PolicyDraft.State> state(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        Optional<PolicyDraft.State> state = PolicyDraft.State.ofLabel(label);
        if (state.isEmpty()) {
            throw ProblemException.invalidParameter("state must be one of "
                    + Arrays.stream(PolicyDraft.State.values())
                            .map(PolicyDraft.State::label)
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        return state;
    }

    private Uni<PartnerId> existing(String partner) {
        Caller who = caller.get();
        return directory
                .fresh()
                .map(snapshot -> new Visibility(who, snapshot).partner(partner).id());
    }

    @GET
    @Path("{number}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read a draft and its history", description = "The ETag is for If-Match.")
    public Uni<RestResponse<DraftView>> read(String partner, long number) {
        return drafts.draft(id(partner), number).map(DraftsResource::answer);
    }

    @PUT
    @Path("{number}")
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Change an open draft",
            description = "It then rests on the version in force; a submitted one has to be submitted again. Whoever"
                    + " edits it cannot approve it.")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "409", description = "It is no longer open")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<DraftView>> edit(
            String partner,
            long number,
            Bodies.@Nullable NewDraft body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        OperatorId by = caller.operator();
        PartnerId id = id(partner);
        return proposal(Bodies.given(body))
                .chain(proposal -> drafts.edit(id, number, proposal, by, ifMatch))
                .map(DraftsResource::answer);
    }

    @POST
    @Path("{number}/submission")
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Ask for a second person")
    @APIResponse(responseCode = "409", description = STALE)
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<DraftView>> submit(
            String partner, long number, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return drafts.submit(id(partner), number, caller.operator(), ifMatch).map(DraftsResource::answer);
    }

    @POST
    @Path("{number}/approval")
    // The body may be absent, and then there is no media type: bound to JSON, the framework would refuse that.
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(APPROVER)
    @Operation(
            summary = "Put a submitted draft in force",
            description = "By somebody who neither wrote, edited nor submitted it. The answer comes when every exit"
                    + " follows it. If-Match is required: what is approved is what was read.")
    @APIResponse(
            responseCode = "403",
            description = "The caller, or whoever made a credential of theirs, had a hand in it")
    @APIResponse(responseCode = "409", description = STALE)
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    @APIResponse(responseCode = "428", description = "There is no If-Match")
    public Uni<RestResponse<DraftView>> approve(
            String partner,
            long number,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = Bodies.Approval.class)))
                    @Nullable
                    String body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch)
            throws JsonProcessingException {
        return drafts.approve(id(partner), number, caller.operator(), reason(body), ifMatch)
                .map(DraftsResource::answer);
    }

    private Optional<String> reason(@Nullable String body) throws JsonProcessingException {
        return body == null || body.isBlank()
                ? Optional.empty()
                : Bodies.given(json.readValue(body, Bodies.Approval.class)).checked();
    }

    @POST
    @Path("{number}/rejection")
    @RolesAllowed(APPROVER)
    @Operation(summary = "Decline a submitted draft", description = "For good: a better one is a new draft.")
    @APIResponse(responseCode = "409", description = "It is not submitted")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<DraftView>> reject(
            String partner,
            long number,
            Bodies.@Nullable Rejection body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        String reason = Bodies.given(body).checked();
        return drafts.reject(id(partner), number, caller.operator(), reason, ifMatch)
                .map(DraftsResource::answer);
    }

    @DELETE
    @Path("{number}")
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Withdraw an open draft",
            description = "By its author or an administrator. It stays on record as withdrawn.")
    @APIResponse(responseCode = "204", description = "It is withdrawn")
    @APIResponse(responseCode = "403", description = "The caller is neither its author nor an administrator")
    @APIResponse(responseCode = "409", description = "It is no longer open")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<Void> withdraw(
            String partner, long number, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return drafts.withdraw(id(partner), number, caller.operatorCaller(), ifMatch)
                .replaceWithVoid();
    }

    private static RestResponse<DraftView> answer(PolicyDraft draft) {
        return RestResponse.ResponseBuilder.ok(DraftView.of(draft))
                .header(HttpHeaders.ETAG, VersionTag.of(draft.version()))
                .build();
    }

    private static PartnerId id(String name) {
        return PartnerId.tryParse(name).orElseThrow(ProblemException::notFound);
    }
}
