package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.entente.http.ProblemException;
import org.entente.partner.Caller;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What REST and the console ask for, on behalf of a caller, who gets what it may have. Thread safe. */
@ApplicationScoped
public class Search {

    private final Viewers viewers;
    private final Pages pages;
    private final Objects objects;
    private final Graph graph;
    private final Timeline timeline;

    Search(Viewers viewers, Pages pages, Objects objects, Graph graph, Timeline timeline) {
        this.viewers = viewers;
        this.pages = pages;
        this.objects = objects;
        this.graph = graph;
        this.timeline = timeline;
    }

    /**
     * One page, newest first.
     *
     * @param limit as the caller gave it
     * @param next as the caller gave it; null for the first page
     * @throws ProblemException 400 for a limit out of bounds, or a cursor that was not given for this question
     */
    public Uni<SearchAnswer> find(Caller caller, Wanted wanted, int limit, @Nullable String next) {
        return pages.page(caller, wanted, limit, next);
    }

    /** One object, or 404. */
    public Uni<ObjectView> object(Caller caller, StixId id) {
        return viewers.of(caller).chain(viewer -> objects.view(viewer, id));
    }

    /**
     * What an object is tied to, or 404.
     *
     * @param depth steps, 1 to 3; any other is 400
     */
    public Uni<GraphView> graph(Caller caller, StixId id, int depth) {
        if (depth < 1 || depth > Graph.DEPTH_MAX) {
            throw ProblemException.invalidParameter("depth must be 1 to " + Graph.DEPTH_MAX + ".");
        }
        return viewers.of(caller).chain(viewer -> graph.around(viewer, id, depth));
    }

    /** What happened to an object, or 404. */
    public Uni<TimelineView> timeline(Caller caller, StixId id) {
        return viewers.of(caller).chain(viewer -> timeline.of(viewer, id));
    }
}
