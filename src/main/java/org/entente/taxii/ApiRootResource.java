package org.entente.taxii;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.HttpSettings;
import org.entente.http.TaxiiMedia;

/**
 * What the API root speaks and how much it takes (TAXII 2.1 §4.2). Every resource class below the root has its path, to the
 * letter: of classes with different paths the framework asks only the one that fits best, and the others' answers are gone.
 */
@Path("/taxii2/exchange")
@Tag(name = "TAXII 2.1")
@Authenticated
class ApiRootResource {

    private final TaxiiConfig config;
    private final Answers answers;
    private final long bodyBytesMax;

    ApiRootResource(TaxiiConfig config, Answers answers, HttpSettings http) {
        this.config = config;
        this.answers = answers;
        this.bodyBytesMax = http.bodyBytesMax();
    }

    @GET
    @Path("/")
    @Operation(summary = "API root")
    public Response apiRoot() {
        return answers.of(
                new Resources.ApiRoot(config.title(), config.description(), List.of(TaxiiMedia.TAXII), bodyBytesMax));
    }
}
