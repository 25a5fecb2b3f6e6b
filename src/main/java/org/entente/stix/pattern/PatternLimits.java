package org.entente.stix.pattern;

/**
 * What one pattern may cost.
 *
 * @param depth parentheses inside one another, 1 to 500
 * @param comparisons comparisons and members of sets
 */
public record PatternLimits(int depth, int comparisons) {
    private static final int DEPTH_MAX = 500;

    public PatternLimits {
        if (depth < 1 || depth > DEPTH_MAX || comparisons < 1) {
            throw new IllegalArgumentException("depth must be 1 to " + DEPTH_MAX + " and comparisons at least 1");
        }
    }

    /** 64 deep, 20,000 comparisons. */
    public static PatternLimits defaults() {
        return new PatternLimits(64, 20_000);
    }
}
