package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.entente.http.Listing;
import org.entente.intake.ConflictResource;
import org.entente.intake.ConflictResource.Conflict;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** Submissions that contradict what their submitters may not know of: operators are told instead. */
@Path("/console/conflicts")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class ConflictPages {

    private final Pages pages;
    private final ConflictResource conflicts;

    ConflictPages(Pages pages, ConflictResource conflicts) {
        this.pages = pages;
        this.conflicts = conflicts;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance conflicts(Frame frame, Listing<Conflict> found);
    }

    @GET
    public Uni<Response> list(@QueryParam("next") @Nullable String next) {
        Frame frame = pages.frame(Section.REVIEWS, "Conflicts");
        return conflicts.list(Pages.ROWS, next).chain(found -> pages.show(Templates.conflicts(frame, found)));
    }
}
