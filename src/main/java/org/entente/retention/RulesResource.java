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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
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
import org.entente.retention.Rule.Since;
import org.entente.retention.Rule.State;
import org.entente.stix.Tlp;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** For how long things may be kept. */
@Path("/api/v1/retention/rules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
public class RulesResource {

    private static final int DAYS_MAX = 36_500;
    private static final int NAMES_MAX = 50;
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{3,250}");

    private final Rules rules;
    private final CurrentCaller caller;

    RulesResource(Rules rules, CurrentCaller caller) {
        this.rules = rules;
        this.caller = caller;
    }

    /**
     * What a rule is to say.
     *
     * @param tlp labels such as {@code TLP:RED}; absent for all
     * @param kinds STIX types; absent for all
     * @param since {@code accepted}, or {@code valid-until} for indicators that have one
     */
    @Schema(name = "RetentionRuleRequest")
    public record Request(
            @Nullable List<String> tlp,
            @Nullable List<String> kinds,
            @Nullable Integer days,
            @Nullable String since,
            @Nullable String reason) {

        Rules.Proposal checked() {
            Since from = Since.ofLabel(since == null ? Since.ACCEPTED.label() : since)
                    .orElseThrow(() -> ProblemException.invalidBody("/since", "Must be accepted or valid-until."));
            int least = from == Since.ACCEPTED ? 1 : 0;
            if (days == null || days < least || days > DAYS_MAX) {
                throw ProblemException.invalidBody("/days", "Must be " + least + " to " + DAYS_MAX + ".");
            }
            return new Rules.Proposal(levels(), types(), days, from, Words.reason(reason));
        }

        private @Nullable List<String> levels() {
            if (tlp == null) {
                return null;
            }
            isSome(tlp, "/tlp");
            List<String> levels = new ArrayList<>();
            for (int i = 0; i < tlp.size(); i++) {
                String pointer = "/tlp/" + i;
                levels.add(Tlp.ofLabel(String.valueOf(tlp.get(i)))
                        .orElseThrow(
                                () -> ProblemException.invalidBody(pointer, "Must be a TLP level such as TLP:RED."))
                        .label());
            }
            return levels.stream().distinct().toList();
        }

        private @Nullable List<String> types() {
            if (kinds == null) {
                return null;
            }
            isSome(kinds, "/kinds");
            for (int i = 0; i < kinds.size(); i++) {
                if (!KIND.matcher(String.valueOf(kinds.get(i))).matches()) {
                    throw ProblemException.invalidBody("/kinds/" + i, "Must be a STIX type such as indicator.");
                }
            }
            return kinds.stream().distinct().toList();
        }

        private static void isSome(List<String> names, String pointer) {
            if (names.isEmpty() || names.size() > NAMES_MAX) {
                throw ProblemException.invalidBody(
                        pointer, "Name 1 to " + NAMES_MAX + ", or leave it out, which stands for all.");
            }
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Propose a rule of retention",
            description =
                    "In force once another person approves it. Each is an upper bound: what any rule in force says"
                            + " must go, goes, unless it is under a legal hold. Advisories of the exchange itself stay.")
    @APIResponseSchema(value = Rule.class, responseCode = "201", responseDescription = "Proposed")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "409", description = "There are too many rules")
    public Uni<RestResponse<Rule>> propose(@Nullable Request body) {
        if (body == null) {
            throw ProblemException.invalidBody("", "Say what is to be erased when.");
        }
        return rules.propose(body.checked(), caller.operator())
                .map(rule -> RestResponse.ResponseBuilder.<Rule>created(
                                URI.create("/api/v1/retention/rules/" + rule.id()))
                        .entity(rule)
                        .header(HttpHeaders.ETAG, VersionTag.of(rule.version()))
                        .build());
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Rules of retention, the oldest first",
            description = "Kept for good, whatever became of them.")
    public Uni<Listing<Rule>> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("state", "limit", "next"));
        Listing.Query query = Listing.Query.of(limit, next);
        return rules.all(state(state))
                .map(found -> Listing.of(
                        found.stream(),
                        rule -> "%020d %s".formatted(rule.proposedAt().toEpochMilli(), rule.id()),
                        query));
    }

    /** Those that are proposed or in force, for the console. */
    public Uni<List<Rule>> standing() {
        return rules.all(Optional.empty())
                .map(all -> all.stream()
                        .filter(rule -> rule.state() == State.PROPOSED || rule.state() == State.ACTIVE)
                        .toList());
    }

    private static Optional<State> state(@Nullable String label) {
        if (label == null) {
            return Optional.empty();
        }
        Optional<State> state = State.ofLabel(label);
        if (state.isEmpty()) {
            throw ProblemException.invalidParameter("state must be proposed, active, rejected, withdrawn or ended.");
        }
        return state;
    }

    @GET
    @Path("{rule}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read a rule of retention", description = "The ETag is for If-Match.")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    public Uni<RestResponse<Rule>> read(String rule) {
        return rules.one(id(rule)).map(RulesResource::answer);
    }

    @POST
    @Path("{rule}/approval")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(APPROVER)
    @Operation(
            summary = "Put a proposed rule in force",
            description =
                    "By another person than who proposed it. If-Match is required: what is approved is what was read.")
    @APIResponse(responseCode = "403", description = "The caller may be the one who proposed it")
    @APIResponse(responseCode = "409", description = "It is not proposed")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    @APIResponse(responseCode = "428", description = "There is no If-Match, or it names not one ETag")
    public Uni<RestResponse<Rule>> approve(String rule, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return rules.approve(id(rule), caller.operator(), ifMatch).map(RulesResource::answer);
    }

    @POST
    @Path("{rule}/rejection")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(APPROVER)
    @Operation(summary = "Decline a proposed rule")
    @APIResponse(responseCode = "409", description = "It is not proposed")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<Rule>> reject(String rule, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return rules.reject(id(rule), caller.operator(), ifMatch).map(RulesResource::answer);
    }

    @DELETE
    @Path("{rule}")
    @RolesAllowed({CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "End a rule, or withdraw a proposed one",
            description =
                    "Nothing more is erased under it. A proposal is withdrawn by who made it or an administrator.")
    @APIResponse(responseCode = "403", description = "The caller neither proposed it nor is an administrator")
    @APIResponse(responseCode = "409", description = "It is neither proposed nor in force")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<Rule>> end(String rule, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return rules.end(id(rule), caller.operatorCaller(), ifMatch).map(RulesResource::answer);
    }

    private static RestResponse<Rule> answer(Rule rule) {
        return RestResponse.ResponseBuilder.ok(rule)
                .header(HttpHeaders.ETAG, VersionTag.of(rule.version()))
                .build();
    }

    /** What is no id cannot be the id of anything. */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }
}
