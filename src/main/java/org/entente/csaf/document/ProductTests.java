package org.entente.csaf.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The mandatory tests of the product tree: 6.1.1 to 6.1.5, 6.1.13, 6.1.25 and 6.1.31. */
final class ProductTests {

    private final Spot root;
    private final Products products;
    private final Findings findings;

    ProductTests(Spot root, Products products, Findings findings) {
        this.root = root;
        this.products = products;
        this.findings = findings;
    }

    void check() {
        Set<String> ids = products.ids();
        references().stream()
                .filter(reference -> !ids.contains(reference.text()))
                .forEach(reference -> findings.test("6.1.1", reference, "The product tree defines no such product."));
        groupReferences().stream()
                .filter(reference -> !products.groups().containsKey(reference.text()))
                .forEach(reference -> findings.test("6.1.4", reference, "The product tree defines no such group."));
        refuseTwice(
                "6.1.2",
                products.definitions().stream().map(one -> one.at("product_id")).toList());
        Spot tree = root.at("product_tree");
        refuseTwice(
                "6.1.5",
                tree.each("product_groups").stream()
                        .map(one -> one.at("group_id"))
                        .toList());
        refuseCircles(tree.each("relationships"));
        products.definitions().forEach(this::checkHelper);
        products.branches().forEach(this::refuseRange);
    }

    private List<Spot> references() {
        Spot tree = root.at("product_tree");
        List<Spot> all = new ArrayList<>();
        tree.each("product_groups").forEach(group -> all.addAll(group.each("product_ids")));
        for (Spot relationship : tree.each("relationships")) {
            all.add(relationship.at("product_reference"));
            all.add(relationship.at("relates_to_product_reference"));
        }
        for (Spot vulnerability : root.each("vulnerabilities")) {
            Vulnerability.STATUSES.forEach(
                    status -> all.addAll(vulnerability.at("product_status").each(status)));
            for (String naming : List.of("flags", "remediations", "threats")) {
                vulnerability.each(naming).forEach(one -> all.addAll(one.each("product_ids")));
            }
            vulnerability.each("scores").forEach(score -> all.addAll(score.each("products")));
        }
        all.removeIf(Predicate.not(Spot::isPresent));
        return all;
    }

    private List<Spot> groupReferences() {
        List<Spot> all = new ArrayList<>();
        for (Spot vulnerability : root.each("vulnerabilities")) {
            for (String naming : List.of("flags", "remediations", "threats")) {
                vulnerability.each(naming).forEach(one -> all.addAll(one.each("group_ids")));
            }
        }
        return all;
    }

    private void refuseTwice(String test, List<Spot> names) {
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> name.isPresent() && !seen.add(name.text()))
                .forEach(name -> findings.test(test, name, "It is defined more than once."));
    }

    /** A product made of another must not, however indirectly, be made of itself. */
    private void refuseCircles(List<Spot> relationships) {
        Map<String, List<String>> madeOf = new HashMap<>();
        for (Spot relationship : relationships) {
            List<String> parts = madeOf.computeIfAbsent(
                    relationship.at("full_product_name").text("product_id"), id -> new ArrayList<>());
            parts.add(relationship.text("product_reference"));
            parts.add(relationship.text("relates_to_product_reference"));
        }
        Set<String> circular = circular(madeOf);
        for (Spot relationship : relationships) {
            Spot made = relationship.at("full_product_name").at("product_id");
            if (circular.contains(made.text())) {
                findings.test("6.1.3", made, "Its definition leads back to itself.");
            }
        }
    }

    /** What is left when, again and again, everything whose parts are settled is settled. Linear in the relationships. */
    private static Set<String> circular(Map<String, List<String>> madeOf) {
        Map<String, Integer> unsettled = new HashMap<>();
        Map<String, List<String>> usedBy = new HashMap<>();
        Deque<String> settled = new ArrayDeque<>();
        madeOf.forEach((made, parts) -> {
            List<String> composite = parts.stream().filter(madeOf::containsKey).toList();
            unsettled.put(made, composite.size());
            composite.forEach(part ->
                    usedBy.computeIfAbsent(part, id -> new ArrayList<>()).add(made));
            if (composite.isEmpty()) {
                settled.add(made);
            }
        });
        while (!settled.isEmpty()) {
            String done = settled.pop();
            unsettled.remove(done);
            for (String user : usedBy.getOrDefault(done, List.of())) {
                if (unsettled.merge(user, -1, Integer::sum) == 0) {
                    settled.add(user);
                }
            }
        }
        return unsettled.keySet();
    }

    private void checkHelper(Spot product) {
        Spot helper = product.at("product_identification_helper");
        Spot purl = helper.at("purl");
        if (purl.isPresent() && !PackageUrl.isValid(purl.text())) {
            findings.test("6.1.13", purl, "It is no valid package URL.");
        }
        for (Spot hashes : helper.each("hashes")) {
            Set<String> algorithms = new HashSet<>();
            hashes.each("file_hashes").stream()
                    .filter(hash -> !algorithms.add(hash.text("algorithm")))
                    .forEach(hash -> findings.test("6.1.25", hash, "This algorithm is already given for the file."));
        }
    }

    private void refuseRange(Spot branch) {
        if (branch.text("category").equals("product_version") && Texts.readsLikeRange(branch.text("name"))) {
            findings.test("6.1.31", branch.at("name"), "A version range belongs under product_version_range.");
        }
    }
}
