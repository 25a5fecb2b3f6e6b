package org.entente.taxii;

import java.time.Duration;

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
        within(config.writeTimeout(), Duration.ofMillis(100), Duration.ofMinutes(10), "write-timeout");
        within(config.pageDurationMax(), Duration.ofSeconds(1), Duration.ofHours(1), "page-duration-max");
        within(config.streamsPerPartner(), 1_000, "streams-per-partner");
        within(config.streamsMax(), 10_000, "streams-max");
        return new Bounds(config.pageObjects(), config.pageObjectsMax(), config.filterValuesMax());
    }

    private static void within(Duration value, Duration min, Duration max, String key) {
        require(
                value.compareTo(min) >= 0 && value.compareTo(max) <= 0,
                "entente.taxii." + key + " must be " + min + " to " + max);
    }

    private static void within(int value, int max, String key) {
        require(value >= 1 && value <= max, "entente.taxii." + key + " must be 1 to " + max);
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
