package org.entente.advisory;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.AdvisoryRows.Place;
import org.entente.advisory.AdvisoryRows.Search;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.Format.Address;
import org.entente.advisory.Renderings.Rendered;
import org.entente.advisory.render.HtmlPage;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Advisories, found and read. */
@Path("/api/v1/advisories")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Advisories")
public class AdvisoriesResource {

    private static final Set<String> PARAMETERS = Set.of("state", "cve", "text", "limit", "next");
    private static final Set<String> PARTNERS_PARAMETERS = Set.of("cve", "text", "limit", "next");

    private final Advisories advisories;
    private final ReadersListing listing;
    private final Renderings renderings;
    private final CurrentCaller caller;

    AdvisoriesResource(Advisories advisories, ReadersListing listing, Renderings renderings, CurrentCaller caller) {
        this.advisories = advisories;
        this.listing = listing;
        this.renderings = renderings;
        this.caller = caller;
    }

    /** For the description of the interface. */
    @Schema(name = "AdvisoryPage")
    record AdvisoryPage(List<AdvisoryView> items, @Nullable String next) {}

    /** For the description of the interface. */
    @Schema(name = "PublishedAdvisoryPage")
    record ReadersPage(
            List<ReadersListing.Item> items, @Nullable String next) {}

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBSCRIBER})
    @Operation(
            summary = "List advisories",
            description =
                    "A partner is listed those that are released to it, in the order they were; operators all there are,"
                            + " the last changed first. A parameter that is not known is 400.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(oneOf = {AdvisoryPage.class, ReadersPage.class})))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or is not known")
    public Uni<Listing<?>> list(
            @Parameter(description = "For operators: draft, in-review, approved, published, amended or withdrawn")
                    @QueryParam("state")
                    @Nullable
                    String state,
            @Parameter(description = "A CVE id that it is about") @QueryParam("cve") @Nullable String cve,
            @Parameter(description = "Stands in it, in any case") @QueryParam("text") @Nullable String text,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Listing.Query query = Listing.Query.of(limit, next);
        Optional<String> about = Optional.ofNullable(cve).map(asked -> asked.toUpperCase(Locale.ROOT));
        Optional<String> saying = Optional.ofNullable(text).filter(asked -> !asked.isBlank());
        if (caller.get() instanceof PartnerCaller partner) {
            KnownParameters.check(uri, PARTNERS_PARAMETERS);
            return listing.of(partner.partner(), about, saying, query).map(page -> page);
        }
        KnownParameters.check(uri, PARAMETERS);
        Search search = new Search(
                Optional.ofNullable(state).map(AdvisoriesResource::state),
                about,
                saying,
                place(query.after()),
                query.limit() + 1);
        return advisories
                .list(search)
                .map(found -> Listing.first(
                        found.stream().map(AdvisoryView::listed).toList(),
                        query.limit(),
                        view -> view.changedAt() + " " + view.trackingId()));
    }

    private static State state(String label) {
        return State.ofLabel(label)
                .orElseThrow(() -> ProblemException.invalidParameter("state must be one of "
                        + Arrays.stream(State.values()).map(State::label).collect(Collectors.joining(", ")) + "."));
    }

    private static Optional<Place> place(String after) {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        int space = after.indexOf(' ');
        try {
            return Optional.of(
                    new Place(Instant.parse(after.substring(0, Math.max(0, space))), after.substring(space + 1)));
        } catch (DateTimeException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    @GET
    @Path("{advisory}")
    @Produces({MediaType.APPLICATION_JSON, "application/stix+json", "text/html", "text/markdown", "application/pdf"})
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBSCRIBER})
    @Operation(
            summary = "Read an advisory",
            description =
                    "As the Accept header asks, or by a suffix: .json, .stix, .html, .md, .pdf. A partner reads the newest"
                            + " version that is released to it, with those of its objects that it has. Operators read the working"
                            + " version as JSON, whose ETag is for If-Match, and other forms as a preview.")
    @APIResponse(
            responseCode = "200",
            description = "The advisory",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(oneOf = {AdvisoryView.class, Renderings.Document.class})),
                @Content(mediaType = "application/stix+json", schema = @Schema(implementation = Object.class)),
                @Content(mediaType = "text/html", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
                @Content(
                        mediaType = "application/pdf",
                        schema = @Schema(implementation = String.class, format = "binary"))
            })
    @APIResponse(responseCode = "404", description = "There is no such advisory for you")
    @APIResponse(responseCode = "406", description = "It is not there for you in this form")
    @APIResponse(responseCode = "429", description = "Too many are being rendered for you; see Retry-After")
    @APIResponse(responseCode = "503", description = "Too many wait to be rendered; see Retry-After")
    public Uni<Response> read(String advisory, @Context HttpHeaders headers, @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of());
        Address address = Address.of(advisory);
        Format format = address.format().orElseGet(() -> Format.ofAccept(headers.getAcceptableMediaTypes()));
        if (caller.get() instanceof PartnerCaller partner) {
            return renderings
                    .forPartner(partner.partner(), address.id(), format)
                    .map(rendered -> answer(rendered, address.id()));
        }
        return advisories
                .read(address.id())
                .chain(found -> format == Format.JSON
                        ? Uni.createFrom().item(DraftingResource.answer(found).toResponse())
                        : preview(found, Optional.empty(), format));
    }

    @GET
    @Path("{advisory}/preview")
    @Produces({MediaType.APPLICATION_JSON, "application/stix+json", "text/html", "text/markdown", "application/pdf"})
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "See the working version as readers would",
            description = "With all it gathers, or as one partner would have it now.")
    @APIResponse(responseCode = "200", description = "The rendering")
    @APIResponse(responseCode = "404", description = "There is no such advisory")
    @APIResponse(responseCode = "503", description = "Too many wait to be rendered; see Retry-After")
    public Uni<Response> preview(
            String advisory,
            @Parameter(description = "json, stix, html, md or pdf; html where absent") @QueryParam("format") @Nullable
                    String format,
            @Parameter(description = "With what of its objects this partner has") @QueryParam("partner") @Nullable
                    String partner,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("format", "partner"));
        return preview(advisory, format, partner);
    }

    /** The same for pages, whose addresses say other things too. */
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    public Uni<Response> preview(String advisory, @Nullable String format, @Nullable String partner) {
        Format asked = Format.ofSuffix(format == null ? "html" : format)
                .orElseThrow(() -> ProblemException.invalidParameter("format must be json, stix, html, md or pdf."));
        Optional<PartnerId> reader = Optional.ofNullable(partner)
                .map(name -> PartnerId.tryParse(name)
                        .orElseThrow(() -> ProblemException.invalidParameter("partner must be a partner.")));
        return advisories.read(DraftingResource.id(advisory)).chain(found -> preview(found, reader, asked));
    }

    private Uni<Response> preview(Advisory advisory, Optional<PartnerId> reader, Format format) {
        return advisories
                .versions(advisory.trackingId())
                .map(versions -> versions.stream()
                        .filter(version -> version.number() == advisory.version())
                        .findFirst()
                        .orElseThrow(ProblemException::notFound))
                .chain(version -> renderings.preview(advisory, version, reader, format))
                .map(rendered -> answer(rendered, advisory.trackingId()));
    }

    private static Response answer(Rendered rendered, TrackingId id) {
        Response.ResponseBuilder answer = Response.ok(
                        rendered.content(), rendered.format().mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"" + id + "." + rendered.format().suffix() + "\"");
        rendered.sha256().ifPresent(digest -> answer.header("Entente-Content-SHA256", digest));
        if (rendered.format() == Format.HTML) {
            answer.header("Content-Security-Policy", HtmlPage.contentSecurityPolicy());
        }
        return answer.build();
    }
}
