package org.entente.audit;

/**
 * What something was done to.
 *
 * @param kind a noun of the REST API, for example {@code partner}
 * @param id by which the REST API knows it
 */
public record Subject(String kind, String id) {

    /** The longest id that is kept; what is longer is the id of nothing here. */
    static final int ID_CHARACTERS_MAX = 300;

    public Subject {
        id = id.length() > ID_CHARACTERS_MAX ? id.substring(0, ID_CHARACTERS_MAX) : id;
    }
}
