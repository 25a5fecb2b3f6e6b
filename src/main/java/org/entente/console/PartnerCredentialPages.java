package org.entente.console;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.entente.console.CredentialForms.Book;
import org.entente.console.CredentialForms.Place;
import org.entente.partner.Bodies;
import org.entente.partner.PartnerCredentialsResource;
import org.entente.partner.Roles;
import org.entente.partner.Views.CredentialView;

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

    private record BookOf(PartnerCredentialsResource credentials, String owner) implements Book {
        @Override
        public Uni<List<CredentialView>> list() {
            return credentials.list(owner);
        }

        @Override
        public Uni<CredentialView> add(Bodies.NewCredential body) {
            return credentials.add(owner, body);
        }

        @Override
        public Uni<CredentialView> rotate(String credential) {
            return credentials.rotate(owner, credential);
        }

        @Override
        public Uni<Void> remove(String credential) {
            return credentials.remove(owner, credential);
        }
    }

    private Place of(String owner) {
        return new Place(
                Section.PARTNERS, owner, Section.PARTNERS.href() + "/" + owner, new BookOf(credentials, owner));
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
