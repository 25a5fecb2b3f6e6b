package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;
import org.entente.partner.AudienceReader;
import org.entente.partner.CurrentCaller;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Takes STIX bundles over REST, and tells what became of them. */
@Path("/api/v1/submissions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions")
@RolesAllowed("submitter")
class SubmissionResource {

    private static final Set<String> PARAMETERS =
            Set.of("communities", "partners", "exceptions", "exceptCommunities", "dryRun");

    /** Printable ASCII, as drafts of the header field allow it. */
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Intake intake;
    private final Submissions submissions;
    private final CurrentCaller caller;
    private final AudienceReader audiences;

    SubmissionResource(Intake intake, Submissions submissions, CurrentCaller caller, AudienceReader audiences) {
        this.intake = intake;
        this.submissions = submissions;
        this.caller = caller;
        this.audiences = audiences;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/stix+json"})
    @Operation(
            summary = "Submit a STIX 2.1 bundle",
            description = "Every object is judged by itself. 202 means that all accepted objects are stored durably.")
    @APIResponse(responseCode = "202", description = "Taken; the status says what became of each object")
    @APIResponse(responseCode = "200", description = "What would become of each object (dryRun)")
    @APIResponse(responseCode = "400", description = "The body or a parameter cannot be read")
    @APIResponse(responseCode = "413", description = "The body is too large")
    @APIResponse(responseCode = "415", description = "The body's media type or encoding is not served")
    @APIResponse(responseCode = "422", description = "The Idempotency-Key was used for another request")
    @APIResponse(responseCode = "429", description = "More than your policy's quotas take in 24 hours")
    public Uni<Response> submit(
            @RequestBody(description = "A STIX 2.1 bundle", required = true) byte @Nullable [] body,
            @Parameter(description = "Communities to address, separated by commas or repeated")
                    @QueryParam("communities")
                    List<String> communities,
            @Parameter(description = "Partners to name as recipients, separated by commas or repeated")
                    @QueryParam("partners")
                    List<String> partners,
            @Parameter(description = "Partners that must not receive it") @QueryParam("exceptions")
                    List<String> exceptions,
            @Parameter(description = "Communities whose members must not receive it") @QueryParam("exceptCommunities")
                    List<String> exceptCommunities,
            @Parameter(description = "Judge only, keep nothing") @QueryParam("dryRun") @DefaultValue("false")
                    String dryRun,
            @Parameter(description = "Repeating a request under the same key answers with the first status")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String idempotencyKey,
            @Context UriInfo uri) {
        KnownParameters.check(uri, PARAMETERS);
        PartnerId submitter = caller.partner();
        Audience audience = audiences.read(
                submitter, new AudienceReader.Named(communities, partners, exceptions, exceptCommunities));
        SubmissionRequest request = new SubmissionRequest(
                submitter,
                SubmissionRequest.Shape.BUNDLE,
                body == null ? new byte[0] : body,
                audience,
                isDryRun(dryRun),
                key(idempotencyKey));
        return intake.take(request).map(status -> answer(request, status));
    }

    private static Response answer(SubmissionRequest request, SubmissionStatus status) {
        return request.dryRun()
                ? Response.ok(status).build()
                : Response.accepted(status)
                        .location(URI.create("/api/v1/submissions/" + status.id()))
                        .build();
    }

    private static boolean isDryRun(String text) {
        return switch (text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalidParameter("dryRun must be true or false.");
        };
    }

    static Optional<String> key(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!KEY.matcher(header).matches()) {
            throw ProblemException.invalidParameter(
                    "Idempotency-Key must be 1 to 255 printable ASCII characters without spaces.");
        }
        return Optional.of(header);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "What became of a submission of yours")
    @APIResponse(responseCode = "200", description = "The status as it is now")
    @APIResponse(responseCode = "404", description = "No such submission of yours")
    public Uni<SubmissionStatus> status(@PathParam("id") String id) {
        PartnerId submitter = caller.partner();
        return submissions
                .byId(submissionId(id))
                .map(found -> found.filter(stored -> stored.submitter().equals(submitter))
                        .map(Submissions.Stored::status)
                        .orElseThrow(ProblemException::notFound));
    }

    /** What is no id cannot be the id of anything: the same answer as for one that is not there. */
    static UUID submissionId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }
}
