package org.entente.csaf;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisories;
import org.entente.advisory.Advisory;
import org.entente.advisory.Wording;
import org.entente.csaf.document.CsafDocument;
import org.entente.csaf.document.CsafReader.Checked;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.partner.AudienceReader;
import org.entente.partner.CurrentCaller;
import org.entente.party.Audience;
import org.entente.party.OperatorId;
import org.entente.stix.Finding;
import org.entente.stix.Tlp;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Documents of others, made drafts of advisories and kept whole. */
@Path("/api/v1/advisories/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
public class ImportsResource {

    /** Under which an original is kept. */
    static final String MEDIA_TYPE = "application/csaf+json";

    private static final Set<String> KNOWN =
            Set.of("tlp", "communities", "partners", "exceptions", "exceptCommunities");

    private final Advisories advisories;
    private final DocumentMaker maker;
    private final AudienceReader audiences;
    private final CsafConfig config;
    private final CurrentCaller caller;

    ImportsResource(
            Advisories advisories,
            DocumentMaker maker,
            AudienceReader audiences,
            CsafConfig config,
            CurrentCaller caller) {
        this.advisories = advisories;
        this.maker = maker;
        this.audiences = audiences;
        this.config = config;
        this.caller = caller;
    }

    /**
     * What became of a document.
     *
     * @param trackingId of the draft
     * @param sha256 of the document, by which it is kept
     * @param documentId its publisher's name for it
     * @param valid whether it keeps the schema and every mandatory test, and so can be provided as it is
     */
    @Schema(name = "ImportedAdvisory")
    public record Imported(
            String trackingId,
            String sha256,
            String documentId,
            String publisher,
            String title,
            boolean valid,
            List<Fault> findings) {}

    /** What a document breaks. */
    @Schema(name = "CsafFinding")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Fault(String severity, String pointer, String rule, String section, String message) {
        static Fault of(Finding finding) {
            return new Fault(
                    finding.isError() ? "error" : "warning",
                    finding.pointer(),
                    finding.rule(),
                    finding.section(),
                    finding.message());
        }
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({CURATOR, APPROVER})
    @Operation(
            summary = "Make a draft of a CSAF 2.0 document",
            description =
                    "The document is kept whole. Findings say which rules of the schema and which mandatory tests it breaks; it"
                            + " becomes a draft all the same. Published without a change it is provided byte for byte, if it breaks"
                            + " none; else the exchange writes a document of its own from what the advisory says.")
    @APIResponseSchema(value = Imported.class, responseCode = "201", responseDescription = "Kept as a draft")
    @APIResponse(responseCode = "400", description = "It is no CSAF 2.0 document, or lacks a TLP label or an audience")
    @APIResponse(responseCode = "413", description = "It is larger than entente.csaf.document-bytes-max")
    @APIResponse(responseCode = "422", description = "It says more than an advisory can hold")
    public Uni<RestResponse<Imported>> load(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema =
                                                    @Schema(
                                                            type =
                                                                    org.eclipse.microprofile.openapi.annotations.enums
                                                                            .SchemaType.OBJECT)))
                    byte @Nullable [] body,
            @Parameter(description = "Its TLP, such as TLP:GREEN, where the document has no label")
                    @QueryParam("tlp")
                    @Nullable
                    String tlp,
            @QueryParam("communities") List<String> communities,
            @QueryParam("partners") List<String> partners,
            @QueryParam("exceptions") List<String> exceptions,
            @QueryParam("exceptCommunities") List<String> exceptCommunities,
            @Context UriInfo uri) {
        KnownParameters.check(uri, KNOWN);
        OperatorId by = caller.operator();
        Audience audience =
                audiences.readAny(new AudienceReader.Named(communities, partners, exceptions, exceptCommunities));
        byte[] document = sized(body);
        return Uni.createFrom()
                .item(document)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(maker::check)
                .chain(checked -> kept(checked, document, new Asked(Optional.ofNullable(tlp), audience, by)));
    }

    private record Asked(Optional<String> tlp, Audience audience, OperatorId by) {}

    private byte[] sized(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw ProblemException.invalidBody("", "A CSAF 2.0 document is expected.");
        }
        if (body.length > config.documentBytesMax()) {
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "A document has at most " + config.documentBytesMax() + " bytes.");
        }
        return body;
    }

    private Uni<RestResponse<Imported>> kept(Checked checked, byte[] bytes, Asked asked) {
        CsafDocument document = checked.document()
                .filter(CsafDocument::isVersion20)
                .orElseThrow(() -> ProblemException.invalidBody(
                        checked.document().isPresent()
                                ? List.of(new ProblemError("/document/csaf_version", "Only CSAF 2.0 can be imported."))
                                : checked.findings().stream()
                                        .map(finding -> new ProblemError(finding.pointer(), finding.message()))
                                        .toList()));
        Tlp level = level(document, asked.tlp());
        return advisories
                .keepSource(MEDIA_TYPE, bytes)
                .chain(source -> advisories
                        .write(
                                wording(() -> new Wording(
                                        ImportedContent.of(document, source, level), asked.audience(), List.of())),
                                asked.by(),
                                Optional.of("Imported a CSAF document"))
                        .map(advisory -> answer(advisory, document, checked, source.sha256())));
    }

    private static Tlp level(CsafDocument document, Optional<String> asked) {
        Optional<Tlp> named = asked.map(label -> Tlp.ofLabel(label)
                .orElseThrow(() -> ProblemException.invalidParameter("tlp must be a TLP label, such as TLP:GREEN.")));
        Optional<Tlp> labelled = document.tlp();
        if (labelled.isPresent()
                && named.filter(level -> !labelled.get().isWithin(level)).isPresent()) {
            throw ProblemException.invalidParameter("tlp must not be wider than the document's own label.");
        }
        return named.or(() -> labelled)
                .orElseThrow(() -> ProblemException.invalidParameter(
                        "The document has no TLP label: give one in the parameter tlp."));
    }

    private static Wording wording(java.util.function.Supplier<Wording> wording) {
        try {
            return wording.get();
        } catch (IllegalArgumentException unfit) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, String.valueOf(unfit.getMessage()));
        }
    }

    private static RestResponse<Imported> answer(
            Advisory advisory, CsafDocument document, Checked checked, String sha256) {
        Imported imported = new Imported(
                advisory.trackingId().value(),
                sha256,
                document.trackingId(),
                document.publisher(),
                document.title(),
                checked.isValid(),
                checked.findings().stream().map(Fault::of).toList());
        return RestResponse.ResponseBuilder.<Imported>created(URI.create("/api/v1/advisories/" + advisory.trackingId()))
                .entity(imported)
                .header(HttpHeaders.ETAG, VersionTag.of(advisory.revision()))
                .build();
    }

    @GET
    @Path("{sha256}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read an imported document", description = "As it came, to the byte.")
    @APIResponse(responseCode = "200", description = "The document")
    @APIResponse(responseCode = "404", description = "No document with this SHA-256 was imported")
    public Uni<byte[]> read(String sha256) {
        return advisories.source(sha256).map(kept -> kept.orElseThrow(ProblemException::notFound));
    }
}
