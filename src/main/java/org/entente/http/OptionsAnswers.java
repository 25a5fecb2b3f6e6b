package org.entente.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers OPTIONS with the methods of the address. The framework would name those of every address of the same class, and answer for
 * addresses there are none of. Tells nothing that the description of the API does not tell anybody.
 */
@ApplicationScoped
class OptionsAnswers {

    private final Addresses addresses;

    OptionsAnswers(Addresses addresses) {
        this.addresses = addresses;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response options(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!request.getMethod().equals(HttpMethod.OPTIONS) || !isApi(path)) {
            return null;
        }
        Set<String> allowed = addresses.methods(path);
        if (allowed.isEmpty()) {
            throw ProblemException.notFound();
        }
        return Response.ok()
                .header(HttpHeaders.ALLOW, String.join(", ", allowed))
                .build();
    }

    private static boolean isApi(String path) {
        return path.startsWith("/api/") || path.startsWith("/taxii2");
    }
}
