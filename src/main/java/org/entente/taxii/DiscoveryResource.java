package org.entente.taxii;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.TaxiiMedia;

/** What there is to talk to (TAXII 2.1 §4): the same for everybody who is known here. */
@Path("/taxii2")
@Tag(name = "TAXII 2.1")
@Authenticated
class DiscoveryResource {

    private static final String ROOT = "taxii2/exchange/";

    private final TaxiiConfig config;
    private final Answers answers;
    private final long bodyBytesMax;

    DiscoveryResource(
            TaxiiConfig config,
            Answers answers,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10240K") MemorySize bodyMax) {
        this.config = config;
        this.answers = answers;
        this.bodyBytesMax = bodyMax.asLongValue();
    }

    @GET
    @Path("/")
    @Operation(summary = "Discovery")
    public Response discovery(@Context UriInfo uri) {
        String root = uri.getBaseUri().resolve(ROOT).toString();
        return answers.of(
                new Resources.Discovery(config.title(), config.description(), config.contact(), root, List.of(root)));
    }

    @GET
    @Path("/exchange/")
    @Operation(summary = "API root")
    public Response apiRoot() {
        return answers.of(
                new Resources.ApiRoot(config.title(), config.description(), List.of(TaxiiMedia.TAXII), bodyBytesMax));
    }
}
