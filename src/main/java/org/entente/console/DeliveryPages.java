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
import org.entente.http.Listing;
import org.entente.partner.Roles;
import org.entente.relay.DriftResource;
import org.entente.relay.DriftResource.Drift;
import org.entente.relay.Quarantine;
import org.entente.relay.QuarantineResource;
import org.jspecify.annotations.Nullable;

/** Delivery over Kafka: records that stopped it, and how the broker differed from what it should be. */
@Path("/console/delivery")
@RolesAllowed({Roles.AUDITOR, Roles.ADMIN})
class DeliveryPages {

    private final Pages pages;
    private final QuarantineResource quarantine;
    private final DriftResource drift;

    DeliveryPages(Pages pages, QuarantineResource quarantine, DriftResource drift) {
        this.pages = pages;
        this.quarantine = quarantine;
        this.drift = drift;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance delivery(
                Frame frame, Listing<Quarantine.Entry> found, boolean openOnly, @Nullable Drift drift);
    }

    @GET
    public Uni<Response> show(@QueryParam("all") @Nullable String all, @QueryParam("next") @Nullable String next) {
        return show(frame(), !"true".equals(all), next).chain(pages::show);
    }

    private Frame frame() {
        return pages.frame(Section.DELIVERY, "Delivery");
    }

    private Uni<TemplateInstance> show(Frame frame, boolean openOnly, @Nullable String next) {
        @Nullable Drift found = frame.may(Roles.ADMIN) ? drift.last() : null;
        return quarantine
                .list(openOnly, Pages.ROWS, next)
                .map(listed -> Templates.delivery(frame, listed, openOnly, found));
    }

    @POST
    @Path("quarantine/{number}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> resolve(long number) {
        Form form = pages.form();
        return pages.attempt(
                frame(),
                () -> quarantine
                        .resolve(number, new QuarantineResource.Decision(form.text("action")))
                        .map(resolved -> Pages.seeOther(Section.DELIVERY.href(), Done.SAVED)),
                noticed -> show(noticed, true, null));
    }

    @POST
    @Path("drift")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed(Roles.ADMIN)
    public Uni<Response> look() {
        return pages.attempt(
                frame(),
                () -> drift.look().map(looked -> Pages.seeOther(Section.DELIVERY.href(), Done.LOOKED)),
                noticed -> show(noticed, true, null));
    }
}
