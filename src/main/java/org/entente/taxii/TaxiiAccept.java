package org.entente.taxii;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.TaxiiMedia;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Holds every request under {@code /taxii2/}, whichever package answers it, to an {@code Accept} header for TAXII (§3.1). */
final class TaxiiAccept {

    private static final String ROOT = "/taxii2";

    @ServerRequestFilter
    void requireTaxii(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean taxii = path.equals(ROOT) || path.startsWith(ROOT + "/");
        List<String> accept = request.getHeaders().getOrDefault(HttpHeaders.ACCEPT, List.of());
        if (taxii && !TaxiiMedia.isAcceptable(accept)) {
            throw new ProblemException(
                    ProblemType.NOT_ACCEPTABLE, "The Accept header must allow " + TaxiiMedia.TAXII + ".");
        }
    }
}
