package org.entente.csaf.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The products and groups a document defines. Immutable.
 *
 * @param definitions every Full Product Name, in the document's order
 * @param branches every branch, however deep
 * @param groups the products of each group
 */
record Products(List<Spot> definitions, List<Spot> branches, Map<String, Set<String>> groups) {

    static Products of(Spot root) {
        Spot tree = root.at("product_tree");
        List<Spot> branches = branches(tree);
        List<Spot> definitions = new ArrayList<>();
        branches.stream()
                .map(branch -> branch.at("product"))
                .filter(Spot::isPresent)
                .forEach(definitions::add);
        definitions.addAll(tree.each("full_product_names"));
        tree.each("relationships").stream()
                .map(relationship -> relationship.at("full_product_name"))
                .filter(Spot::isPresent)
                .forEach(definitions::add);
        Map<String, Set<String>> groups = new HashMap<>();
        for (Spot group : tree.each("product_groups")) {
            groups.computeIfAbsent(group.text("group_id"), id -> new LinkedHashSet<>())
                    .addAll(group.texts("product_ids"));
        }
        return new Products(List.copyOf(definitions), branches, groups);
    }

    private static List<Spot> branches(Spot tree) {
        List<Spot> all = new ArrayList<>();
        Deque<Spot> open = new ArrayDeque<>(tree.each("branches"));
        while (!open.isEmpty()) {
            Spot branch = open.pop();
            all.add(branch);
            List<Spot> below = branch.each("branches");
            for (int i = below.size() - 1; i >= 0; i--) {
                open.push(below.get(i));
            }
        }
        return List.copyOf(all);
    }

    Set<String> ids() {
        Set<String> ids = new HashSet<>();
        definitions.forEach(product -> ids.add(product.text("product_id")));
        return ids;
    }

    /** The products that something names by their ids and by their groups. */
    Set<String> namedBy(Spot naming) {
        Set<String> named = new LinkedHashSet<>(naming.texts("product_ids"));
        naming.texts("group_ids").forEach(group -> named.addAll(groups.getOrDefault(group, Set.of())));
        return named;
    }
}
