package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.advisory.AdvisoriesResource;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.Reason;
import org.entente.advisory.DecisionsResource;
import org.entente.advisory.DraftingResource;
import org.entente.advisory.Gathering.Merge;
import org.entente.advisory.Gathering.Wanted;
import org.entente.advisory.GatheringResource;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Roles;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** Advisories: what becomes of each, what it gathers, and who would get it before anybody approves. */
@Path("/console/advisories")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class AdvisoryPages {

    private final Pages pages;
    private final AdvisoriesResource advisories;
    private final DraftingResource drafting;
    private final DecisionsResource decisions;
    private final GatheringResource gathering;
    private final AdvisorySheets sheets;
    private final ObjectMapper json;

    AdvisoryPages(
            Pages pages,
            AdvisoriesResource advisories,
            DraftingResource drafting,
            DecisionsResource decisions,
            GatheringResource gathering,
            AdvisorySheets sheets,
            ObjectMapper json) {
        this.pages = pages;
        this.advisories = advisories;
        this.drafting = drafting;
        this.decisions = decisions;
        this.gathering = gathering;
        this.sheets = sheets;
        this.json = json;
    }

    /** What the list is narrowed to. */
    public record Filter(String state, String cve, String text) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance advisories(Frame frame, Listing<AdvisoryView> found, Filter filter);

        static native TemplateInstance advisory(Frame frame, AdvisorySheet sheet, Form form);

        static native TemplateInstance gathered(Frame frame, String advisory, List<Merge> merged);
    }

    @GET
    public Uni<Response> list(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("cve") @DefaultValue("") String cve,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.ADVISORIES, "Advisories");
        Filter filter = new Filter(state.strip(), cve.strip(), text.strip());
        return pages.attempt(
                frame,
                () -> found(filter, next, uri)
                        .chain(found ->
                                pages.show(Templates.advisories(frame.marked(highest(found.items())), found, filter))),
                noticed ->
                        Uni.createFrom().item(Templates.advisories(noticed, new Listing<>(List.of(), null), filter)));
    }

    @SuppressWarnings("unchecked") // of the two shapes of the answer this is the one for operators
    private Uni<Listing<AdvisoryView>> found(Filter filter, @Nullable String next, UriInfo uri) {
        return advisories
                .list(given(filter.state()), given(filter.cve()), given(filter.text()), Pages.ROWS, next, uri)
                .map(found -> (Listing<AdvisoryView>) found);
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Optional<Tlp> highest(List<AdvisoryView> found) {
        return found.stream().map(one -> one.content().level()).reduce(Tlp::stricter);
    }

    @GET
    @Path("{advisory}")
    public Uni<Response> one(String advisory) {
        return one(frame(advisory), advisory, Form.EMPTY).chain(pages::show);
    }

    private Frame frame(String advisory) {
        return pages.frame(Section.ADVISORIES, "Advisory " + advisory);
    }

    private Uni<TemplateInstance> one(Frame frame, String advisory, Form form) {
        return sheets.of(advisory)
                .map(sheet -> Templates.advisory(frame.marked(Optional.of(sheet.highest())), sheet, form));
    }

    @POST
    @Path("{advisory}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER})
    public Uni<Response> decide(String advisory) {
        Form form = pages.form();
        return pages.attempt(
                frame(advisory),
                () -> done(advisory, form).map(done -> Pages.seeOther(href(advisory), done)),
                noticed -> one(noticed, advisory, form));
    }

    private Uni<Done> done(String advisory, Form form) {
        String seen = form.text("version");
        return switch (form.text("deed")) {
            case "submit" -> drafting(() -> decisions.submit(advisory, optional(form), seen), Done.SUBMITTED);
            case "approve" -> drafting(() -> decisions.approve(advisory, optional(form), seen), Done.APPROVED);
            case "reject" -> drafting(() -> decisions.reject(advisory, needed(form), seen), Done.DECLINED);
            case "publish" -> drafting(() -> decisions.publish(advisory, optional(form), seen), Done.PUBLISHED);
            case "amend" -> drafting(() -> drafting.amend(advisory, needed(form), seen), Done.BEGUN);
            case "discard" -> drafting(() -> drafting.discard(advisory, seen), Done.GIVEN_UP);
            case "withdraw" -> drafting(() -> decisions.withdraw(advisory, needed(form), seen), Done.WITHDRAWN);
            default ->
                throw new ProblemException(ProblemType.BAD_REQUEST, "Nothing of the kind is done to an advisory.");
        };
    }

    @FunctionalInterface
    private interface Deed {
        Uni<?> begin() throws JsonProcessingException;
    }

    private static Uni<Done> drafting(Deed deed, Done done) {
        try {
            return deed.begin().map(answer -> done);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A reason that was written as JSON can be read", e);
        }
    }

    private @Nullable String optional(Form form) throws JsonProcessingException {
        String reason = form.text("reason");
        return reason.isEmpty() ? null : json.writeValueAsString(Map.of("reason", reason));
    }

    private Reason needed(Form form) {
        return pages.body(Reason.class, Map.of("reason", form.text("reason")));
    }

    @POST
    @Path("{advisory}/gathered")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER})
    public Uni<Response> gather(String advisory) {
        Form form = pages.form();
        Frame gathered = pages.frame(Section.ADVISORIES, "Gathered");
        return pages.attempt(
                frame(advisory),
                () -> form.fields().containsKey("remove")
                        ? gathering
                                .remove(advisory, form.text("remove"), form.text("version"))
                                .map(after -> Pages.seeOther(href(advisory), Done.REMOVED))
                        : gather(gathered, advisory, form),
                noticed -> one(noticed, advisory, form));
    }

    private Uni<Response> gather(Frame frame, String advisory, Form form) {
        Wanted wanted = pages.body(
                Wanted.class,
                Map.of(
                        "objects", Lines.names(form.text("objects")),
                        "containers", Lines.names(form.text("containers")),
                        "submissions", Lines.names(form.text("submissions"))));
        return gathering.gather(advisory, wanted, form.text("version")).chain(answer -> {
            List<Merge> merged = answer.getEntity().merged();
            return merged.isEmpty()
                    ? Uni.createFrom().item(Pages.seeOther(href(advisory), Done.SAVED))
                    : pages.show(Templates.gathered(frame, advisory, merged));
        });
    }

    static String href(String advisory) {
        return Section.ADVISORIES.href() + "/" + advisory;
    }
}
