package org.entente.http;

import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/**
 * Refuses query parameters nobody reads: one mistyped would leave an audience wider than its submitter meant, or answer another
 * question than was asked.
 */
public final class KnownParameters {

    private KnownParameters() {}

    /** @throws ProblemException when the query holds any other name */
    public static void check(UriInfo uri, Set<String> known) {
        if (!known.containsAll(uri.getQueryParameters().keySet())) {
            throw ProblemException.invalidParameter(
                    known.isEmpty()
                            ? "This address takes no query parameters."
                            : "Only these query parameters are taken: "
                                    + String.join(", ", known.stream().sorted().toList()) + ".");
        }
    }
}
