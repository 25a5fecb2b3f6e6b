package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.mitigation.MitigationsResource;
import org.entente.mitigation.Uptake;
import org.entente.partner.Roles;
import org.entente.search.Hit;
import org.entente.search.SearchAnswer;
import org.entente.search.SearchResource;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** Mitigations, and what became of them as far as counts may be told. */
@Path("/console/mitigations")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class MitigationPages {

    private static final String KIND = "course-of-action";

    /** Each row asks for its own counts. */
    private static final int ROWS = 20;

    private final Pages pages;
    private final SearchResource search;
    private final MitigationsResource mitigations;

    MitigationPages(Pages pages, SearchResource search, MitigationsResource mitigations) {
        this.pages = pages;
        this.search = search;
        this.mitigations = mitigations;
    }

    /**
     * One mitigation of the list.
     *
     * @param hit as it was found
     * @param uptake of each submitter's; null where nothing is known
     */
    public record Line(Hit hit, @Nullable Uptake uptake) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance mitigations(
                Frame frame, SearchAnswer found, List<Line> lines, String q, String sector);
    }

    @GET
    public Uni<Response> list(
            @QueryParam("q") @DefaultValue("") String q,
            @QueryParam("sector") @DefaultValue("") String sector,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.MITIGATIONS, "Mitigations");
        SearchAnswer nothing = new SearchAnswer(List.of(), null, null, null);
        return pages.attempt(
                frame,
                () -> search.find(given(q), KIND, null, given(sector), null, null, ROWS, next, uri)
                        .chain(found -> lines(found.items())
                                .map(lines ->
                                        Templates.mitigations(frame.marked(highest(found)), found, lines, q, sector)))
                        .chain(pages::show),
                noticed -> Uni.createFrom().item(Templates.mitigations(noticed, nothing, List.of(), q, sector)));
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static Optional<Tlp> highest(SearchAnswer found) {
        return found.items().stream()
                .flatMap(hit -> Tlp.ofLabel(hit.tlp()).stream())
                .reduce(Tlp::stricter);
    }

    private Uni<List<Line>> lines(List<Hit> hits) {
        Uni<List<Line>> lines = Uni.createFrom().item(new ArrayList<>());
        for (Hit hit : hits) {
            lines = lines.chain(done -> uptake(hit).map(uptake -> {
                done.add(new Line(hit, uptake.orElse(null)));
                return done;
            }));
        }
        return lines;
    }

    /** Of one that has been recalled from everybody since there is none. */
    private Uni<Optional<Uptake>> uptake(Hit hit) {
        return mitigations
                .uptake(hit.id())
                .map(Optional::of)
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty());
    }
}
