package org.entente.stix.rule;

/** The common properties an accepted object is known by. */
public enum CommonProperty {
    ID("id"),
    SPEC_VERSION("spec_version"),
    CREATED("created"),
    MODIFIED("modified"),
    CREATED_BY("created_by_ref"),
    REVOKED("revoked"),
    CONFIDENCE("confidence");

    private final String key;

    CommonProperty(String key) {
        this.key = key;
    }

    /** The key in JSON. */
    public String key() {
        return key;
    }
}
