package org.entente.console;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.entente.console.CredentialForms.Place;
import org.entente.partner.PartnerCredentialsResource;
import org.entente.partner.Roles;

/** The credentials of a partner. */
@Path("/console/partners/{owner}/credentials")
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
class PartnerCredentialPages {

    private final CredentialForms forms;
    private final PartnerCredentialsResource credentials;

    PartnerCredentialPages(CredentialForms forms, PartnerCredentialsResource credentials) {
        this.forms = forms;
        this.credentials = credentials;
    }

    private Place of(String owner) {
        return new Place(Section.PARTNERS, owner, credentials);
    }

    @GET
    public Uni<Response> list(String owner) {
        return forms.show(of(owner));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> add(String owner) {
        return forms.add(of(owner));
    }

    @POST
    @Path("{credential}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> change(String owner, String credential) {
        return forms.change(of(owner), credential);
    }
}
