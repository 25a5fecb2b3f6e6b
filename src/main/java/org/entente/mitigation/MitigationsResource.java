package org.entente.mitigation;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.mitigation.Facet.Term;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Mitigations that the caller has, found by what they are for, and what became of them. */
@Path("/api/v1/mitigations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mitigations")
public class MitigationsResource {

    private static final Set<String> KNOWN =
            Set.of("cve", "technique", "sector", "asset", "urgency", "mitigates", "revoked", "limit", "next");

    private final Mitigations mitigations;
    private final Uptakes uptakes;
    private final CurrentCaller caller;

    MitigationsResource(Mitigations mitigations, Uptakes uptakes, CurrentCaller caller) {
        this.mitigations = mitigations;
        this.uptakes = uptakes;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(SUBSCRIBER)
    @Operation(
            summary = "Find mitigations",
            description =
                    "The newest version of each that is released to you, in the order they were added. What you ask for must"
                            + " all hold. A parameter that is not listed is 400.")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    public Uni<Listing<Mitigation>> find(
            @Parameter(description = "A CVE id that it names, or something you have that it mitigates")
                    @QueryParam("cve")
                    @Nullable
                    String cve,
            @Parameter(description = "A MITRE ATT&CK technique or mitigation, such as T1190, in the same way")
                    @QueryParam("technique")
                    @Nullable
                    String technique,
            @Parameter(description = "A sector it is for") @QueryParam("sector") @Nullable String sector,
            @Parameter(description = "A kind of asset it is for") @QueryParam("asset") @Nullable String asset,
            @Parameter(description = "immediate, high, medium or low") @QueryParam("urgency") @Nullable String urgency,
            @Parameter(description = "The id of an object you have that it mitigates")
                    @QueryParam("mitigates")
                    @Nullable
                    String mitigates,
            @Parameter(description = "true for revoked ones, too") @QueryParam("revoked") @Nullable String revoked,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            UriInfo uri) {
        refuseUnknown(uri);
        Listing.Query page = Listing.Query.of(limit, next);
        List<Term> about = new ArrayList<>();
        add(about, Facet.CVE, cve);
        add(about, Facet.TECHNIQUE, technique);
        List<Term> stated = new ArrayList<>();
        add(stated, Facet.SECTOR, sector);
        add(stated, Facet.ASSET, asset);
        add(stated, Facet.URGENCY, urgency);
        Wanted wanted = new Wanted(about, stated, target(mitigates), isTrue(revoked), place(page), page.limit());
        return mitigations
                .find(caller.partner(), wanted)
                .map(found -> Listing.first(
                        found.stream().map(Mitigation::listed).toList(),
                        page.limit(),
                        one -> one.dateAdded().toString()));
    }

    /** A mistyped filter must not be answered with everything. */
    private static void refuseUnknown(UriInfo uri) {
        if (!KNOWN.containsAll(uri.getQueryParameters().keySet())) {
            throw ProblemException.invalidParameter("Only these query parameters are taken: "
                    + String.join(", ", KNOWN.stream().sorted().toList()) + ".");
        }
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw ProblemException.invalidParameter(name + " is taken once.");
            }
        });
    }

    private static void add(List<Term> terms, Facet facet, @Nullable String asked) {
        if (asked != null) {
            String text = facet.canonical(asked);
            if (text.isEmpty()) {
                throw ProblemException.invalidParameter(facet.label() + " must not be empty.");
            }
            terms.add(new Term(facet, text));
        }
    }

    private static Optional<StixId> target(@Nullable String mitigates) {
        return Optional.ofNullable(mitigates)
                .map(text -> StixId.tryParse(text)
                        .orElseThrow(
                                () -> ProblemException.invalidParameter("mitigates must be the id of an object.")));
    }

    private static boolean isTrue(@Nullable String revoked) {
        if (revoked != null && !Set.of("true", "false").contains(revoked)) {
            throw ProblemException.invalidParameter("revoked must be true or false.");
        }
        return "true".equals(revoked);
    }

    /** The date added of the last one on the page before, which the reader was told with it. */
    private static Optional<Instant> place(Listing.Query page) {
        try {
            return page.after().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(page.after()));
        } catch (DateTimeException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    @GET
    @Path("{object}")
    @RolesAllowed(SUBSCRIBER)
    @Operation(summary = "Read one: the object, what of what it mitigates you have, and its uptake")
    @APIResponse(responseCode = "200", description = "The mitigation")
    @APIResponse(responseCode = "404", description = "There is no such mitigation for you")
    public Uni<Mitigation> one(String object) {
        StixId name = named(object);
        PartnerId reader = caller.partner();
        return mitigations
                .shelf(reader)
                .chain(shelf -> Uni.combine()
                        .all()
                        .unis(mitigations.one(shelf, name), uptakes.known(shelf, name))
                        .with(Mitigation::whole));
    }

    @GET
    @Path("{object}/uptake")
    @RolesAllowed({SUBSCRIBER, SUBMITTER, CURATOR, APPROVER, AUDITOR, ADMIN})
    @Operation(
            summary = "What became of a mitigation",
            description =
                    "A partner is told its own report and, of what it submitted, how many others reported what; operators the"
                            + " counts of every submitter's, and notes. Counts under 3 are left out, there is no total, and counts are"
                            + " told anew only when 3 or more partners have changed their reports.")
    @APIResponse(responseCode = "200", description = "What you may know")
    @APIResponse(responseCode = "404", description = "There is no such mitigation for you")
    public Uni<Uptake> uptake(String object) {
        StixId name = named(object);
        return caller.get() instanceof PartnerCaller partner
                ? mitigations.shelf(partner.partner()).chain(shelf -> uptakes.known(shelf, name))
                : uptakes.everybody(name);
    }

    @PUT
    @Path("{object}/uptake")
    @RolesAllowed(SUBSCRIBER)
    @Operation(
            summary = "Report what became of a mitigation with you",
            description = "Replaces an earlier report of yours. No partner is told who reported what.")
    @APIResponse(responseCode = "200", description = "Your report")
    @APIResponse(responseCode = "400", description = "The report cannot be understood")
    @APIResponse(responseCode = "404", description = "There is no such mitigation for you")
    @APIResponse(responseCode = "409", description = "You submitted it, and have it from nobody else")
    public Uni<Uptake.Report> report(String object, Uptake.@Nullable NewReport report) {
        if (report == null) {
            throw ProblemException.invalidBody("", "Must be an object with a status.");
        }
        return uptakes.report(caller.partner(), named(object), report);
    }

    private static StixId named(String object) {
        return StixId.tryParse(object)
                .filter(id -> id.type().equals(Facts.COURSE_OF_ACTION))
                .orElseThrow(ProblemException::notFound);
    }
}
