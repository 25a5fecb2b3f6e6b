package org.entente.csaf;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.csaf.Folder.Of;
import org.entente.http.KnownParameters;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.CurrentCaller;

/** Documents of TLP:WHITE: those for anybody, and for a partner that has signed in also those that only some partners may have. */
@Path("/.well-known/csaf/white")
@PermitAll
@Tag(name = "CSAF provider")
class OpenFolderResource {

    private final Folder folder;
    private final CurrentCaller caller;

    OpenFolderResource(Folder folder, CurrentCaller caller) {
        this.folder = folder;
        this.caller = caller;
    }

    @GET
    @Produces("text/html")
    @Operation(
            summary = "List documents of TLP:WHITE",
            description = "A partner that signs in finds those too that are not for everybody.")
    @APIResponse(responseCode = "200", description = "A page with links")
    public Uni<Response> listing(@Context UriInfo uri, @Context Request request) {
        return answer(folder.listing(mine()), uri, request);
    }

    @GET
    @Path("index.txt")
    @Produces(Served.TEXT)
    @Operation(summary = "The paths of documents of TLP:WHITE", description = "CSAF 2.0, section 7.1.12.")
    @APIResponse(responseCode = "200", description = "A path a line")
    public Uni<Response> index(@Context UriInfo uri, @Context Request request) {
        return answer(folder.index(mine()), uri, request);
    }

    @GET
    @Path("changes.csv")
    @Produces("text/csv")
    @Operation(
            summary = "Documents of TLP:WHITE with their release dates, the latest first",
            description = "CSAF 2.0, section 7.1.13.")
    @APIResponse(responseCode = "200", description = "Path and date, without a header")
    public Uni<Response> changes(@Context UriInfo uri, @Context Request request) {
        return answer(folder.changes(mine()), uri, request);
    }

    @GET
    @Path("{feed: csaf-feed-tlp-[a-z]+\\.json}")
    @Produces(Served.JSON)
    @Operation(summary = "The ROLIE feed of documents of TLP:WHITE", description = "CSAF 2.0, section 7.1.15.")
    @APIResponse(responseCode = "200", description = "The feed")
    public Uni<Response> feed(String feed, @Context UriInfo uri, @Context Request request) {
        return answer(folder.feed(mine(), feed), uri, request);
    }

    @GET
    @Path("{year}")
    @Produces("text/html")
    @Operation(summary = "List documents of TLP:WHITE of a year")
    @APIResponse(responseCode = "200", description = "A page with links")
    @APIResponse(responseCode = "404", description = "You have none of that year")
    public Uni<Response> year(String year, @Context UriInfo uri, @Context Request request) {
        return answer(folder.listing(mine(), year), uri, request);
    }

    @GET
    @Path("{year}/{file}")
    @Produces({Served.JSON, "text/plain", "application/pgp-signature"})
    @Operation(
            summary = "Read a document",
            description = "With .sha256, .sha512 or .asc after its name its hash or its OpenPGP signature.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "304", description = "It is what If-None-Match or If-Modified-Since says you have")
    @APIResponse(responseCode = "404", description = "There is no such document for you")
    public Uni<Response> file(String year, String file, @Context UriInfo uri, @Context Request request) {
        return answer(folder.file(mine(), year, file), uri, request);
    }

    private Of mine() {
        return new Of(
                caller.ifAny()
                        .flatMap(any -> any instanceof PartnerCaller partner
                                ? Optional.of(partner.partner())
                                : Optional.empty()),
                Label.WHITE);
    }

    private Uni<Response> answer(Uni<Served> served, UriInfo uri, Request request) {
        KnownParameters.check(uri, Set.of());
        boolean personal = caller.ifAny().isPresent();
        return served.map(file -> file.answer(request, personal));
    }
}
