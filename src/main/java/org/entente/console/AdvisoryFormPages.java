package org.entente.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.EventView;
import org.entente.advisory.AdvisoryViews.NewAdvisory;
import org.entente.advisory.DraftingResource;
import org.entente.console.AdvisoryForm.Difference;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Roles;
import org.entente.stix.Tlp;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The editor of advisories. Of two who write at a time the later one sees what the earlier one wrote, beside the own text. */
@Path("/console/advisories")
@RolesAllowed({Roles.CURATOR, Roles.APPROVER})
class AdvisoryFormPages {

    private static final int ROWS_MORE = 3;

    private final Pages pages;
    private final DraftingResource drafting;
    private final AdvisoryFields fields;

    AdvisoryFormPages(Pages pages, DraftingResource drafting, ObjectMapper json) {
        this.pages = pages;
        this.drafting = drafting;
        this.fields = new AdvisoryFields(json);
    }

    /**
     * What the page of the form holds.
     *
     * @param action where the form goes
     * @param back where to leave it to
     * @param version for {@code If-Match}; empty for a new advisory
     * @param other what somebody else did meanwhile; null where nobody did
     * @param differences what stands there otherwise than in the form
     */
    public record Editor(
            String action,
            String back,
            String version,
            AdvisoryForm fields,
            @Nullable EventView other,
            List<Difference> differences) {
        public Editor {
            differences = List.copyOf(differences);
        }
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance advisoryForm(Frame frame, Editor editor);
    }

    @GET
    @Path("new")
    public Uni<Response> begin() {
        return pages.show(fresh(pages.frame(Section.ADVISORIES, "A new advisory"), AdvisoryForm.empty(), 0));
    }

    private static TemplateInstance fresh(Frame frame, AdvisoryForm form, int more) {
        String list = Section.ADVISORIES.href();
        return Templates.advisoryForm(
                frame, new Editor(list + "/new", list, "", form.withBlanks(more), null, List.of()));
    }

    @POST
    @Path("new")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> create() {
        Form form = pages.form();
        Frame frame = pages.frame(Section.ADVISORIES, "A new advisory");
        AdvisoryForm filled = AdvisoryForm.of(form);
        if (form.has("deed", "rows")) {
            return pages.show(fresh(frame, filled, ROWS_MORE));
        }
        return pages.attempt(
                frame,
                () -> drafting.write(body(form, filled))
                        .map(made -> Pages.seeOther(
                                AdvisoryPages.href(made.getEntity().trackingId().value()), Done.CREATED)),
                noticed -> Uni.createFrom().item(fresh(noticed, filled, 0)));
    }

    private NewAdvisory body(Form form, AdvisoryForm filled) {
        if (!form.fields().containsKey(AdvisoryForm.END)) {
            throw new ProblemException(
                    ProblemType.BAD_REQUEST, "The form arrived in part: it has too many fields. Nothing was saved.");
        }
        return pages.body(NewAdvisory.class, fields.body(filled));
    }

    @GET
    @Path("{advisory}/form")
    public Uni<Response> edit(String advisory) {
        Frame frame = frame(advisory);
        return drafting.working(advisory).chain(found -> {
            AdvisoryView view = found.getEntity();
            return pages.show(editor(frame, found, fields.form(view), Pages.version(found), 0));
        });
    }

    private Frame frame(String advisory) {
        return pages.frame(Section.ADVISORIES, "Edit advisory " + advisory);
    }

    /** @param seen the version that the form was begun with */
    private TemplateInstance editor(
            Frame frame, RestResponse<AdvisoryView> found, AdvisoryForm form, String seen, int more) {
        AdvisoryView view = found.getEntity();
        String now = Pages.version(found);
        List<EventView> history = view.history() == null ? List.of() : view.history();
        boolean changed = !now.equals(seen) && !history.isEmpty();
        String href = AdvisoryPages.href(view.trackingId().value());
        return Templates.advisoryForm(
                frame.marked(java.util.Optional.of(view.content().level())).marked(Tlp.ofLabel(form.tlp())),
                new Editor(
                        href + "/form",
                        href,
                        now,
                        form.withBlanks(more),
                        changed ? history.get(history.size() - 1) : null,
                        changed ? form.differences(fields.form(view)) : List.of()));
    }

    @POST
    @Path("{advisory}/form")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> save(String advisory) {
        Form form = pages.form();
        Frame frame = frame(advisory);
        AdvisoryForm filled = AdvisoryForm.of(form);
        String seen = form.text("version");
        if (form.has("deed", "rows")) {
            return again(frame, advisory, filled, seen, ROWS_MORE).chain(pages::show);
        }
        return pages.attempt(
                frame,
                () -> drafting.edit(advisory, body(form, filled), seen)
                        .map(saved -> Pages.seeOther(AdvisoryPages.href(advisory), Done.SAVED)),
                noticed -> again(noticed, advisory, filled, seen, 0));
    }

    private Uni<TemplateInstance> again(Frame frame, String advisory, AdvisoryForm filled, String seen, int more) {
        return drafting.working(advisory).map(found -> editor(frame, found, filled, seen, more));
    }
}
