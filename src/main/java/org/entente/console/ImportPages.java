package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.entente.csaf.ImportsResource;
import org.entente.csaf.ImportsResource.Imported;
import org.entente.partner.Roles;

/** CSAF documents of others, made drafts of advisories. */
@Path("/console/advisories/imports")
@RolesAllowed({Roles.CURATOR, Roles.APPROVER})
class ImportPages {

    private static final String TITLE = "Import a CSAF document";

    private final Pages pages;
    private final ImportsResource imports;

    ImportPages(Pages pages, ImportsResource imports) {
        this.pages = pages;
        this.imports = imports;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance importForm(Frame frame, Form form);

        static native TemplateInstance imported(Frame frame, Imported made);
    }

    @GET
    public Uni<Response> begin() {
        return pages.show(Templates.importForm(pages.frame(Section.ADVISORIES, TITLE), Form.EMPTY));
    }

    /** The other type is what a form without a file comes as, to be told what is missing. */
    @POST
    @Consumes({Multipart.MEDIA_TYPE, MediaType.APPLICATION_FORM_URLENCODED})
    public Uni<Response> load(@Context UriInfo uri) {
        Form form = pages.form();
        Frame made = pages.frame(Section.ADVISORIES, "Imported");
        return pages.attempt(
                pages.frame(Section.ADVISORIES, TITLE),
                () -> imports.load(
                                form.file("document"),
                                Pages.given(form.text("tlp")),
                                form.names("communities"),
                                form.names("partners"),
                                form.names("exceptions"),
                                form.names("exceptCommunities"),
                                uri)
                        .chain(answer -> pages.show(Templates.imported(made, answer.getEntity()))),
                noticed -> Uni.createFrom().item(Templates.importForm(noticed, form)));
    }

    /** To be kept as a file: what stands in it is of others. */
    @GET
    @Path("{sha256}")
    @RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> original(String sha256) {
        return imports.read(sha256)
                .map(document -> Response.ok(document, MediaType.APPLICATION_OCTET_STREAM)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"csaf.json\"")
                        .build());
    }
}
