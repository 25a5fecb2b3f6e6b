package org.entente.search;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

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
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** Objects found by what they say, and reports as they come in. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search")
public class SearchResource {

    private static final Set<String> SEARCH =
            Set.of("q", "type", "tlp", "sector", "submitter", "since", "limit", "next");
    private static final Set<String> REPORTS = Set.of("type", "tlp", "submitter", "since", "limit", "next");
    private static final Set<String> CONTAINERS = Set.of("report", "grouping", "note", "opinion");

    private final Search search;
    private final CurrentCaller caller;

    SearchResource(Search search, CurrentCaller caller) {
        this.search = search;
        this.caller = caller;
    }

    @GET
    @Path("search")
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Find objects",
            description =
                    "The newest version of each that you may have, newest first, found by what you get of it: id, name, label,"
                            + " alias, CVE, technique, hash, domain, address, URL, and words of its text. All words must be found."
                            + " Counts and facets are of what you may have; they stop at 1000, and then say so.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    @APIResponse(responseCode = "503", description = "It took too long; ask for less, or see Retry-After")
    public Uni<SearchAnswer> find(
            @Parameter(description = "Words and values, defanged or not; absent for whatever the filters leave")
                    @QueryParam("q")
                    @Nullable
                    String question,
            @Parameter(description = "STIX types, separated by commas") @QueryParam("type") @Nullable String type,
            @Parameter(description = "As it is marked for you") @QueryParam("tlp") @Nullable String tlp,
            @Parameter(description = "A sector that it states") @QueryParam("sector") @Nullable String sector,
            @Parameter(description = "Who sent it in, where you may know") @QueryParam("submitter") @Nullable
                    String submitter,
            @Parameter(description = "Added later than this; date and time, RFC 3339") @QueryParam("since") @Nullable
                    String since,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Asked.check(uri, SEARCH);
        Wanted wanted = new Wanted(
                Asked.terms(question),
                Asked.types(type),
                Asked.tlp(tlp),
                Asked.sector(sector),
                Asked.submitter(submitter),
                Asked.since(since));
        return search.find(caller.get(), wanted, limit, next);
    }

    @GET
    @Path("reports")
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Reports and what else holds objects together, newest first",
            description =
                    "As a search for the types report, grouping, note and opinion, or those of them that are named.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    @APIResponse(responseCode = "503", description = "It took too long; ask for less, or see Retry-After")
    public Uni<SearchAnswer> reports(
            @Parameter(description = "report, grouping, note or opinion, separated by commas")
                    @QueryParam("type")
                    @Nullable
                    String type,
            @QueryParam("tlp") @Nullable String tlp,
            @QueryParam("submitter") @Nullable String submitter,
            @QueryParam("since") @Nullable String since,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Asked.check(uri, REPORTS);
        Set<String> types = Asked.types(type);
        if (!CONTAINERS.containsAll(types)) {
            throw ProblemException.invalidParameter("type must be report, grouping, note or opinion.");
        }
        Wanted wanted = new Wanted(
                Set.of(),
                types.isEmpty() ? CONTAINERS : types,
                Asked.tlp(tlp),
                Optional.empty(),
                Asked.submitter(submitter),
                Asked.since(since));
        return search.find(caller.get(), wanted, limit, next);
    }
}
