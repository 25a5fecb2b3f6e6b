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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.entente.explain.ObjectAudience;
import org.entente.explain.ObjectAudienceResource;
import org.entente.http.Listing;
import org.entente.partner.Roles;
import org.entente.recall.RecallResource;
import org.entente.recall.RecallsResource;
import org.entente.recall.Views.Made;
import org.entente.recall.Views.Recall;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** What was taken back, who has not dropped it yet, and taking something back. */
@Path("/console/recalls")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class RecallPages {

    private final Pages pages;
    private final RecallsResource recalls;
    private final RecallResource recalling;
    private final ObjectAudienceResource audiences;

    RecallPages(Pages pages, RecallsResource recalls, RecallResource recalling, ObjectAudienceResource audiences) {
        this.pages = pages;
        this.recalls = recalls;
        this.recalling = recalling;
        this.audiences = audiences;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance recalls(Frame frame, Listing<Recall> found, boolean openOnly, String object);

        static native TemplateInstance recall(Frame frame, Recall recall);

        static native TemplateInstance recallForm(Frame frame, ObjectAudience audience, Form form);

        static native TemplateInstance recallMade(Frame frame, Made made);
    }

    @GET
    public Uni<Response> list(
            @QueryParam("open") @Nullable String open,
            @QueryParam("next") @Nullable String next,
            @QueryParam("object") @Nullable String object) {
        if (object != null && !object.isBlank()) {
            // What somebody typed is no part of an address until it is known to be an id.
            return org.entente.stix.StixId.tryParse(object.strip())
                    .map(id -> Uni.createFrom().item(Pages.seeOther(Section.RECALLS.href() + "/of/" + id)))
                    .orElseGet(() -> noSuchId(object));
        }
        return list(pages.frame(Section.RECALLS, "Recalls"), open, next, "").chain(pages::show);
    }

    private Uni<Response> noSuchId(String object) {
        Frame frame = pages.frame(Section.RECALLS, "Recalls")
                .with(new Notice(true, "This is not the id of an object.", "", List.of()));
        return list(frame, null, null, object)
                .chain(page -> pages.show(Response.Status.BAD_REQUEST.getStatusCode(), page));
    }

    @SuppressWarnings("unchecked") // of the two shapes of the answer this is the one for operators
    private Uni<TemplateInstance> list(Frame frame, @Nullable String open, @Nullable String next, String object) {
        boolean openOnly = "true".equals(open);
        return recalls.list(Boolean.toString(openOnly), Pages.ROWS, next)
                .map(found -> Templates.recalls(frame, (Listing<Recall>) found, openOnly, object));
    }

    @GET
    @Path("{recall}")
    public Uni<Response> one(String recall) {
        Frame frame = pages.frame(Section.RECALLS, "Recall");
        return recalls.one(recall, Pages.ROWS, null)
                .chain(found -> pages.show(Templates.recall(frame, (Recall) found)));
    }

    @GET
    @Path("of/{object}")
    public Uni<Response> begin(String object, @Context UriInfo uri) {
        return form(pages.frame(Section.RECALLS, "Recall an object"), object, Form.EMPTY, uri)
                .chain(pages::show);
    }

    private Uni<TemplateInstance> form(Frame frame, String object, Form form, UriInfo uri) {
        return audiences.audience(object, null, null, null, uri).map(found -> {
            ObjectAudience audience = (ObjectAudience) found;
            Optional<Tlp> highest = audience.assertions().stream()
                    .flatMap(assertion -> Tlp.ofLabel(assertion.tlp()).stream())
                    .reduce(Tlp::stricter);
            return Templates.recallForm(frame.marked(highest), audience, form);
        });
    }

    @POST
    @Path("of/{object}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.ADMIN})
    public Uni<Response> make(String object, @Context UriInfo uri) {
        Form form = pages.form();
        Frame made = pages.frame(Section.RECALLS, "Recalled");
        return pages.attempt(
                pages.frame(Section.RECALLS, "Recall an object"),
                () -> recalling
                        .recall(object, new RecallResource.Request(form.text("reason"), keepers(form)))
                        .chain(answer -> pages.show(Templates.recallMade(made, (Made) answer.getEntity()))),
                noticed -> form(noticed, object, form, uri));
    }

    private static RecallResource.@Nullable Keepers keepers(Form form) {
        return form.has("keep", "some")
                ? new RecallResource.Keepers(
                        form.names("communities"),
                        form.names("partners"),
                        form.names("exceptions"),
                        form.names("exceptCommunities"))
                : null;
    }
}
