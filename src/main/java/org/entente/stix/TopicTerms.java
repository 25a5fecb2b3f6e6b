package org.entente.stix;

import java.util.Set;
import org.entente.stix.rule.Vocabulary;

/** The names by which STIX says what something is about. Both vocabularies are open: an object may use other names. */
public final class TopicTerms {

    /** The terms of industry-sector-ov (STIX 2.1 §10.11). */
    public static final Set<String> SECTORS = Vocabulary.INDUSTRY_SECTOR.words();

    /** The terms of region-ov (STIX 2.1 §10.21). */
    public static final Set<String> REGIONS = Vocabulary.REGION.words();

    private TopicTerms() {}
}
