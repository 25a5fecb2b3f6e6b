package org.entente.bench;

/** The database of an exchange under measurement. */
interface LogDatabase {

    /** The one number that a query gives. */
    long number(String query) throws Exception;

    void execute(String... statements) throws Exception;
}
