package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What {@code charts.js} draws, as JSON for an attribute. Thread safe. */
@ApplicationScoped
class Charts {

    private final ObjectMapper json;

    Charts(ObjectMapper json) {
        this.json = json;
    }

    /**
     * One row of bars.
     *
     * @param name in the legend
     * @param values in the order of the labels
     */
    record Series(String name, List<Long> values) {}

    /**
     * Something in a graph.
     *
     * @param name written beside it; the text of somebody else
     * @param category by which it is coloured
     */
    record Node(String id, String name, String category) {}

    /** A tie between two of them. */
    record Link(String source, String target, String label) {}

    String bars(List<String> labels, List<Series> series) {
        return written(Map.of("kind", "bars", "labels", labels, "series", series));
    }

    String graph(List<Node> nodes, List<Link> links) {
        List<String> categories =
                nodes.stream().map(Node::category).distinct().sorted().toList();
        return written(Map.of("kind", "graph", "categories", categories, "nodes", nodes, "links", links));
    }

    private String written(Map<String, ?> chart) {
        try {
            return json.writeValueAsString(chart);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Names and numbers are always JSON", e);
        }
    }
}
