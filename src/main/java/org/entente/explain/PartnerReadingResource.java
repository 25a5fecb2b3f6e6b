package org.entente.explain;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What a partner reads, shown to operators. */
@Path("/api/v1/partners/{partner}/reading")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audience")
public class PartnerReadingResource {

    private static final Set<String> PARAMETERS = Set.of("type", "addedAfter", "limit", "next");

    private final PartnerReading reading;

    PartnerReadingResource(PartnerReading reading) {
        this.reading = reading;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What a partner would read now, over any exit",
            description =
                    "In the order in which it was added; each object under the id and with the content that the partner gets."
                            + " A page may hold fewer than were asked for although more follow.")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    @APIResponse(responseCode = "404", description = "There is no such partner")
    public Uni<Listing<ReadObject>> read(
            String partner,
            @Parameter(description = "Only objects of this STIX type") @QueryParam("type") @Nullable String type,
            @Parameter(description = "Only what was added after this moment") @QueryParam("addedAfter") @Nullable
                    String addedAfter,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        PartnerId reader = PartnerId.tryParse(partner).orElseThrow(ProblemException::notFound);
        Listing.Query query = Listing.Query.of(limit, next);
        Optional<Instant> after = query.after().isEmpty()
                ? moment(addedAfter, "addedAfter must be a time such as 2026-01-15T08:00:00Z.")
                : moment(query.after(), "next must be given back as it was received.");
        return reading.of(reader, Optional.ofNullable(type), after, query.limit());
    }

    private static Optional<Instant> moment(@Nullable String text, String otherwise) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            throw ProblemException.invalidParameter(otherwise);
        }
    }
}
