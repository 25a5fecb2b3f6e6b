package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entente.console.PolicyForm.Field;
import org.entente.explain.PolicySimulation;
import org.entente.explain.SimulationResource;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Bodies;
import org.entente.partner.DraftsResource;
import org.entente.partner.PoliciesResource;
import org.entente.partner.PolicySchema;
import org.entente.partner.PolicyViews.DraftView;
import org.entente.partner.PolicyViews.PolicyView;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** A proposed policy beside the one in force: what it changes, what that would have meant, and what becomes of it. */
@Path("/console/partners/{partner}/policy/drafts/{number}")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class DraftPages {

    private final Pages pages;
    private final PoliciesResource policies;
    private final DraftsResource drafts;
    private final SimulationResource simulations;
    private final PolicyForm rules;
    private final ObjectMapper json;

    DraftPages(
            Pages pages,
            PoliciesResource policies,
            DraftsResource drafts,
            SimulationResource simulations,
            PolicySchema schema,
            ObjectMapper json)
            throws JsonProcessingException {
        this.pages = pages;
        this.policies = policies;
        this.drafts = drafts;
        this.simulations = simulations;
        this.rules = new PolicyForm(json.readTree(schema.schema()), json);
        this.json = json;
    }

    /**
     * One rule, before and after.
     *
     * @param field as proposed
     * @param now as in force
     */
    public record Compared(Field field, String now) {
        /** Whether the draft says something else. */
        public boolean isChanged() {
            return !field.value().equals(now);
        }
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance draft(
                Frame frame, DraftView draft, String version, List<Compared> rules, long inForce);

        static native TemplateInstance simulation(Frame frame, DraftView draft, PolicySimulation result, int days);
    }

    @GET
    public Uni<Response> one(String partner, long number) {
        return one(frame(partner, number), partner, number).chain(pages::show);
    }

    private Frame frame(String partner, long number) {
        return pages.frame(Section.PARTNERS, "Draft " + number + " of the policy of " + partner);
    }

    private Uni<TemplateInstance> one(Frame frame, String partner, long number) {
        return Uni.combine()
                .all()
                .unis(drafts.read(partner, number), policies.inForce(partner))
                .usingConcurrencyOf(1)
                .with((draft, policy) -> Templates.draft(
                        frame,
                        draft.getEntity(),
                        Pages.version(draft),
                        compared(draft.getEntity(), policy.getEntity()),
                        policy.getEntity().version()));
    }

    private List<Compared> compared(DraftView draft, PolicyView policy) {
        Map<String, String> now = rules.fields(policy.policy()).stream()
                .collect(java.util.stream.Collectors.toMap(Field::path, Field::value));
        return rules.fields(draft.policy()).stream()
                .map(field -> new Compared(field, now.getOrDefault(field.path(), "")))
                .toList();
    }

    @POST
    @Path("simulation")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> simulate(String partner, long number, @Context UriInfo uri) {
        Form form = pages.form();
        Frame frame = frame(partner, number);
        return pages.attempt(
                frame,
                () -> {
                    int days = days(form);
                    return Uni.combine()
                            .all()
                            .unis(
                                    drafts.read(partner, number),
                                    simulations.simulate(
                                            partner, new SimulationResource.Request(null, number, days, null), uri))
                            .usingConcurrencyOf(1)
                            .with((draft, result) -> Templates.simulation(frame, draft.getEntity(), result, days))
                            .chain(pages::show);
                },
                noticed -> one(noticed, partner, number));
    }

    private static int days(Form form) {
        String text = form.text("days");
        if (!text.matches("\\d{1,4}")) {
            throw ProblemException.invalidParameter("The days must be a number.");
        }
        return Integer.parseInt(text);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> decide(String partner, long number) {
        Form form = pages.form();
        return pages.attempt(
                frame(partner, number),
                () -> deed(partner, number, form).get().map(done -> Pages.seeOther(href(partner, number), Done.SAVED)),
                noticed -> one(noticed, partner, number));
    }

    private Supplier<Uni<?>> deed(String partner, long number, Form form) {
        String seen = form.text("version");
        return switch (form.text("deed")) {
            case "submit" -> () -> drafts.submit(partner, number, seen);
            case "approve" -> () -> approve(partner, number, form, seen);
            case "reject" ->
                () -> drafts.reject(
                        partner,
                        number,
                        pages.body(Bodies.Rejection.class, Map.of("reason", form.text("reason"))),
                        seen);
            case "withdraw" -> () -> drafts.withdraw(partner, number, seen);
            default -> throw new ProblemException(ProblemType.BAD_REQUEST, "Nothing of the kind is done to a draft.");
        };
    }

    private Uni<?> approve(String partner, long number, Form form, String seen) {
        String reason = form.text("reason");
        try {
            @Nullable String body = reason.isEmpty() ? null : json.writeValueAsString(Map.of("reason", reason));
            return drafts.approve(partner, number, body, seen);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }

    private static String href(String partner, long number) {
        return PolicyPages.href(partner) + "/drafts/" + number;
    }
}
