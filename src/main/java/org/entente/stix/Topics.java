package org.entente.stix;

import java.util.List;
import java.util.Optional;
import org.entente.stix.rule.Vocabulary;

/**
 * What an object says of itself that it concerns, as spelled.
 *
 * @param labels of any object
 * @param sectors of an identity
 * @param region of a location
 * @param country of a location
 */
public record Topics(List<String> labels, List<String> sectors, Optional<String> region, Optional<String> country) {

    /** Says nothing. */
    public static final Topics NONE = new Topics(List.of(), List.of(), Optional.empty(), Optional.empty());

    /** Copies both lists. */
    public Topics {
        labels = List.copyOf(labels);
        sectors = List.copyOf(sectors);
    }

    /** Whether a name is a term of industry-sector-ov (STIX 2.1 §10.9). */
    public static boolean isSector(String name) {
        return Vocabulary.INDUSTRY_SECTOR.words().contains(name);
    }

    /** Whether a name is a term of region-ov (STIX 2.1 §10.21). */
    public static boolean isRegion(String name) {
        return Vocabulary.REGION.words().contains(name);
    }
}
