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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.entente.http.Listing;
import org.entente.partner.Bodies;
import org.entente.partner.CommunitiesResource;
import org.entente.partner.PartnersResource;
import org.entente.partner.Roles;
import org.entente.partner.Views.CommunityView;
import org.entente.partner.Views.PartnerView;
import org.jspecify.annotations.Nullable;

/** Communities and their members. */
@Path("/console/communities")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class CommunityPages {

    private final Pages pages;
    private final CommunitiesResource communities;
    private final PartnersResource partners;

    CommunityPages(Pages pages, CommunitiesResource communities, PartnersResource partners) {
        this.pages = pages;
        this.communities = communities;
        this.partners = partners;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance communities(Frame frame, Listing<CommunityView> found, Form form);

        static native TemplateInstance community(
                Frame frame, CommunityView community, String version, Listing<PartnerView> partners, Form form);
    }

    @GET
    public Uni<Response> list(@QueryParam("next") @Nullable String next) {
        return list(frame(), next, Form.EMPTY).chain(pages::show);
    }

    private Frame frame() {
        return pages.frame(Section.COMMUNITIES, "Communities");
    }

    private Uni<TemplateInstance> list(Frame frame, @Nullable String next, Form form) {
        return communities.list(Pages.ROWS, next).map(found -> Templates.communities(frame, found, form));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> create() {
        Form form = pages.form();
        return pages.attempt(
                frame(),
                () -> communities
                        .create(pages.body(
                                Bodies.NewCommunity.class, Map.of("id", form.text("id"), "title", form.text("title"))))
                        .map(created ->
                                Pages.seeOther(href(created.getEntity().id().value()), Done.CREATED)),
                noticed -> list(noticed, null, form));
    }

    @GET
    @Path("{community}")
    public Uni<Response> one(String community) {
        return one(pages.frame(Section.COMMUNITIES, community), community, Form.EMPTY)
                .chain(pages::show);
    }

    private Uni<TemplateInstance> one(Frame frame, String community, Form form) {
        return Uni.combine()
                .all()
                .unis(communities.read(community), partners.list(Listing.LIMIT_MAX, null))
                .usingConcurrencyOf(1)
                .with((found, all) -> Templates.community(frame, found.getEntity(), Pages.version(found), all, form));
    }

    @POST
    @Path("{community}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> change(String community) {
        Form form = pages.form();
        return pages.attempt(
                pages.frame(Section.COMMUNITIES, community),
                () -> communities
                        .change(
                                community,
                                pages.body(Bodies.CommunityChange.class, Map.of("title", form.text("title"))),
                                form.text("version"))
                        .map(changed -> Pages.seeOther(href(community), Done.SAVED)),
                noticed -> one(noticed, community, form));
    }

    @POST
    @Path("{community}/members")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> changeMembers(String community) {
        Form form = pages.form();
        String partner = form.text("partner");
        return pages.attempt(
                pages.frame(Section.COMMUNITIES, community),
                () -> (form.has("change", "leave")
                                ? communities.leave(community, partner)
                                : communities.join(community, partner))
                        .map(changed -> Pages.seeOther(href(community), Done.MEMBERS_CHANGED)),
                noticed -> one(noticed, community, form));
    }

    private static String href(String community) {
        return Section.COMMUNITIES.href() + "/" + community;
    }
}
