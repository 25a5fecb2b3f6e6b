package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.TaxiiMedia;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Collections;
import org.entente.partner.CurrentCaller;
import org.entente.partner.FixedCollections;
import org.entente.partner.Partners;
import org.entente.partner.TaxiiCollection;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** The write side of TAXII 2.1: adding objects to a collection (§5.5), and the status of such a request (§4.3). */
@Path("/taxii2/exchange")
@Produces(TaxiiMedia.TAXII)
@Tag(name = "TAXII 2.1")
class TaxiiIntakeResource {

    private final Intake intake;
    private final Submissions submissions;
    private final CurrentCaller caller;
    private final Partners partners;
    private final FixedCollections fixed;

    TaxiiIntakeResource(
            Intake intake, Submissions submissions, CurrentCaller caller, Partners partners, FixedCollections fixed) {
        this.intake = intake;
        this.submissions = submissions;
        this.caller = caller;
        this.partners = partners;
        this.fixed = fixed;
    }

    @POST
    @Path("/collections/{collection}/objects/")
    @RolesAllowed("submitter")
    @Operation(summary = "Add the objects of an envelope to a collection")
    public Uni<Response> add(
            @PathParam("collection") String name,
            @HeaderParam("Content-Type") @Nullable String contentType,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            byte @Nullable [] body,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        if (contentType == null || !TaxiiMedia.isTaxii(contentType)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the envelope as " + TaxiiMedia.TAXII + ".");
        }
        PartnerCaller submitter = caller.partnerCaller();
        Optional<String> key = SubmissionResource.key(idempotencyKey);
        byte[] envelope = body == null ? new byte[0] : body;
        return fixed.ids()
                .map(ids -> writable(Collections.of(partners.current(), submitter, ids), name))
                .chain(audience -> intake.take(new SubmissionRequest(
                        submitter.partner(), SubmissionRequest.Shape.ENVELOPE, envelope, audience, false, key)))
                .map(status -> Response.accepted(status.withoutFindings())
                        .type(TaxiiMedia.TAXII)
                        .build());
    }

    private static Audience writable(Collections collections, String name) {
        TaxiiCollection collection = collections.find(name).orElseThrow(ProblemException::notFound);
        Optional<Audience> audience = collection.canWrite() ? collection.audience() : Optional.empty();
        return audience.orElseThrow(
                () -> new ProblemException(ProblemType.FORBIDDEN, "Nothing can be added to this collection."));
    }

    @GET
    @Path("/status/{id}/")
    @RolesAllowed("submitter")
    @Operation(summary = "What became of an envelope of yours")
    public Uni<Response> status(@PathParam("id") String id) {
        PartnerId submitter = caller.partner();
        return submissions
                .byId(SubmissionResource.submissionId(id))
                .map(found -> found.filter(stored -> stored.submitter().equals(submitter))
                        .orElseThrow(ProblemException::notFound))
                .map(stored -> Response.ok(stored.status().withoutFindings())
                        .type(TaxiiMedia.TAXII)
                        .build());
    }
}
