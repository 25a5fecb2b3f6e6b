package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.entente.advisory.AdvisoriesResource;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.DraftingResource;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** An advisory as its readers would have it: within a frame in which nothing runs and from which nothing leads anywhere. */
@Path("/console/advisories/{advisory}")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class AdvisoryPreviewPages {

    /** What the rendering says itself, but for who may show it in a frame. */
    private static final String OWN_FRAMES = "frame-ancestors 'none'";

    private final Pages pages;
    private final AdvisoriesResource advisories;
    private final DraftingResource drafting;

    AdvisoryPreviewPages(Pages pages, AdvisoriesResource advisories, DraftingResource drafting) {
        this.pages = pages;
        this.advisories = advisories;
        this.drafting = drafting;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance advisoryPreview(Frame frame, AdvisoryView advisory, String partner);
    }

    @GET
    @Path("preview")
    public Uni<Response> preview(String advisory, @QueryParam("partner") @DefaultValue("") String partner) {
        Frame frame = pages.frame(Section.ADVISORIES, "Preview of advisory " + advisory);
        String reader = partner.strip();
        return drafting.working(advisory).chain(found -> {
            Frame marked = frame.marked(Optional.of(found.getEntity().content().level()));
            return pages.attempt(
                    marked,
                    // Asked for here too, so that a partner that is none is said on the page and not in the frame.
                    () -> advisories
                            .preview(advisory, "json", given(reader))
                            .chain(shown -> pages.show(Templates.advisoryPreview(marked, found.getEntity(), reader))),
                    noticed -> Uni.createFrom().item(Templates.advisoryPreview(noticed, found.getEntity(), "")));
        });
    }

    @GET
    @Path("document")
    public Uni<Response> document(
            String advisory,
            @QueryParam("format") @DefaultValue("html") String format,
            @QueryParam("partner") @DefaultValue("") String partner) {
        return advisories.preview(advisory, format, given(partner.strip())).map(AdvisoryPreviewPages::sandboxed);
    }

    private static @Nullable String given(String partner) {
        return partner.isEmpty() ? null : partner;
    }

    private static Response sandboxed(Response rendered) {
        String policy = rendered.getHeaderString("Content-Security-Policy");
        if (policy == null) {
            String disposition = rendered.getHeaderString(HttpHeaders.CONTENT_DISPOSITION);
            rendered.getHeaders()
                    .putSingle(HttpHeaders.CONTENT_DISPOSITION, disposition.replaceFirst("^inline", "attachment"));
            return rendered;
        }
        rendered.getHeaders()
                .putSingle(
                        "Content-Security-Policy", "sandbox; " + policy.replace(OWN_FRAMES, "frame-ancestors 'self'"));
        rendered.getHeaders().putSingle("X-Frame-Options", "SAMEORIGIN");
        return rendered;
    }
}
