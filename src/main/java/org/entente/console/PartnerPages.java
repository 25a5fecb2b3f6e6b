package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.entente.http.Listing;
import org.entente.partner.Bodies;
import org.entente.partner.PartnersResource;
import org.entente.partner.Roles;
import org.entente.partner.Views.CreatedPartnerView;
import org.entente.partner.Views.KafkaView;
import org.entente.partner.Views.PartnerView;
import org.jspecify.annotations.Nullable;

/** Partners: who they are, and whether they may come in. */
@Path("/console/partners")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class PartnerPages {

    private final Pages pages;
    private final PartnersResource partners;

    PartnerPages(Pages pages, PartnersResource partners) {
        this.pages = pages;
        this.partners = partners;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance partners(Frame frame, Listing<PartnerView> found, Form form);

        static native TemplateInstance partner(Frame frame, PartnerView partner, String version, Form form);

        static native TemplateInstance partnerSecrets(Frame frame, CreatedPartnerView made);

        static native TemplateInstance kafkaSecrets(Frame frame, String partner, KafkaView made);
    }

    @GET
    public Uni<Response> list(@QueryParam("next") @Nullable String next) {
        return list(frame("Partners"), next, Form.EMPTY).chain(pages::show);
    }

    private Frame frame(String title) {
        return pages.frame(Section.PARTNERS, title);
    }

    private Uni<TemplateInstance> list(Frame frame, @Nullable String next, Form form) {
        return partners.list(Pages.ROWS, next).map(found -> Templates.partners(frame, found, form));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> create() {
        Form form = pages.form();
        return pages.attempt(
                frame("Partners"),
                () -> secrets(
                        "New partner",
                        partners.create(pages.body(
                                        Bodies.NewPartner.class,
                                        Map.of(
                                                "id", form.text("id"),
                                                "title", form.text("title"),
                                                "roles", form.all("roles"))))
                                .map(created -> created.getEntity())),
                noticed -> list(noticed, null, form));
    }

    /** Shown here and nowhere else: an address would be kept in the browser's history. */
    private Uni<Response> secrets(String title, Uni<CreatedPartnerView> making) {
        Frame frame = frame(title);
        return making.chain(made -> pages.show(Templates.partnerSecrets(frame, made)));
    }

    @GET
    @Path("{partner}")
    public Uni<Response> one(String partner) {
        return one(frame(partner), partner, Form.EMPTY).chain(pages::show);
    }

    private Uni<TemplateInstance> one(Frame frame, String partner, Form form) {
        return partners.read(partner)
                .map(found -> Templates.partner(frame, found.getEntity(), Pages.version(found), form));
    }

    @POST
    @Path("{partner}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> change(String partner) {
        Form form = pages.form();
        return pages.attempt(
                frame(partner),
                () -> partners.change(
                                partner,
                                pages.body(
                                        Bodies.PartnerChange.class,
                                        Map.of("title", form.text("title"), "roles", form.all("roles"))),
                                form.text("version"))
                        .map(changed -> Pages.seeOther(href(partner), Done.SAVED)),
                noticed -> one(noticed, partner, form));
    }

    @POST
    @Path("{partner}/suspension")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> suspend(String partner) {
        Form form = pages.form();
        return pages.attempt(
                frame(partner),
                () -> partners.suspend(
                                partner, pages.body(Bodies.Suspension.class, Map.of("reason", form.text("reason"))))
                        .map(suspended -> Pages.seeOther(href(partner), Done.SUSPENDED)),
                noticed -> one(noticed, partner, form));
    }

    @POST
    @Path("{partner}/resumption")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> resume(String partner) {
        return pages.attempt(
                frame(partner),
                () -> secrets("Resumed", partners.resume(partner)),
                noticed -> one(noticed, partner, Form.EMPTY));
    }

    @POST
    @Path("{partner}/kafka-credential")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> renewKafka(String partner) {
        Frame frame = frame("New Kafka credential");
        return pages.attempt(
                frame(partner),
                () -> partners.renewKafka(partner)
                        .chain(made -> pages.show(Templates.kafkaSecrets(frame, partner, made))),
                noticed -> one(noticed, partner, Form.EMPTY));
    }

    private static String href(String partner) {
        return Section.PARTNERS.href() + "/" + partner;
    }
}
