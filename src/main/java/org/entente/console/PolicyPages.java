package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.entente.console.PolicyForm.Field;
import org.entente.http.Listing;
import org.entente.partner.Bodies;
import org.entente.partner.DraftsResource;
import org.entente.partner.PoliciesResource;
import org.entente.partner.PolicySchema;
import org.entente.partner.PolicyViews.DraftView;
import org.entente.partner.PolicyViews.PolicyView;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** The policy in force for a partner, how it came about, and the writing of another. */
@Path("/console/partners/{partner}/policy")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class PolicyPages {

    private final Pages pages;
    private final PoliciesResource policies;
    private final DraftsResource drafts;
    private final PolicyForm rules;

    PolicyPages(Pages pages, PoliciesResource policies, DraftsResource drafts, PolicySchema schema, ObjectMapper json)
            throws JsonProcessingException {
        this.pages = pages;
        this.policies = policies;
        this.drafts = drafts;
        this.rules = new PolicyForm(json.readTree(schema.schema()), json);
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance policy(
                Frame frame,
                String partner,
                PolicyView policy,
                List<Field> fields,
                Listing<DraftView> drafts,
                Listing<PolicyView> versions);

        static native TemplateInstance policyForm(
                Frame frame, String partner, String action, String version, List<Field> fields, String reason);
    }

    @GET
    public Uni<Response> inForce(
            String partner,
            @QueryParam("drafts") @Nullable String draftsNext,
            @QueryParam("versions") @Nullable String versionsNext) {
        Frame frame = frame("Policy of " + partner);
        return Uni.combine()
                .all()
                .unis(
                        policies.inForce(partner),
                        drafts.list(partner, null, Pages.ROWS, draftsNext),
                        policies.versions(partner, Pages.ROWS, versionsNext))
                .usingConcurrencyOf(1)
                .with((policy, proposed, versions) -> page(frame, partner, policy.getEntity(), proposed, versions))
                .chain(pages::show);
    }

    private TemplateInstance page(
            Frame frame, String partner, PolicyView policy, Listing<DraftView> proposed, Listing<PolicyView> versions) {
        return Templates.policy(frame, partner, policy, rules.fields(policy.policy()), proposed, versions);
    }

    private Frame frame(String title) {
        return pages.frame(Section.PARTNERS, title);
    }

    @GET
    @Path("versions/{number}")
    public Uni<Response> version(String partner, long number) {
        Frame frame = frame("Policy of " + partner + ", version " + number);
        Listing<DraftView> none = new Listing<>(List.of(), null);
        return policies.one(partner, number)
                .map(found -> page(frame, partner, found, none, new Listing<>(List.of(), null)))
                .chain(pages::show);
    }

    @GET
    @Path("new-draft")
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> begin(String partner) {
        Frame frame = frame("New policy of " + partner);
        return policies.inForce(partner)
                .map(policy -> Templates.policyForm(
                        frame,
                        partner,
                        href(partner) + "/new-draft",
                        "",
                        rules.fields(policy.getEntity().policy()),
                        ""))
                .chain(pages::show);
    }

    @POST
    @Path("new-draft")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> write(String partner) {
        Form form = pages.form();
        return pages.attempt(
                frame("New policy of " + partner),
                () -> drafts.write(partner, draft(form))
                        .map(written -> Pages.seeOther(
                                href(partner) + "/drafts/" + written.getEntity().number(), Done.CREATED)),
                noticed -> Uni.createFrom().item(filledIn(noticed, partner, href(partner) + "/new-draft", form)));
    }

    private Bodies.NewDraft draft(Form form) {
        return pages.body(Bodies.NewDraft.class, Map.of("policy", rules.document(form), "reason", form.text("reason")));
    }

    private TemplateInstance filledIn(Frame frame, String partner, String action, Form form) {
        return Templates.policyForm(
                frame, partner, action, form.text("version"), rules.fields(form), form.text("reason"));
    }

    @GET
    @Path("drafts/{number}/form")
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> edit(String partner, long number) {
        Frame frame = frame("Draft " + number + " of " + partner);
        return drafts.read(partner, number)
                .map(found -> Templates.policyForm(
                        frame,
                        partner,
                        href(partner) + "/drafts/" + number + "/form",
                        Pages.version(found),
                        rules.fields(found.getEntity().policy()),
                        found.getEntity().reason()))
                .chain(pages::show);
    }

    @POST
    @Path("drafts/{number}/form")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> change(String partner, long number) {
        Form form = pages.form();
        String draft = href(partner) + "/drafts/" + number;
        return pages.attempt(
                frame("Draft " + number + " of " + partner),
                () -> drafts.edit(partner, number, draft(form), form.text("version"))
                        .map(changed -> Pages.seeOther(draft, Done.SAVED)),
                noticed -> Uni.createFrom().item(filledIn(noticed, partner, draft + "/form", form)));
    }

    /** A policy as its rules. */
    List<Field> fields(JsonNode policy) {
        return rules.fields(policy);
    }

    static String href(String partner) {
        return Section.PARTNERS.href() + "/" + partner + "/policy";
    }
}
