package org.entente.stix;

import org.entente.stix.json.JsonLimits;

/**
 * What a body and its objects may cost. Immutable; every limit has a finding of its own.
 *
 * @param depth containers inside one another within one object, the object counting one; 1 to 1000
 * @param stringBytes bytes of one string or key, as UTF-8 between its quotes
 * @param numberBytes characters of one number
 * @param items members of one list or object within an object; at most 16,777,215
 * @param objectBytes bytes of one object
 * @param objects objects of one body
 * @param findings findings kept of one object; when there are more, the last one says so
 * @param patternDepth parentheses inside one another in a pattern
 * @param patternNodes comparisons of one pattern
 */
public record StixLimits(
        int depth,
        int stringBytes,
        int numberBytes,
        int items,
        int objectBytes,
        int objects,
        int findings,
        int patternDepth,
        int patternNodes) {
    /** Deeper than any object of the standard, which needs ten. */
    private static final int DEPTH = 64;

    /** Room for an artifact's payload of three quarters of this. */
    private static final int STRING_BYTES = 4 * 1024 * 1024;

    private static final int NUMBER_BYTES = 64;

    /** The largest public report known lists some 25,000 objects. */
    private static final int ITEMS = 100_000;

    private static final int OBJECT_BYTES = 8 * 1024 * 1024;
    private static final int OBJECTS = 100_000;
    private static final int FINDINGS = 50;
    private static final int PATTERN_DEPTH = 64;
    private static final int PATTERN_NODES = 20_000;

    public StixLimits {
        positive("objectBytes", objectBytes);
        positive("objects", objects);
        positive("findings", findings);
        positive("patternDepth", patternDepth);
        positive("patternNodes", patternNodes);
        new JsonLimits(depth, stringBytes, numberBytes, items);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, is " + value);
        }
    }

    /** The documented defaults. */
    public static StixLimits defaults() {
        return new StixLimits(
                DEPTH,
                STRING_BYTES,
                NUMBER_BYTES,
                ITEMS,
                OBJECT_BYTES,
                OBJECTS,
                FINDINGS,
                PATTERN_DEPTH,
                PATTERN_NODES);
    }

    public StixLimits withDepth(int value) {
        return new StixLimits(
                value, stringBytes, numberBytes, items, objectBytes, objects, findings, patternDepth, patternNodes);
    }

    public StixLimits withStringBytes(int value) {
        return new StixLimits(
                depth, value, numberBytes, items, objectBytes, objects, findings, patternDepth, patternNodes);
    }

    public StixLimits withNumberBytes(int value) {
        return new StixLimits(
                depth, stringBytes, value, items, objectBytes, objects, findings, patternDepth, patternNodes);
    }

    public StixLimits withItems(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, value, objectBytes, objects, findings, patternDepth, patternNodes);
    }

    public StixLimits withObjectBytes(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, items, value, objects, findings, patternDepth, patternNodes);
    }

    public StixLimits withObjects(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, items, objectBytes, value, findings, patternDepth, patternNodes);
    }

    public StixLimits withFindings(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, items, objectBytes, objects, value, patternDepth, patternNodes);
    }

    public StixLimits withPatternDepth(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, items, objectBytes, objects, findings, value, patternNodes);
    }

    public StixLimits withPatternNodes(int value) {
        return new StixLimits(
                depth, stringBytes, numberBytes, items, objectBytes, objects, findings, patternDepth, value);
    }

    JsonLimits json() {
        return new JsonLimits(depth, stringBytes, numberBytes, items);
    }
}
