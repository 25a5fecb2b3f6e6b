package org.entente.partner;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.AUDITOR;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.ProblemException;
import org.entente.partner.Views.CredentialView;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The credentials of a partner. */
@Path("/api/v1/partners/{owner}/credentials")
@Tag(name = "Credentials")
public class PartnerCredentialsResource implements CredentialBook {

    private final CurrentCaller caller;
    private final CredentialEndpoints credentials;

    PartnerCredentialsResource(CurrentCaller caller, CredentialEndpoints credentials) {
        this.caller = caller;
        this.credentials = credentials;
    }

    @Override
    @GET
    @RolesAllowed({AUDITOR, ADMIN})
    @Operation(
            summary = "List the credentials of a partner",
            description = "Without secrets. At most 50, the oldest first.")
    public Uni<List<CredentialView>> list(String owner) {
        return credentials.list(owner(owner));
    }

    @Override
    @POST
    @RolesAllowed(ADMIN)
    @ResponseStatus(201)
    @Operation(
            summary = "Register a credential",
            description =
                    "A password is generated and shown this once; a token is named by issuer and subject; a client"
                            + " certificate by its SHA-256 fingerprint.")
    @APIResponseSchema(value = CredentialView.class, responseCode = "201", responseDescription = "Registered")
    @APIResponse(responseCode = "409", description = "It is registered already, here or elsewhere")
    public Uni<CredentialView> add(String owner, Bodies.@Nullable NewCredential body) {
        return credentials.add(
                owner(owner), Bodies.given(body), caller.operator().value());
    }

    @Override
    @POST
    @Path("{credential}/rotation")
    @RolesAllowed(ADMIN)
    @ResponseStatus(201)
    @Operation(
            summary = "Replace a password",
            description = "The old one ends at once, and tokens issued for it. The new one is shown this once.")
    public Uni<CredentialView> rotate(String owner, String credential) {
        return credentials.rotate(owner(owner), credential, caller.operator().value());
    }

    @Override
    @DELETE
    @Path("{credential}")
    @RolesAllowed(ADMIN)
    @Operation(summary = "End a credential at once")
    @APIResponse(responseCode = "204", description = "It no longer proves anything")
    public Uni<Void> remove(String owner, String credential) {
        return credentials.remove(owner(owner), credential);
    }

    private static Owner owner(String name) {
        return PartnerId.tryParse(name).<Owner>map(Owner.OfPartner::new).orElseThrow(ProblemException::notFound);
    }
}
