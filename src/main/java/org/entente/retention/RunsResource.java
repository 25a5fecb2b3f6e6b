package org.entente.retention;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.CurrentCaller;
import org.entente.retention.Rule.State;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What following the rules did, and would do. */
@Path("/api/v1/retention")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
public class RunsResource {

    private final RunBook runs;
    private final Rules rules;
    private final Due due;
    private final Keeper keeper;
    private final RetentionConfig config;
    private final CurrentCaller caller;

    RunsResource(RunBook runs, Rules rules, Due due, Keeper keeper, RetentionConfig config, CurrentCaller caller) {
        this.runs = runs;
        this.rules = rules;
        this.due = due;
        this.keeper = keeper;
        this.config = config;
        this.caller = caller;
    }

    /**
     * What would be erased now, and is not.
     *
     * @param scheduled whether the exchange follows the rules in force by itself
     */
    @Schema(name = "RetentionPreview")
    public record Preview(boolean scheduled, List<Expected> rules) {
        public Preview {
            rules = List.copyOf(rules);
        }
    }

    /**
     * @param says the rule in words
     * @param due entries that a run would erase under it; one may be due under several rules
     * @param held entries that it would but for legal holds
     * @param left entries that it would but for recalls of them that fail and are tried again
     */
    @Schema(name = "RetentionExpected")
    public record Expected(Rule rule, String says, long due, long held, long left) {}

    @GET
    @Path("preview")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What a run would erase now",
            description = "Of each rule proposed or in force. Counts entries of the log; changes nothing.")
    public Uni<Preview> preview(@Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        return expected().map(found -> new Preview(config.enabled(), found));
    }

    /** Of each rule proposed or in force; for the console, too. */
    public Uni<List<Expected>> expected() {
        return rules.all(Optional.empty()).chain(all -> {
            Uni<List<Expected>> expected = Uni.createFrom().item(new ArrayList<>());
            for (Rule rule : all) {
                if (rule.state() == State.ACTIVE || rule.state() == State.PROPOSED) {
                    expected = expected.chain(before -> due.count(rule).map(count -> {
                        before.add(new Expected(rule, rule.says(), count.due(), count.held(), count.left()));
                        return before;
                    }));
                }
            }
            return expected;
        });
    }

    /** The newest, for the console. */
    public Uni<List<Run>> newest(int limit) {
        return runs.all(Long.MAX_VALUE, limit);
    }

    @POST
    @Path("runs")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Follow the rules in force now",
            description = "What is due is erased for good, batch by batch, on one instance. Look at the preview first.")
    @APIResponseSchema(value = Run.class, responseCode = "201", responseDescription = "Begun")
    @APIResponse(responseCode = "409", description = "A run is under way, or no rule is in force")
    public Uni<RestResponse<Run>> start() {
        return rules.all(Optional.of(State.ACTIVE))
                .invoke(active -> {
                    if (active.isEmpty()) {
                        throw new ProblemException(ProblemType.CONFLICT, "No rule is in force.");
                    }
                })
                .chain(() -> runs.start(Optional.of(caller.operator())))
                .map(started ->
                        started.orElseThrow(() -> new ProblemException(ProblemType.CONFLICT, "A run is under way.")))
                .invoke(keeper::wake)
                .map(run -> RestResponse.ResponseBuilder.<Run>created(URI.create("/api/v1/retention/runs/" + run.id()))
                        .entity(run)
                        .build());
    }

    @GET
    @Path("runs")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Runs, the newest first")
    public Uni<Listing<Run>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("limit", "next"));
        Listing.Query query = Listing.Query.of(limit, next);
        return runs.all(before(query), query.limit() + 1)
                .map(found -> Listing.ofFound(found, run -> Long.toString(run.number()), query));
    }

    /** Numbers descend. */
    static long before(Listing.Query query) {
        return Stream.of(query.after())
                .filter(text -> !text.isEmpty())
                .map(RunsResource::number)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    @GET
    @Path("runs/{run}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "One run")
    @APIResponse(responseCode = "404", description = "There is no such run")
    public Uni<Run> read(String run) {
        return runs.one(RulesResource.id(run)).map(found -> found.orElseThrow(ProblemException::notFound));
    }
}
