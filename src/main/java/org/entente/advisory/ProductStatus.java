package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What products are to a vulnerability, by the names of CSAF 2.0 §3.2.3.9. */
public final class ProductStatus {

    private static final Set<String> AFFECTED = Set.of("first_affected", "known_affected", "last_affected");
    private static final Set<String> FIXED = Set.of("first_fixed", "fixed");

    private static final Set<String> NAMES = Set.of(
            "first_affected",
            "first_fixed",
            "fixed",
            "known_affected",
            "known_not_affected",
            "last_affected",
            "recommended",
            "under_investigation");

    private ProductStatus() {}

    /**
     * The products of one status.
     *
     * @param status such as {@code known_affected}
     * @param products their ids in the advisory; at least one
     */
    @Schema(name = "AdvisoryProductStatus")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Statuses(
            @JsonProperty(required = true) String status,
            @JsonProperty(required = true) List<String> products) {

        public Statuses {
            status = Checks.oneOf("status", status, NAMES);
            products = Checks.list("products", products, Checks.PRODUCTS_OF_STATUS_MAX);
            if (products.isEmpty()) {
                throw new IllegalArgumentException("A status has products.");
            }
            Checks.distinct("products, each once", products, id -> id);
        }
    }

    /** No product is both affected and fixed (CSAF 2.0 §6.1.6), and no status is stated twice. */
    static void check(List<Statuses> statuses) {
        Checks.distinct("statuses, each once", statuses, Statuses::status);
        Map<String, String> groups = new HashMap<>();
        for (Statuses one : statuses) {
            if (one.status().equals("recommended")) {
                continue;
            }
            for (String product : one.products()) {
                String group = group(one.status());
                String before = groups.putIfAbsent(product, group);
                if (before != null && !before.equals(group)) {
                    throw new IllegalArgumentException("Product " + product + " cannot be both " + before + " and "
                            + group + " for one vulnerability.");
                }
            }
        }
    }

    private static String group(String status) {
        if (AFFECTED.contains(status)) {
            return "affected";
        }
        return FIXED.contains(status) ? "fixed" : status.replace('_', ' ');
    }
}
