package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.VersionFilter;
import org.entente.search.Content.Tie;
import org.entente.search.GraphView.Edge;
import org.entente.stix.StixId;

/**
 * Follows what ties objects together, step by step from one, under the ids that the viewer knows them by and through what the
 * viewer has only: a tie whose one end is withheld is not there. Thread safe.
 */
@ApplicationScoped
class Graph {

    static final int DEPTH_MAX = 3;

    private static final int NODES_MAX = 200;
    private static final int EDGES_MAX = 600;

    /** Objects that refer to those of one step, the newest. */
    private static final int REFERRING_MAX = 400;

    private static final Viewer.Narrowing ANYTHING =
            new Viewer.Narrowing(Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Sieve sieve;
    private final Objects objects;

    Graph(Sieve sieve, Objects objects) {
        this.sieve = sieve;
        this.objects = objects;
    }

    /** What is known so far; used by one question, one step after the other. */
    private static final class Walk {
        final Viewer viewer;
        final Map<StixId, Seen> nodes = new LinkedHashMap<>();
        final Map<StixId, Tie> ties = new HashMap<>();
        boolean complete = true;

        Walk(Viewer viewer) {
            this.viewer = viewer;
        }

        /** Takes nodes in as far as there is room; gives those that are new. */
        Set<StixId> add(Stream<Seen> seen) {
            Set<StixId> fresh = new LinkedHashSet<>();
            seen.filter(one -> !nodes.containsKey(one.name())).forEach(one -> {
                if (nodes.size() < NODES_MAX) {
                    nodes.put(one.name(), one);
                    fresh.add(one.name());
                } else {
                    complete = false;
                }
            });
            return fresh;
        }
    }

    /** The graph around an object, or 404. */
    Uni<GraphView> around(Viewer viewer, StixId id, int depth) {
        Walk walk = new Walk(viewer);
        return objects.newest(viewer, id)
                .map(root -> walk.add(Stream.of(root)))
                .chain(first -> further(walk, first, depth))
                .map(done -> view(walk, id));
    }

    private Uni<Walk> further(Walk walk, Set<StixId> border, int steps) {
        return steps == 0 || border.isEmpty()
                ? Uni.createFrom().item(walk)
                : referring(walk, border)
                        .chain(referring -> neighbours(walk, border, referring))
                        .chain(fresh -> further(walk, fresh, steps - 1));
    }

    /** What the viewer has that names one of these. */
    private Uni<List<Seen>> referring(Walk walk, Set<StixId> border) {
        return sieve.referring(walk.viewer.originals(border), walk.viewer.classes(ANYTHING), REFERRING_MAX)
                .invoke(found -> walk.complete &= found.size() < REFERRING_MAX)
                .chain(found -> walk.viewer.behind(found, VersionFilter.LAST))
                .map(seen -> seen.stream()
                        .filter(one -> one.content().references().stream()
                                .anyMatch(reference -> border.contains(reference.target())))
                        .sorted(Comparator.comparing(Seen::position).reversed())
                        .toList());
    }

    /** The nodes one step from the border, newly met. */
    private static Uni<Set<StixId>> neighbours(Walk walk, Set<StixId> border, List<Seen> referring) {
        Set<StixId> names = new LinkedHashSet<>();
        for (Seen one : referring) {
            one.content().tie().ifPresent(tie -> {
                walk.ties.put(one.name(), tie);
                names.add(tie.source());
                names.add(tie.target());
            });
        }
        for (StixId name : border) {
            Seen node = walk.nodes.get(name);
            if (node != null) {
                node.content().references().forEach(reference -> names.add(reference.target()));
            }
        }
        Set<StixId> wanted = names.stream()
                .filter(name -> !walk.nodes.containsKey(name))
                .limit(2L * NODES_MAX)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Stream<Seen> containers =
                referring.stream().filter(one -> one.content().tie().isEmpty());
        Set<StixId> fresh = walk.add(containers);
        return walk.viewer.named(wanted, VersionFilter.LAST).map(seen -> {
            fresh.addAll(walk.add(seen.stream()));
            return fresh;
        });
    }

    private static GraphView view(Walk walk, StixId root) {
        List<Edge> edges = new ArrayList<>();
        walk.ties.forEach((id, tie) -> {
            if (walk.nodes.containsKey(tie.source()) && walk.nodes.containsKey(tie.target())) {
                edges.add(new Edge(tie.source().toString(), tie.target().toString(), tie.type(), id.toString()));
            }
        });
        walk.nodes
                .values()
                .forEach(node -> new HashSet<>(node.content().references())
                        .stream()
                                .filter(reference -> walk.nodes.containsKey(reference.target()))
                                .forEach(reference -> edges.add(new Edge(
                                        node.name().toString(),
                                        reference.target().toString(),
                                        reference.property(),
                                        ""))));
        edges.sort(Comparator.comparing(Edge::source)
                .thenComparing(Edge::target)
                .thenComparing(Edge::type)
                .thenComparing(Edge::relationship));
        return new GraphView(
                root.toString(),
                walk.nodes.values().stream().map(Hit::of).toList(),
                edges.size() > EDGES_MAX ? edges.subList(0, EDGES_MAX) : edges,
                walk.complete && edges.size() <= EDGES_MAX);
    }
}
