package org.entente.console;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.stream.Stream;
import org.entente.console.Charts.Link;
import org.entente.console.Charts.Node;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Roles;
import org.entente.retention.ObjectPurgeResource;
import org.entente.search.GraphView;
import org.entente.search.Hit;
import org.entente.search.ObjectResource;
import org.entente.search.ObjectView;
import org.entente.search.SearchAnswer;
import org.entente.search.SearchResource;
import org.entente.search.TimelineView;
import org.jspecify.annotations.Nullable;

/** Reports as they come in, and any object with what it is tied to and what happened to it. */
@Path("/console")
@RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
class ObjectPages {

    private final Pages pages;
    private final SearchResource search;
    private final ObjectResource objects;
    private final ObjectPurgeResource purging;
    private final Charts charts;
    private final ObjectMapper json;

    ObjectPages(
            Pages pages,
            SearchResource search,
            ObjectResource objects,
            ObjectPurgeResource purging,
            Charts charts,
            ObjectMapper json) {
        this.purging = purging;
        this.pages = pages;
        this.search = search;
        this.objects = objects;
        this.charts = charts;
        this.json = json;
    }

    /**
     * What a list of reports was asked for, as it stands in its fields.
     *
     * @param since date and time
     */
    public record Filter(String type, String tlp, String submitter, String since) {}

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance reports(Frame frame, SearchAnswer found, Filter filter);

        static native TemplateInstance object(
                Frame frame,
                ObjectView object,
                StixSummary summary,
                GraphView graph,
                String chart,
                TimelineView timeline);

        static native TemplateInstance objectErased(Frame frame, ObjectPurgeResource.Remnants object);
    }

    @GET
    @Path("reports")
    public Uni<Response> reports(
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("tlp") @DefaultValue("") String tlp,
            @QueryParam("submitter") @DefaultValue("") String submitter,
            @QueryParam("since") @DefaultValue("") String since,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        Frame frame = pages.frame(Section.REPORTS, "Reports");
        Filter filter = new Filter(type.strip(), tlp.strip(), submitter.strip(), since.strip());
        return pages.attempt(
                frame,
                () -> search.reports(
                                Pages.given(filter.type()),
                                Pages.given(filter.tlp()),
                                Pages.given(filter.submitter()),
                                Pages.given(filter.since()),
                                Pages.ROWS,
                                next,
                                uri)
                        .map(found -> Templates.reports(
                                frame.marked(
                                        Pages.highest(found.items().stream().map(Hit::tlp))),
                                found,
                                filter))
                        .chain(pages::show),
                noticed -> Uni.createFrom()
                        .item(Templates.reports(noticed, new SearchAnswer(List.of(), null, null, null), filter)));
    }

    @GET
    @Path("objects/{object}")
    public Uni<Response> object(String object, @Context UriInfo uri) {
        Frame frame = pages.frame(Section.REPORTS, "Object");
        Frame ofErased = pages.frame(Section.RETENTION, "Erased object");
        return Uni.combine()
                .all()
                .unis(objects.read(object, uri), objects.graph(object, 1, uri), objects.timeline(object, uri))
                .usingConcurrencyOf(1)
                .with((view, graph, timeline) -> Templates.object(
                        frame.marked(Pages.highest(Stream.concat(
                                Stream.of(view.tlp()), graph.nodes().stream().map(Hit::tlp)))),
                        view,
                        StixSummary.of(json, view.object()),
                        graph,
                        chart(graph),
                        timeline))
                .onFailure(ObjectPages::isNotThere)
                .recoverWithUni(() -> purging.erased(object, uri).map(left -> Templates.objectErased(ofErased, left)))
                .chain(pages::show);
    }

    private static boolean isNotThere(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }

    private String chart(GraphView graph) {
        return charts.graph(
                graph.nodes().stream()
                        .map(node ->
                                new Node(node.id(), node.name().isEmpty() ? node.type() : node.name(), node.type()))
                        .toList(),
                graph.edges().stream()
                        .map(edge -> new Link(edge.source(), edge.target(), edge.type()))
                        .toList());
    }
}
