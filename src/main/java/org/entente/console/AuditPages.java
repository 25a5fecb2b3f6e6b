package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.entente.audit.AuditEvent;
import org.entente.audit.AuditResource;
import org.entente.http.Listing;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** What was done, by whom. */
@Path("/console/audit")
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
class AuditPages {

    private final Pages pages;
    private final AuditResource audit;

    AuditPages(Pages pages, AuditResource audit) {
        this.pages = pages;
        this.audit = audit;
    }

    /** What is asked for, as it stands in the fields. */
    public record Filter(String actor, String action, String subjectKind, String subject, String since, String until) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance audit(Frame frame, Listing<AuditEvent> found, Filter filter);
    }

    @GET
    public Uni<Response> list(
            @QueryParam("actor") @DefaultValue("") String actor,
            @QueryParam("action") @DefaultValue("") String action,
            @QueryParam("subjectKind") @DefaultValue("") String subjectKind,
            @QueryParam("subject") @DefaultValue("") String subject,
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("until") @DefaultValue("") String until,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.AUDIT, "Audit trail");
        Filter filter = new Filter(
                actor.strip(), action.strip(), subjectKind.strip(), subject.strip(), since.strip(), until.strip());
        return pages.attempt(
                frame,
                () -> audit.list(
                                Pages.given(filter.actor()),
                                Pages.given(filter.action()),
                                Pages.given(filter.subjectKind()),
                                Pages.given(filter.subject()),
                                Pages.given(filter.since()),
                                Pages.given(filter.until()),
                                null,
                                Pages.ROWS,
                                next,
                                uri)
                        .chain(found -> pages.show(Templates.audit(frame, found, filter))),
                noticed -> Uni.createFrom().item(Templates.audit(noticed, new Listing<>(List.of(), null), filter)));
    }
}
