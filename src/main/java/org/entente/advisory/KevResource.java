package org.entente.advisory;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.audit.Origin;
import org.entente.http.ProblemException;
import org.entente.partner.CurrentCaller;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/** The catalogue of known exploited vulnerabilities: public knowledge, brought in by operators or fetched. */
@Path("/api/v1/kev")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
class KevResource {

    private final Kev kev;
    private final CurrentCaller caller;
    private final KevReader reader;

    KevResource(Kev kev, CurrentCaller caller, KevReader reader) {
        this.kev = kev;
        this.caller = caller;
        this.reader = reader;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CURATOR, ADMIN})
    @Operation(
            summary = "Import the catalogue of known exploited vulnerabilities",
            description = "In place of the one before, as CISA publishes it. The same version again changes nothing.")
    @APIResponse(
            responseCode = "200",
            description = "It is in place",
            content = @Content(schema = @Schema(implementation = Kev.Import.class)))
    @APIResponse(responseCode = "400", description = "It is no such catalogue, or is cut off")
    @APIResponse(responseCode = "409", description = "The one in place is newer")
    public Uni<Kev.Import> put(
            @RequestBody(content = @Content(schema = @Schema(implementation = KevCatalogue.class)), required = true)
                    byte @Nullable [] body) {
        byte[] document = DraftingResource.given(body);
        OperatorId by = caller.operator();
        Origin origin = Origin.current();
        return reader.read(document).chain(catalogue -> kev.put(catalogue, document, by, origin));
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Which catalogue is in place")
    @APIResponse(responseCode = "404", description = "None was imported yet")
    public Uni<Kev.Import> newest() {
        return kev.newest().map(found -> found.orElseThrow(ProblemException::notFound));
    }

    @GET
    @Path("{cve}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBSCRIBER})
    @Operation(summary = "What the catalogue says of a CVE")
    @APIResponse(responseCode = "404", description = "It does not list it")
    public Uni<KevEntry> one(String cve) {
        return kev.of(List.of(cve)).map(found -> {
            KevEntry entry = found.get(cve);
            if (entry == null) {
                throw ProblemException.notFound();
            }
            return entry;
        });
    }
}
