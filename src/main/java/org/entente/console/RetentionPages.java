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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Roles;
import org.entente.retention.Hold;
import org.entente.retention.HoldsResource;
import org.entente.retention.ObjectPurgeResource;
import org.entente.retention.PurgesResource;
import org.entente.retention.Rule;
import org.entente.retention.RulesResource;
import org.entente.retention.Run;
import org.entente.retention.RunsResource;
import org.jspecify.annotations.Nullable;

/** What must go when, what must not, and what was done about it. */
@Path("/console/retention")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class RetentionPages {

    /** Of runs and of orders to erase, the newest. */
    private static final int SHOWN = 20;

    private final Pages pages;
    private final RulesResource rules;
    private final HoldsResource holds;
    private final RunsResource runs;
    private final PurgesResource purges;
    private final ObjectPurgeResource purging;

    RetentionPages(
            Pages pages,
            RulesResource rules,
            HoldsResource holds,
            RunsResource runs,
            PurgesResource purges,
            ObjectPurgeResource purging) {
        this.pages = pages;
        this.rules = rules;
        this.holds = holds;
        this.runs = runs;
        this.purges = purges;
        this.purging = purging;
    }

    /** @param expected what a run would erase now; empty where nobody asked */
    public record Shown(
            List<Rule> rules,
            List<Hold> holds,
            List<Run> runs,
            List<PurgesResource.View> purges,
            List<RunsResource.Expected> expected) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance retention(Frame frame, Shown shown, Form form);
    }

    @GET
    public Uni<Response> show(@QueryParam("preview") @Nullable String preview, @Context UriInfo uri) {
        return show(frame(), Form.EMPTY, "true".equals(preview)).chain(pages::show);
    }

    private Frame frame() {
        return pages.frame(Section.RETENTION, "Retention");
    }

    private Uni<TemplateInstance> show(Frame frame, Form form, boolean preview) {
        return Uni.combine()
                .all()
                .unis(
                        rules.standing(),
                        holds.standing(),
                        runs.newest(SHOWN),
                        purges.newest(SHOWN),
                        preview ? runs.expected() : Uni.createFrom().item(List.<RunsResource.Expected>of()))
                .usingConcurrencyOf(1)
                .with(Shown::new)
                .map(shown -> Templates.retention(frame, shown, form));
    }

    @POST
    @Path("rules")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> propose() {
        Form form = pages.form();
        return attempt(
                form, () -> rules.propose(pages.body(RulesResource.Request.class, proposal(form))), Done.SUBMITTED);
    }

    private static Map<String, Object> proposal(Form form) {
        if (!form.text("days").matches("\\d{1,6}")) {
            throw ProblemException.invalidBody("/days", "Must be a number of days.");
        }
        Map<String, Object> fields = new HashMap<>();
        fields.put("days", Integer.parseInt(form.text("days")));
        fields.put("since", form.text("since"));
        fields.put("reason", form.text("reason"));
        if (!form.names("tlp").isEmpty()) {
            fields.put("tlp", form.names("tlp"));
        }
        if (!form.names("kinds").isEmpty()) {
            fields.put("kinds", form.names("kinds"));
        }
        return fields;
    }

    @POST
    @Path("rules/{rule}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> decide(String rule) {
        Form form = pages.form();
        String seen = form.text("version");
        return attempt(
                form,
                () -> switch (form.text("deed")) {
                    case "approve" -> as(Roles.APPROVER, "an approver", () -> rules.approve(rule, seen));
                    case "reject" -> as(Roles.APPROVER, "an approver", () -> rules.reject(rule, seen));
                    case "end" -> rules.end(rule, seen);
                    default ->
                        throw new ProblemException(ProblemType.BAD_REQUEST, "Nothing of the kind is done to a rule.");
                },
                Done.SAVED);
    }

    /** One address takes what several roles may do. */
    private <T> Uni<T> as(String role, String who, Supplier<Uni<T>> deed) {
        if (!frame().may(role)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "This takes " + who + ".");
        }
        return deed.get();
    }

    @POST
    @Path("holds")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> hold() {
        Form form = pages.form();
        return attempt(
                form,
                () -> holds.make(new HoldsResource.Request(
                        Pages.given(form.text("object")),
                        Pages.given(form.text("submission")),
                        Pages.given(form.text("partner")),
                        form.text("reason"))),
                Done.SAVED);
    }

    @POST
    @Path("holds/{hold}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> lift(String hold) {
        Form form = pages.form();
        String seen = form.text("version");
        return attempt(
                form,
                () -> switch (form.text("deed")) {
                    case "propose" ->
                        as(
                                Roles.ADMIN,
                                "an administrator",
                                () -> holds.lift(hold, seen, new HoldsResource.Lifting(form.text("reason"))));
                    case "approve" -> as(Roles.APPROVER, "an approver", () -> holds.approve(hold, seen));
                    case "keep" -> holds.keep(hold, seen);
                    default ->
                        throw new ProblemException(ProblemType.BAD_REQUEST, "Nothing of the kind is done to a hold.");
                },
                Done.SAVED);
    }

    @POST
    @Path("runs")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> run() {
        return attempt(pages.form(), runs::start, Done.SAVED);
    }

    @POST
    @Path("purges")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> purge() {
        Form form = pages.form();
        return attempt(
                form,
                () -> purging.order(form.text("object"), new ObjectPurgeResource.Request(form.text("reason"))),
                Done.REMOVED);
    }

    private Uni<Response> attempt(Form form, Supplier<Uni<?>> deed, Done done) {
        return pages.attempt(
                frame(),
                () -> deed.get().map(made -> Pages.seeOther(Section.RETENTION.href(), done)),
                noticed -> show(noticed, form, false));
    }
}
