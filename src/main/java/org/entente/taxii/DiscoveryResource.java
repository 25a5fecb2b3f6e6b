package org.entente.taxii;

import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where the API root is (TAXII 2.1 §4.1): the same for everybody who is known here. */
@Path("/taxii2")
@Tag(name = "TAXII 2.1")
@Authenticated
class DiscoveryResource {

    private static final String ROOT = "/taxii2/exchange/";

    private final TaxiiConfig config;
    private final Answers answers;

    DiscoveryResource(TaxiiConfig config, Answers answers) {
        this.config = config;
        this.answers = answers;
    }

    @GET
    @Path("/")
    @Operation(summary = "Discovery")
    public Response discovery(@Context HttpServerRequest request) {
        String root = rootSeenBy(request);
        return answers.of(
                new Resources.Discovery(config.title(), config.description(), config.contact(), root, List.of(root)));
    }

    /** Under the name the caller used; a relative address where it used none, as HTTP/1.0 allows. */
    private static String rootSeenBy(HttpServerRequest request) {
        @Nullable HostAndPort authority = request.authority();
        try {
            return authority == null
                    ? ROOT
                    : new URI(request.scheme(), authority.toString(), ROOT, null, null).toString();
        } catch (URISyntaxException oddName) {
            return ROOT;
        }
    }
}
