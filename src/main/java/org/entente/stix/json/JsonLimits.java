package org.entente.stix.json;

/**
 * What one JSON value may cost.
 *
 * @param depth containers inside one another, the outermost counting one
 * @param stringBytes bytes between the quotes of one string or key
 * @param numberBytes characters of one number
 * @param items members of one list or object
 */
public record JsonLimits(int depth, int stringBytes, int numberBytes, int items) {
    /** The highest value of {@link #items}: what a tape cell can hold. */
    public static final int ITEMS_MAX = 0xFFFFFF;

    public JsonLimits {
        if (depth < 1 || depth > 1_000) {
            throw new IllegalArgumentException("depth must be 1 to 1000, is " + depth);
        }
        if (stringBytes < 1 || numberBytes < 1 || items < 1 || items > ITEMS_MAX) {
            throw new IllegalArgumentException(
                    "stringBytes, numberBytes and items must be at least 1, items at most " + ITEMS_MAX);
        }
    }
}
