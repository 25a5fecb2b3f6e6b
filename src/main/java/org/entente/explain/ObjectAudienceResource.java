package org.entente.explain;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.Caller;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** Who gets an object, and why. */
@Path("/api/v1/objects/{object}/audience")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audience")
public class ObjectAudienceResource {

    private static final Set<String> PARAMETERS = Set.of("decision", "partner", "version");
    private static final Set<String> DECISIONS = Set.of("release", "redact", "withhold");

    private final LoggedAudience logged;
    private final CurrentCaller caller;

    ObjectAudienceResource(LoggedAudience logged, CurrentCaller caller) {
        this.logged = logged;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(
            summary = "Who gets an object, and which rule decides",
            description =
                    "Operators are told for each partner of each assertion of the newest version. A partner is told"
                            + " why it has the object, and how many have what it sent in itself, at once and whether it subscribes or not; an object it has not is 404.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {ObjectAudience.class, OwnAudience.class})))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read")
    @APIResponse(responseCode = "404", description = "There is no such object for you")
    public Uni<Object> audience(
            String object,
            @Parameter(description = "For operators: only partners with this decision: release, redact or withhold")
                    @QueryParam("decision")
                    @Nullable
                    String decision,
            @Parameter(description = "For operators: only this partner") @QueryParam("partner") @Nullable
                    String partner,
            @Parameter(description = "all for every version, else the newest") @QueryParam("version") @Nullable
                    String version,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        StixId id = StixId.tryParse(object).orElseThrow(ProblemException::notFound);
        boolean all = isAll(version);
        if (caller.get() instanceof Caller.PartnerCaller own) {
            return logged.own(id, own.partner(), all).map(found -> found);
        }
        return logged.everybody(id, all, asked(decision), named(partner)).map(found -> found);
    }

    private static boolean isAll(@Nullable String version) {
        if (version == null || version.equals("last")) {
            return false;
        }
        if (version.equals("all")) {
            return true;
        }
        throw ProblemException.invalidParameter("version must be last or all.");
    }

    private static Optional<String> asked(@Nullable String decision) {
        if (decision != null && !DECISIONS.contains(decision)) {
            throw ProblemException.invalidParameter("decision must be release, redact or withhold.");
        }
        return Optional.ofNullable(decision);
    }

    private static Optional<PartnerId> named(@Nullable String partner) {
        return Optional.ofNullable(partner)
                .map(name -> PartnerId.tryParse(name)
                        .orElseThrow(() -> ProblemException.invalidParameter("partner must be the id of a partner.")));
    }
}
