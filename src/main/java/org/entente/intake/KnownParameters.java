package org.entente.intake;

import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.entente.http.ProblemException;

/** Refuses query parameters nobody reads: one mistyped would leave an audience wider than its submitter meant. */
final class KnownParameters {

    private KnownParameters() {}

    /** @throws ProblemException when the query holds any other name */
    static void check(UriInfo uri, Set<String> known) {
        if (!known.containsAll(uri.getQueryParameters().keySet())) {
            throw ProblemException.invalidParameter(
                    known.isEmpty()
                            ? "This address takes no query parameters."
                            : "Only these query parameters are taken: "
                                    + String.join(", ", known.stream().sorted().toList()) + ".");
        }
    }
}
