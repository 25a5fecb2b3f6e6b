package org.entente.csaf.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The products of a document, each with what the branches above it say. Pure. */
final class Catalogue {

    private Catalogue() {}

    static List<CsafDocument.Product> of(Spot root) {
        List<CsafDocument.Product> products = new ArrayList<>();
        Deque<Place> open = new ArrayDeque<>();
        push(open, root.at("product_tree"), Map.of());
        while (!open.isEmpty()) {
            Place place = open.pop();
            Spot branch = place.branch();
            Map<String, String> above = new HashMap<>(place.above());
            above.put(branch.text("category"), branch.text("name"));
            if (branch.has("product")) {
                products.add(product(branch.at("product"), above));
            }
            push(open, branch, above);
        }
        Spot tree = root.at("product_tree");
        tree.each("full_product_names").forEach(product -> products.add(product(product, Map.of())));
        tree.each("relationships").forEach(made -> products.add(product(made.at("full_product_name"), Map.of())));
        return products;
    }

    /** In the document's order. */
    private static void push(Deque<Place> open, Spot parent, Map<String, String> above) {
        List<Spot> branches = parent.each("branches");
        for (int i = branches.size() - 1; i >= 0; i--) {
            open.push(new Place(branches.get(i), above));
        }
    }

    private static CsafDocument.Product product(Spot product, Map<String, String> above) {
        return new CsafDocument.Product(product.text("product_id"), product.text("name"), above);
    }

    private record Place(Spot branch, Map<String, String> above) {}
}
