package org.entente.retention;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What must not be erased. */
@Path("/api/v1/retention/holds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
public class HoldsResource {

    private static final long LATEST_MILLIS = 9_999_999_999_999L;

    private final Holds holds;
    private final Liftings liftings;
    private final CurrentCaller caller;

    HoldsResource(Holds holds, Liftings liftings, CurrentCaller caller) {
        this.holds = holds;
        this.liftings = liftings;
        this.caller = caller;
    }

    /** What is to be held, exactly one of the first three, and why. */
    @Schema(name = "LegalHoldRequest")
    public record Request(
            @Nullable String object,
            @Nullable String submission,
            @Nullable String partner,
            @Nullable String reason) {

        Holds.Scope scope() {
            long named = Stream.of(
                            Optional.ofNullable(object), Optional.ofNullable(submission), Optional.ofNullable(partner))
                    .filter(Optional::isPresent)
                    .count();
            if (named != 1) {
                throw ProblemException.invalidBody("", "Name an object, a submission or a partner: one of the three.");
            }
            return new Holds.Scope(
                    Optional.ofNullable(object)
                            .map(text -> StixId.tryParse(text)
                                    .orElseThrow(() ->
                                            ProblemException.invalidBody("/object", "Must be the id of an object."))),
                    Optional.ofNullable(submission).map(Request::uuid),
                    Optional.ofNullable(partner)
                            .map(text -> PartnerId.tryParse(text)
                                    .orElseThrow(() ->
                                            ProblemException.invalidBody("/partner", "There is no such partner."))));
        }

        private static UUID uuid(String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException noId) {
                throw ProblemException.invalidBody("/submission", "Must be the id of a submission.");
            }
        }
    }

    /** Why it is to end. */
    @Schema(name = "LegalHoldLifting")
    public record Lifting(@Nullable String reason) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Hold something, so that it is not erased",
            description = "In force when the answer arrives. It changes nothing for partners, and none is told of it.")
    @APIResponseSchema(value = Hold.class, responseCode = "201", responseDescription = "Held")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "409", description = "It is being erased already")
    public Uni<RestResponse<Hold>> make(@Nullable Request body) {
        if (body == null) {
            throw ProblemException.invalidBody("", "Name an object, a submission or a partner, and the reason.");
        }
        return holds.make(body.scope(), Words.reason(body.reason()), caller.operator())
                .map(hold -> RestResponse.ResponseBuilder.<Hold>created(
                                URI.create("/api/v1/retention/holds/" + hold.id()))
                        .entity(hold)
                        .header(HttpHeaders.ETAG, VersionTag.of(hold.version()))
                        .build());
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Legal holds, the newest first", description = "With lifted=true those that ended, too.")
    public Uni<Listing<Hold>> list(
            @QueryParam("lifted") @DefaultValue("false") String lifted,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("lifted", "limit", "next"));
        Listing.Query query = Listing.Query.of(limit, next);
        if (!Set.of("true", "false").contains(lifted)) {
            throw ProblemException.invalidParameter("lifted must be true or false.");
        }
        return holds.all(lifted.equals("true")).map(found -> Listing.of(found.stream(), HoldsResource::key, query));
    }

    /** Those in force, for the console. */
    public Uni<List<Hold>> standing() {
        return holds.all(false);
    }

    private static String key(Hold hold) {
        return "%020d %s".formatted(LATEST_MILLIS - hold.madeAt().toEpochMilli(), hold.id());
    }

    @GET
    @Path("{hold}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read a legal hold", description = "The ETag is for If-Match.")
    @APIResponse(responseCode = "404", description = "There is no such hold")
    public Uni<RestResponse<Hold>> read(String hold) {
        return holds.one(RulesResource.id(hold)).map(HoldsResource::answer);
    }

    @POST
    @Path("{hold}/lifting")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Propose to lift a legal hold",
            description = "It is in force until another person approves that.")
    @APIResponse(responseCode = "404", description = "There is no such hold")
    @APIResponse(responseCode = "409", description = "It was lifted, or that was proposed, already")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<Hold>> lift(
            String hold, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable Lifting body) {
        UUID id = RulesResource.id(hold);
        String reason = Words.reason(body == null ? null : body.reason());
        return liftings.propose(id, reason, caller.operator(), ifMatch).map(HoldsResource::answer);
    }

    @POST
    @Path("{hold}/lifting/approval")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(APPROVER)
    @Operation(
            summary = "Lift a legal hold",
            description =
                    "By another person than who proposed it. If-Match is required: what is approved is what was read."
                            + " Rules in force reach what it was about with their next run.")
    @APIResponse(responseCode = "403", description = "The caller may be the one who proposed it")
    @APIResponse(responseCode = "404", description = "There is no such hold")
    @APIResponse(responseCode = "409", description = "It was lifted already, or nobody proposed that")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    @APIResponse(responseCode = "428", description = "There is no If-Match, or it names not one ETag")
    public Uni<RestResponse<Hold>> approve(String hold, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return liftings.approve(RulesResource.id(hold), caller.operator(), ifMatch)
                .map(HoldsResource::answer);
    }

    @DELETE
    @Path("{hold}/lifting")
    @RolesAllowed({APPROVER, ADMIN})
    @Operation(summary = "Decline to lift a legal hold, or withdraw that", description = "It stays in force.")
    @APIResponse(responseCode = "404", description = "There is no such hold")
    @APIResponse(responseCode = "409", description = "It was lifted already, or nobody proposed that")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<Hold>> keep(String hold, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return liftings.keep(RulesResource.id(hold), ifMatch).map(HoldsResource::answer);
    }

    private static RestResponse<Hold> answer(Hold hold) {
        return RestResponse.ResponseBuilder.ok(hold)
                .header(HttpHeaders.ETAG, VersionTag.of(hold.version()))
                .build();
    }
}
