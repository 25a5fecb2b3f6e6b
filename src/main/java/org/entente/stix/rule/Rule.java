package org.entente.stix.rule;

/** The rules of the standard, by stable name. A rule without a section of its own is reported under that of its object type. */
public enum Rule {
    REQUIRED("required-property", ""),
    AT_LEAST_ONE("at-least-one", ""),
    EXACTLY_ONE("exactly-one", ""),
    NEEDS_OTHER("needs-other", ""),
    EXCLUDED("excluded-property", ""),
    TYPE_OF_VALUE("value-type", "§2"),
    NULL_VALUE("null-value", "§2"),
    BINARY("binary-syntax", "§2.1"),
    EMPTY_DICTIONARY("empty-dictionary", "§2.3"),
    DICTIONARY_KEY("dictionary-key", "§2.3"),
    ENUMERATION("enumeration", "§2.4"),
    REFERENCE_SOURCE("reference-source", "§2.5"),
    HASH_NAME("hash-name", "§2.7"),
    HASH_VALUE("hash-value", "§2.7"),
    HEX("hex-syntax", "§2.8"),
    ID_SYNTAX("id-syntax", "§2.9"),
    ID_TYPE("id-type", "§2.9"),
    UUID_VERSION("uuid-version", "§2.9"),
    UUID_RANDOM("uuid-random", "§2.9"),
    DETERMINISTIC_ID("deterministic-id", "§2.9"),
    EMPTY_LIST("empty-list", "§2.12"),
    CONTAINER_REFERENCE("container-reference", "§2.13"),
    VOCABULARY("open-vocabulary", "§2.14"),
    TERM_STYLE("term-style", "§2.11"),
    TIMESTAMP("timestamp-syntax", "§2.16"),
    TYPE_NAME("type-name", "§3.1"),
    PROPERTY_NAME("property-name", "§3.1"),
    ENCODING_NAME("encoding-name", "§3.9.1"),
    SPEC_VERSION("spec-version", "§3.2"),
    TIMESTAMP_PRECISION("timestamp-precision", "§3.2"),
    CREATOR_TYPE("creator-type", "§3.2"),
    LANGUAGE("language-tag", "§3.2"),
    NOT_APPLICABLE("not-applicable", "§3.2"),
    NOT_USED("not-used", "§3.2"),
    REFERENCE_TYPE("reference-type", "§3.3"),
    REFERENCE_UNRESOLVABLE("reference-unresolvable", "§3.3"),
    TIMESTAMP_ORDER("timestamp-order", ""),
    OBSERVABLE_VERSIONED("observable-versioned", "§3.6"),
    PROPERTY_RESERVED("reserved-name", "§3.8"),
    DEPRECATED("deprecated", ""),
    VALUE_RANGE("value-range", ""),
    VALUE_FORMAT("value-format", ""),
    HEADER_VALUE("header-value", "§6.6"),
    COUNTRY("country-code", "§4.10"),
    PATTERN("pattern-syntax", "§9"),
    PATTERN_NAME("pattern-name", "§9.7"),
    PATTERN_CONSTANT("pattern-constant", "§9.6.1"),
    RELATIONSHIP_NAME("relationship-name", "§5.1"),
    RELATIONSHIP_UNDEFINED("relationship-undefined", "§5.1"),
    MARKING_TLP("tlp-instance", "§7.2.1"),
    MARKING_CIRCULAR("marking-circular", "§3.2"),
    SELECTOR_SYNTAX("selector-syntax", "§7.2.3"),
    SELECTOR_TARGET("selector-target", "§7.2.3"),
    EXTENSION_NAME("extension-name", "§11.3"),
    CUSTOM_EXTENSION("custom-extension", "§11.3"),
    CUSTOM_PROPERTY("custom-property", "§11.1"),
    CUSTOM_TYPE("custom-object", "§11.2");

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
