package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.entente.partner.Roles;

/** Where an operator begins. */
@Path("/console")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class OverviewPages {

    private final Pages pages;

    OverviewPages(Pages pages) {
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance overview(Frame frame);
    }

    @GET
    public Uni<Response> overview() {
        return pages.show(Templates.overview(pages.frame(Section.OVERVIEW, "Overview")));
    }
}
