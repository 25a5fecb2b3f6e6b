package org.entente.partner;

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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.VersionTag;
import org.entente.partner.PolicyViews.PolicyView;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Trust policies and their history; a partner sees the one in force for it. */
@Path("/api/v1/partners/{partner}/policy")
@Tag(name = "Policies")
public class PoliciesResource {

    private final CurrentCaller caller;
    private final StoredPartners directory;
    private final PolicyService policies;

    PoliciesResource(CurrentCaller caller, StoredPartners directory, PolicyService policies) {
        this.caller = caller;
        this.directory = directory;
        this.policies = policies;
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN, SUBMITTER, SUBSCRIBER})
    @Operation(
            summary = "Read the policy in force",
            description =
                    "Version 0, which allows nothing, until one is in force. It is changed by a draft that a second"
                            + " person approves. A partner finds no names in it but of its communities and their members.")
    public Uni<RestResponse<PolicyView>> inForce(String partner) {
        Caller who = caller.get();
        return directory
                .fresh()
                .chain(snapshot -> inForce(snapshot, who, partner))
                .map(PoliciesResource::answer);
    }

    private Uni<PolicyView> inForce(Snapshot snapshot, Caller who, String partner) {
        Directory.Member member = member(snapshot, who, partner);
        Uni<PolicyView> whole = version(member.id(), member.policyVersion());
        return who instanceof Caller.PartnerCaller
                ? whole.map(view -> view.forPartner(new Visibility(who, snapshot).of(member.policy())))
                : whole;
    }

    private static Directory.Member member(Snapshot snapshot, Caller who, String partner) {
        PartnerId id = new Visibility(who, snapshot).partner(partner).id();
        return snapshot.directory().partner(id).orElseThrow(ProblemException::notFound);
    }

    private Uni<PolicyView> version(PartnerId partner, long number) {
        return number == 0
                ? Uni.createFrom().item(PolicyView.none())
                : policies.version(partner, number)
                        .map(found -> found.map(PolicyView::of).orElseThrow(ProblemException::notFound));
    }

    @GET
    @Path("versions")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "List every version, the oldest first")
    public Uni<Listing<PolicyView>> versions(
            String partner,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Caller who = caller.get();
        Listing.Query query = Listing.Query.of(limit, next);
        return directory
                .fresh()
                .map(snapshot -> member(snapshot, who, partner).id())
                .chain(id -> policies.versions(id, after(query), query.limit() + 1))
                .map(found -> Listing.of(found.stream().map(PolicyView::of), view -> key(view.version()), query));
    }

    /** Padded, so that keys ascend as numbers do. */
    static String key(long number) {
        return String.format("%019d", number);
    }

    static long after(Listing.Query query) {
        try {
            return query.after().isEmpty() ? 0 : Long.parseLong(query.after());
        } catch (NumberFormatException e) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    @GET
    @Path("versions/{number}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "Read one version")
    public Uni<PolicyView> one(String partner, long number) {
        Caller who = caller.get();
        return directory
                .fresh()
                .map(snapshot -> member(snapshot, who, partner).id())
                .chain(id -> policies.version(id, number))
                .map(found -> found.map(PolicyView::of).orElseThrow(ProblemException::notFound));
    }

    private static RestResponse<PolicyView> answer(PolicyView view) {
        return RestResponse.ResponseBuilder.ok(view)
                .header(HttpHeaders.ETAG, VersionTag.of(view.version()))
                .build();
    }
}
