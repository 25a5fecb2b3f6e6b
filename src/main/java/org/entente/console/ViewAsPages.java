package org.entente.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.entente.explain.PartnerReadingResource;
import org.entente.explain.ReadObject;
import org.entente.http.Listing;
import org.entente.partner.Roles;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** The exchange as a partner sees it: what it would read at this moment, and nothing else. */
@Path("/console/partners/{partner}/reading")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class ViewAsPages {

    private final Pages pages;
    private final PartnerReadingResource reading;
    private final ObjectMapper json;

    ViewAsPages(Pages pages, PartnerReadingResource reading, ObjectMapper json) {
        this.pages = pages;
        this.reading = reading;
        this.json = json;
    }

    /**
     * One object, and what of it is worth a line.
     *
     * @param read as the partner gets it
     * @param summary of what it says
     */
    public record Line(ReadObject read, StixSummary summary) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance viewAs(
                Frame frame, String partner, List<Line> lines, @Nullable String next, String type, String addedAfter);
    }

    @GET
    public Uni<Response> read(
            String partner,
            @QueryParam("type") @Nullable String type,
            @QueryParam("addedAfter") @Nullable String addedAfter,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.PARTNERS, "As " + partner + " sees it");
        return pages.attempt(
                frame,
                () -> reading.read(partner, given(type), given(addedAfter), Pages.ROWS, next, uri)
                        .map(found -> page(frame, partner, found, type, addedAfter))
                        .chain(pages::show),
                noticed -> Uni.createFrom()
                        .item(Templates.viewAs(noticed, partner, List.of(), null, text(type), text(addedAfter))));
    }

    private TemplateInstance page(
            Frame frame,
            String partner,
            Listing<ReadObject> found,
            @Nullable String type,
            @Nullable String addedAfter) {
        Optional<Tlp> highest = found.items().stream()
                .flatMap(read -> Tlp.ofLabel(read.tlp()).stream())
                .reduce(Tlp::stricter);
        List<Line> lines = found.items().stream()
                .map(read -> new Line(read, StixSummary.of(json, read.object())))
                .toList();
        return Templates.viewAs(frame.marked(highest), partner, lines, found.next(), text(type), text(addedAfter));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
