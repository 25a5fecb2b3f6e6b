package org.entente.search;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an object is tied to, as far as the caller may have it.
 *
 * @param root the object asked for
 * @param complete whether nothing within the depth was left out because there was too much
 */
@Schema(name = "ObjectGraph")
public record GraphView(String root, List<Hit> nodes, List<Edge> edges, boolean complete) {

    /**
     * A tie; relationships are edges and no nodes.
     *
     * @param type of the relationship, or the property by which the source names the target
     * @param relationship the relationship's id; empty where a property ties
     */
    @Schema(name = "ObjectGraphEdge")
    public record Edge(String source, String target, String type, String relationship) {}
}
