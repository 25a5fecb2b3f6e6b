package org.entente.csaf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.entente.advisory.AdvisoryContent.Product;
import org.entente.csaf.document.PackageUrl;
import org.entente.csaf.document.Texts;
import org.jspecify.annotations.Nullable;

/** Products as CSAF's tree of vendors, products and versions (section 3.2.2). Pure. */
final class ProductTreeWriter {

    private ProductTreeWriter() {}

    static ObjectNode tree(List<Product> products) {
        ObjectNode tree = Json.NODES.objectNode();
        ArrayNode vendors = Json.NODES.arrayNode();
        grouped(products).forEach((vendor, byName) -> {
            ArrayNode names = branch(vendors, "vendor", vendor).putArray("branches");
            byName.forEach((name, versions) -> name(names, name, versions));
        });
        Json.setIfAny(tree, "branches", vendors);
        return tree;
    }

    private static Map<String, Map<String, List<Product>>> grouped(List<Product> products) {
        Map<String, Map<String, List<Product>>> byVendor = new LinkedHashMap<>();
        for (Product product : products) {
            byVendor.computeIfAbsent(product.vendor(), vendor -> new LinkedHashMap<>())
                    .computeIfAbsent(product.name(), name -> new ArrayList<>())
                    .add(product);
        }
        return byVendor;
    }

    /** A branch holds branches or one product: a product of any version is a branch of its own, beside that of its versions. */
    private static void name(ArrayNode names, String name, List<Product> products) {
        List<Product> versioned = new ArrayList<>();
        for (Product product : products) {
            if (product.version() == null && product.versionRange() == null) {
                branch(names, "product_name", name).set("product", product(product));
            } else {
                versioned.add(product);
            }
        }
        if (!versioned.isEmpty()) {
            ArrayNode versions = branch(names, "product_name", name).putArray("branches");
            versioned.forEach(product -> version(versions, product));
        }
    }

    private static void version(ArrayNode versions, Product product) {
        @Nullable String version = product.version();
        // Where a version reads like a range it is given as one, as test 6.1.31 asks.
        boolean single = version != null && !Texts.readsLikeRange(version);
        String name = version != null ? version : String.valueOf(product.versionRange());
        branch(versions, single ? "product_version" : "product_version_range", name)
                .set("product", product(product));
    }

    private static ObjectNode branch(ArrayNode branches, String category, String name) {
        return branches.addObject().put("category", category).put("name", name);
    }

    private static ObjectNode product(Product product) {
        ObjectNode object = Json.NODES.objectNode();
        object.put("name", product.label()).put("product_id", product.id());
        ObjectNode helper = Json.NODES.objectNode();
        @Nullable String cpe = product.cpe();
        if (cpe != null && Texts.isCpe(cpe)) {
            helper.put("cpe", cpe);
        }
        @Nullable String purl = product.purl();
        if (purl != null && PackageUrl.isValid(purl)) {
            helper.put("purl", purl);
        }
        Json.setIfAny(object, "product_identification_helper", helper);
        return object;
    }
}
