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
import org.entente.partner.OperatorsResource;
import org.entente.partner.Roles;
import org.entente.partner.Views.CreatedOperatorView;
import org.entente.partner.Views.OperatorView;
import org.jspecify.annotations.Nullable;

/** Operators and what they may do. */
@Path("/console/operators")
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
class OperatorPages {

    private final Pages pages;
    private final OperatorsResource operators;

    OperatorPages(Pages pages, OperatorsResource operators) {
        this.pages = pages;
        this.operators = operators;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance operators(Frame frame, Listing<OperatorView> found, Form form);

        static native TemplateInstance operator(Frame frame, OperatorView operator, String version, Form form);

        static native TemplateInstance operatorSecret(Frame frame, CreatedOperatorView made);
    }

    @GET
    public Uni<Response> list(@QueryParam("next") @Nullable String next) {
        return list(frame("Operators"), next, Form.EMPTY).chain(pages::show);
    }

    private Frame frame(String title) {
        return pages.frame(Section.OPERATORS, title);
    }

    private Uni<TemplateInstance> list(Frame frame, @Nullable String next, Form form) {
        return operators.list(Pages.ROWS, next).map(found -> Templates.operators(frame, found, form));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> create() {
        Form form = pages.form();
        Frame made = frame("New operator");
        return pages.attempt(
                frame("Operators"),
                () -> operators
                        .create(pages.body(
                                Bodies.NewOperator.class,
                                Map.of(
                                        "id", form.text("id"),
                                        "title", form.text("title"),
                                        "roles", form.all("roles"))))
                        .chain(created -> pages.show(Templates.operatorSecret(made, created.getEntity()))),
                noticed -> list(noticed, null, form));
    }

    @GET
    @Path("{operator}")
    public Uni<Response> one(String operator) {
        return one(frame(operator), operator, Form.EMPTY).chain(pages::show);
    }

    private Uni<TemplateInstance> one(Frame frame, String operator, Form form) {
        return operators
                .read(operator)
                .map(found -> Templates.operator(frame, found.getEntity(), Pages.version(found), form));
    }

    @POST
    @Path("{operator}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> change(String operator) {
        Form form = pages.form();
        return pages.attempt(
                frame(operator),
                () -> operators
                        .change(
                                operator,
                                pages.body(
                                        Bodies.OperatorChange.class,
                                        Map.of("title", form.text("title"), "roles", form.all("roles"))),
                                form.text("version"))
                        .map(changed -> Pages.seeOther(Section.OPERATORS.href() + "/" + operator, Done.SAVED)),
                noticed -> one(noticed, operator, form));
    }
}
