package org.entente.partner;

/** Where each rule stands in a policy document: JSON Pointers (RFC 6901), for whoever explains a decision. */
public final class PolicyPath {
    public static final String MAX_TLP = "/to/maxTlp";
    public static final String MAX_PAP = "/to/maxPap";
    public static final String COMMUNITIES = "/to/communities";
    public static final String KINDS = "/to/kinds";
    public static final String SECTORS = "/to/sectors";
    public static final String REGIONS = "/to/regions";
    public static final String ORIGINATORS = "/to/originators";
    public static final String ORIGINATORS_REFUSED = "/to/originatorsRefused";
    public static final String MIN_CONFIDENCE = "/to/minConfidence";
    public static final String DELAY = "/to/delay";
    public static final String MARKINGS = "/to/markings";
    public static final String HIDE_SUBMITTER = "/to/view/hideSubmitter";
    public static final String REMOVE_PROPERTIES = "/to/view/removeProperties";
    public static final String REMOVE_MARKED_PARTS = "/to/view/removeMarkedParts";
    public static final String REMOVE_EXTERNAL_REFERENCES = "/to/view/removeExternalReferences";
    public static final String FROM_KINDS = "/from/kinds";
    public static final String ASSUMED_TLP = "/from/assumedTlp";
    public static final String MAX_CONFIDENCE = "/from/maxConfidence";
    public static final String MODE = "/from/mode";
    public static final String ATTRIBUTION = "/from/attribution";
    public static final String RECIPIENTS = "/from/recipients";
    public static final String OBJECTS_PER_DAY = "/from/quotas/objectsPerDay";
    public static final String BYTES_PER_DAY = "/from/quotas/bytesPerDay";
    public static final String AGREEMENT_FROM = "/agreement/from";
    public static final String AGREEMENT_UNTIL = "/agreement/until";

    private PolicyPath() {}
}
