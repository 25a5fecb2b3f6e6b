package org.entente.console;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.entente.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** Serves scripts and styles, to everybody: they are those of a published program. */
@Path("/console/assets/{hash}/{name}")
class AssetsResource {

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    @GET
    @PermitAll
    public Response file(
            String hash, String name, @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String acceptable) {
        Assets.Asset asset =
                Assets.find(name).filter(found -> found.hash().equals(hash)).orElseThrow(ProblemException::notFound);
        boolean zipped = acceptable != null && acceptable.contains("gzip");
        Response.ResponseBuilder answer = Response.ok(zipped ? asset.zipped() : asset.bytes())
                .header(HttpHeaders.CONTENT_TYPE, asset.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return zipped ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").build() : answer.build();
    }
}
