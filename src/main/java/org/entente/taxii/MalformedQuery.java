package org.entente.taxii;

/** A query parameter that TAXII 2.1 §3.4 does not allow; the message names the parameter and may go to the client. */
final class MalformedQuery extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedQuery(String detail) {
        super(detail, null, false, false);
    }
}
