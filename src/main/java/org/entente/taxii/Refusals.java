package org.entente.taxii;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.entente.http.TaxiiMedia;

/**
 * The refusals of the read side. What is not there and what must not be known of are one refusal with one text.
 */
final class Refusals {

    private Refusals() {}

    static RuntimeException malformed(String detail) {
        return refusal(400, "Malformed query", detail);
    }

    static RuntimeException forbidden() {
        return refusal(403, "Forbidden", "You may not read this collection.");
    }

    static RuntimeException notFound() {
        return refusal(404, "Not found", "There is nothing here for you.");
    }

    static RuntimeException notAcceptable() {
        return refusal(406, "Not acceptable", "The Accept header must allow " + TaxiiMedia.TAXII + ".");
    }

    private static RuntimeException refusal(int status, String title, String description) {
        return new WebApplicationException(Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, TaxiiMedia.TAXII)
                .entity(Map.of("title", title, "description", description, "http_status", Integer.toString(status)))
                .build());
    }
}
