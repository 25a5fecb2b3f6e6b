package org.entente.csaf;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisories;
import org.entente.advisory.TrackingId;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;

/** One advisory as a CSAF document. */
@Path("/api/v1/advisories/{advisory}/csaf")
@Produces(Served.JSON)
@Tag(name = "Advisories")
class CsafResource {

    private final Advisories advisories;
    private final Holdings holdings;
    private final DocumentRows rows;
    private final DocumentMaker maker;
    private final CurrentCaller caller;

    CsafResource(
            Advisories advisories, Holdings holdings, DocumentRows rows, DocumentMaker maker, CurrentCaller caller) {
        this.advisories = advisories;
        this.holdings = holdings;
        this.rows = rows;
        this.maker = maker;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({SUBSCRIBER, AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "Read an advisory as CSAF 2.0",
            description =
                    "A partner reads the document that it finds as a CSAF consumer, too; operators what would be provided of the"
                            + " working version if it were published now.")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "There is no such advisory for you, or none as CSAF")
    @APIResponse(
            responseCode = "409",
            description =
                    "For operators: CSAF 2.0 cannot carry the advisory's marking, or its document fails a mandatory test")
    public Uni<Response> read(String advisory, @Context UriInfo uri, @Context Request request) {
        KnownParameters.check(uri, Set.of());
        TrackingId id = TrackingId.tryParse(advisory).orElseThrow(ProblemException::notFound);
        Uni<byte[]> document = caller.get() instanceof PartnerCaller partner
                ? holdings.of(Optional.of(partner.partner()))
                        .chain(held -> held.stream()
                                .filter(made ->
                                        made.id().equals(id) && made.file().isPresent())
                                .findFirst()
                                .map(rows::bytes)
                                .orElseThrow(ProblemException::notFound))
                : advisories
                        .read(id)
                        .chain(working ->
                                advisories.versions(id).chain(versions -> maker.preview(versions, working.version())));
        return document.map(bytes -> Served.of(bytes, Served.JSON).answer(request, true));
    }
}
