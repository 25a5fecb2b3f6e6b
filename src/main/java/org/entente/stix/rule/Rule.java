package org.entente.stix.rule;

/** The rules of the standard, by stable name. A rule without a section of its own is reported under that of its object type. */
public enum Rule {
    REQUIRED("required-property", ""),
    TYPE_OF_VALUE("value-type", "§2"),
    ID_SYNTAX("id-syntax", "§2.9"),
    ID_TYPE("id-type", "§2.9"),
    UUID_VERSION("uuid-version", "§2.9"),
    REFERENCE_TYPE("reference-type", ""),
    TIMESTAMP("timestamp-syntax", "§2.16"),
    TIMESTAMP_PRECISION("timestamp-precision", "§3.2"),
    TIMESTAMP_ORDER("timestamp-order", "§3.6"),
    SPEC_VERSION("spec-version", "§3.2"),
    TYPE_NAME("type-name", "§3.1"),
    PROPERTY_NAME("property-name", "§3.1"),
    PROPERTY_RESERVED("reserved-name", "§3.8"),
    CUSTOM_PROPERTY("custom-property", "§11.1"),
    CUSTOM_TYPE("custom-object", "§11.2"),
    EMPTY_LIST("empty-list", "§2.12"),
    EMPTY_DICTIONARY("empty-dictionary", "§2.3"),
    NUMBER_RANGE("value-range", ""),
    ENUMERATION("enumeration", ""),
    CREATOR_TYPE("creator-type", "§3.2");

    private final String slug;
    private final String section;

    Rule(String slug, String section) {
        this.slug = slug;
        this.section = section;
    }

    /** The stable name. */
    public String slug() {
        return slug;
    }

    /** The section of the standard, or the one given if the rule is stated for each object type. */
    public String section(String ofType) {
        return section.isEmpty() ? ofType : section;
    }
}
