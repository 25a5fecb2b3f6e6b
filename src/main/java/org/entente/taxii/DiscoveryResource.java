package org.entente.taxii;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where the API root is (TAXII 2.1 §4.1): the same for everybody who is known here. */
@Path("/taxii2")
@Tag(name = "TAXII 2.1")
@Authenticated
class DiscoveryResource {

    private static final String ROOT = "taxii2/exchange/";

    private final TaxiiConfig config;
    private final Answers answers;

    DiscoveryResource(TaxiiConfig config, Answers answers) {
        this.config = config;
        this.answers = answers;
    }

    @GET
    @Path("/")
    @Operation(summary = "Discovery")
    public Response discovery(@Context UriInfo uri) {
        String root = uri.getBaseUri().resolve(ROOT).toString();
        return answers.of(
                new Resources.Discovery(config.title(), config.description(), config.contact(), root, List.of(root)));
    }
}
