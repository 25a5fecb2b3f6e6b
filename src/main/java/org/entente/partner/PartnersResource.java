package org.entente.partner;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;
import static org.entente.partner.Roles.SUBMITTER;
import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.partner.Views.CreatedPartnerView;
import org.entente.partner.Views.KafkaView;
import org.entente.partner.Views.PartnerView;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Partners, for operators; a partner sees itself. */
@Path("/api/v1/partners")
@Tag(name = "Partners")
public class PartnersResource {

    private final CurrentCaller caller;
    private final StoredPartners directory;
    private final PartnerService partners;

    PartnersResource(CurrentCaller caller, StoredPartners directory, PartnerService partners) {
        this.caller = caller;
        this.directory = directory;
        this.partners = partners;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(summary = "List partners by name", description = "A partner sees only itself.")
    public Uni<Listing<PartnerView>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Caller who = caller.get();
        Listing.Query query = Listing.Query.of(limit, next);
        return directory
                .fresh()
                .map(snapshot -> Listing.of(
                        snapshot.partners().values().stream()
                                .filter(partner -> new Visibility(who, snapshot).sees(partner.id()))
                                .map(partner -> PartnerView.of(snapshot, partner)),
                        view -> view.id().value(),
                        query));
    }

    @POST
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Create a partner",
            description =
                    "Makes its first password, topics and Kafka credential; the secrets are in this answer and nowhere"
                            + " else. Its policy allows nothing yet. A subscriber without kafka in the answer: the broker was not there;"
                            + " topics are made later, and the credential is had by renewing it.")
    @APIResponseSchema(value = CreatedPartnerView.class, responseCode = "201", responseDescription = "Created")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Uni<RestResponse<CreatedPartnerView>> create(Bodies.@Nullable NewPartner body) {
        PartnerService.NewPartner partner = Bodies.given(body).checked();
        String author = caller.operator().value();
        return partners.create(partner, author)
                .chain(created -> created(partner.id(), Optional.of(created.password()), created.kafka()))
                .map(view -> RestResponse.ResponseBuilder.<CreatedPartnerView>created(
                                URI.create("/api/v1/partners/" + partner.id()))
                        .entity(view)
                        .build());
    }

    @GET
    @Path("{partner}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(summary = "Read a partner", description = "The ETag is for If-Match on PUT.")
    @APIResponse(responseCode = "404", description = "There is none of this name that the caller may see")
    public Uni<RestResponse<PartnerView>> read(String partner) {
        Caller who = caller.get();
        return directory.fresh().map(snapshot -> answer(snapshot, new Visibility(who, snapshot).partner(partner)));
    }

    @PUT
    @Path("{partner}")
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Change a partner's title and roles",
            description =
                    "Without the role subscriber it reads nothing any more, over TAXII or Kafka. With the role back it"
                            + " needs a renewed Kafka credential.")
    @APIResponse(responseCode = "412", description = "It was changed since the ETag in If-Match")
    public Uni<RestResponse<PartnerView>> change(
            String partner,
            Bodies.@Nullable PartnerChange body,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        PartnerId id = id(partner);
        return partners.change(Bodies.given(body).checked(id), ifMatch)
                .chain(directory::fresh)
                .map(snapshot -> answer(snapshot, found(snapshot, id)));
    }

    @POST
    @Path("{partner}/suspension")
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Suspend a partner",
            description = "Ends every access at once: REST, TAXII, tokens already issued, and Kafka.")
    public Uni<PartnerView> suspend(String partner, Bodies.@Nullable Suspension body) {
        PartnerId id = id(partner);
        return partners.suspend(id, Bodies.given(body).checked())
                .chain(directory::fresh)
                .map(snapshot -> PartnerView.of(snapshot, found(snapshot, id)));
    }

    @DELETE
    @Path("{partner}/suspension")
    @RolesAllowed(ADMIN)
    @Operation(
            summary = "Resume a suspended partner",
            description = "A subscriber gets a fresh Kafka credential, shown this once.")
    @APIResponse(responseCode = "409", description = "It is not suspended")
    public Uni<CreatedPartnerView> resume(String partner) {
        PartnerId id = id(partner);
        return partners.resume(id).chain(kafka -> created(id, Optional.empty(), kafka));
    }

    @POST
    @Path("{partner}/kafka-credential")
    @RolesAllowed(ADMIN)
    @ResponseStatus(201)
    @Operation(
            summary = "Renew a partner's Kafka credential",
            description =
                    "The old one ends within seconds. Shown this once. Where subscribers sign in by certificate there is no"
                            + " password in the answer, and only topics and access rules are made.")
    @APIResponse(responseCode = "409", description = "It is suspended, or is not a subscriber")
    @APIResponse(
            responseCode = "503",
            description = "The broker is not there; topics are made once it is, then ask again")
    public Uni<KafkaView> renewKafka(String partner) {
        return partners.renewKafka(id(partner))
                .map(access -> KafkaView.of(access.orElseThrow(() -> new ProblemException(
                        ProblemType.UNAVAILABLE, "The Kafka broker cannot be reached. Ask again later."))));
    }

    private Uni<CreatedPartnerView> created(
            PartnerId id, Optional<IssuedPassword> password, Optional<SubscriberAccess.Access> kafka) {
        return directory
                .fresh()
                .map(snapshot -> new CreatedPartnerView(
                        PartnerView.of(snapshot, found(snapshot, id)),
                        password.orElse(null),
                        kafka.map(KafkaView::of).orElse(null)));
    }

    private static RestResponse<PartnerView> answer(Snapshot snapshot, Snapshot.Partner partner) {
        return RestResponse.ResponseBuilder.ok(PartnerView.of(snapshot, partner))
                .header(HttpHeaders.ETAG, VersionTag.of(partner.version()))
                .build();
    }

    private static PartnerId id(String name) {
        return PartnerId.tryParse(name).orElseThrow(ProblemException::notFound);
    }

    private static Snapshot.Partner found(Snapshot snapshot, PartnerId id) {
        return snapshot.partner(id).orElseThrow(ProblemException::notFound);
    }
}
