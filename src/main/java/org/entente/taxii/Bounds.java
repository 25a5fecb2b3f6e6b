package org.entente.taxii;

/**
 * What one request may ask for.
 *
 * @param pageObjects on a page when the client names no limit
 * @param pageObjectsMax whatever the client asks for
 * @param filterValuesMax values in one filter
 */
record Bounds(int pageObjects, int pageObjectsMax, int filterValuesMax) {

    Bounds {
        require(pageObjectsMax >= 1 && pageObjectsMax <= 100_000, "entente.taxii.page-objects-max must be 1 to 100000");
        require(
                pageObjects >= 1 && pageObjects <= pageObjectsMax,
                "entente.taxii.page-objects must be 1 to entente.taxii.page-objects-max");
        require(filterValuesMax >= 1 && filterValuesMax <= 1_000, "entente.taxii.filter-values-max must be 1 to 1000");
    }

    static Bounds of(TaxiiConfig config) {
        return new Bounds(config.pageObjects(), config.pageObjectsMax(), config.filterValuesMax());
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
