package org.entente.partner;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.Views.CommunityView;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Communities, for operators; a partner sees those it is in. */
@Path("/api/v1/communities")
@Tag(name = "Communities")
public class CommunitiesResource {

    private final CurrentCaller caller;
    private final StoredPartners directory;
    private final CommunityService communities;

    CommunitiesResource(CurrentCaller caller, StoredPartners directory, CommunityService communities) {
        this.caller = caller;
        this.directory = directory;
        this.communities = communities;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(summary = "List communities by name", description = "A partner sees those it is in.")
    public Uni<Listing<CommunityView>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Caller who = caller.get();
        Listing.Query query = Listing.Query.of(limit, next);
        return directory
                .fresh()
                .map(snapshot -> Listing.of(
                        snapshot.communities().values().stream()
                                .filter(community -> new Visibility(who, snapshot).sees(community.id()))
                                .map(community -> view(snapshot, community)),
                        view -> view.id().value(),
                        query));
    }

    @POST
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Create a community",
            description = "It has no members yet, and a TAXII collection of its name.")
    @APIResponseSchema(value = CommunityView.class, responseCode = "201", responseDescription = "Created")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Uni<RestResponse<CommunityView>> create(Bodies.@Nullable NewCommunity body) {
        Bodies.NewCommunity community = Bodies.given(body).checked();
        return communities
                .create(community.id(), community.title())
                .chain(directory::fresh)
                .map(snapshot -> RestResponse.ResponseBuilder.<CommunityView>created(
                                URI.create("/api/v1/communities/" + community.id()))
                        .entity(view(snapshot, found(snapshot, community.id())))
                        .build());
    }

    @GET
    @Path("{community}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(summary = "Read a community and its members", description = "The ETag is for If-Match on PUT.")
    @APIResponse(responseCode = "404", description = "There is none of this name that the caller may see")
    public Uni<RestResponse<CommunityView>> read(String community) {
        Caller who = caller.get();
        return directory.fresh().map(snapshot -> answer(snapshot, new Visibility(who, snapshot).community(community)));
    }

    @PUT
    @Path("{community}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "Change a community's title")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<CommunityView>> change(
            String community,
            Bodies.@Nullable CommunityChange body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        CommunityId id = id(community);
        return communities.change(id, Bodies.given(body).checked(), ifMatch).chain(() -> afterwards(id));
    }

    @PUT
    @Path("{community}/members/{partner}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "Make a partner a member", description = "Changes nothing if it is one.")
    public Uni<RestResponse<CommunityView>> join(String community, String partner) {
        CommunityId id = id(community);
        return communities.join(id, partnerId(partner)).chain(() -> afterwards(id));
    }

    @DELETE
    @Path("{community}/members/{partner}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "End a membership", description = "Changes nothing if there is none.")
    public Uni<RestResponse<CommunityView>> leave(String community, String partner) {
        CommunityId id = id(community);
        return communities.leave(id, partnerId(partner)).chain(() -> afterwards(id));
    }

    private Uni<RestResponse<CommunityView>> afterwards(CommunityId id) {
        return directory.fresh().map(snapshot -> answer(snapshot, found(snapshot, id)));
    }

    private static RestResponse<CommunityView> answer(Snapshot snapshot, Snapshot.CommunityFacts facts) {
        return RestResponse.ResponseBuilder.ok(view(snapshot, facts))
                .header(HttpHeaders.ETAG, VersionTag.of(facts.version()))
                .build();
    }

    private static CommunityView view(Snapshot snapshot, Snapshot.CommunityFacts facts) {
        Directory.@Nullable Community community =
                snapshot.directory().communities().get(facts.id());
        if (community == null) {
            throw new IllegalStateException("A snapshot holds the same communities twice");
        }
        return CommunityView.of(community, facts);
    }

    private static CommunityId id(String name) {
        return CommunityId.tryParse(name).orElseThrow(ProblemException::notFound);
    }

    private static PartnerId partnerId(String name) {
        return PartnerId.tryParse(name).orElseThrow(ProblemException::notFound);
    }

    private static Snapshot.CommunityFacts found(Snapshot snapshot, CommunityId id) {
        return snapshot.community(id).orElseThrow(ProblemException::notFound);
    }
}
