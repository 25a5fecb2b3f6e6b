package org.entente.csaf;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.advisory.AdvisoryConfig;
import org.entente.http.KnownParameters;
import org.entente.http.ProblemException;

/** What the exchange tells anybody of itself as a CSAF provider. */
@Path("/.well-known")
@Tag(name = "CSAF provider")
class ProviderResource {

    /** RFC 9116 recommends less than a year. */
    private static final Duration CONTACT_VALID = Duration.ofDays(180);

    private final Provider provider;
    private final Rolie rolie;
    private final CsafConfig config;
    private final AdvisoryConfig advisory;
    private final Clock clock;

    ProviderResource(Provider provider, CsafConfig config, AdvisoryConfig advisory, Clock clock) {
        this.provider = provider;
        this.rolie = new Rolie(provider);
        this.config = config;
        this.advisory = advisory;
        this.clock = clock;
    }

    @GET
    @Path("csaf/provider-metadata.json")
    @Produces(Served.JSON)
    @PermitAll
    @Operation(summary = "The provider's metadata", description = "CSAF 2.0, section 7.1.7.")
    @APIResponse(responseCode = "200", description = "Who provides which feeds, and which key signs")
    @APIResponse(responseCode = "404", description = "The exchange provides no CSAF: no signing key is set")
    public Response metadata(@Context UriInfo uri, @Context Request request) {
        KnownParameters.check(uri, Set.of());
        return rolie.metadata(advisory.publisher().name(), config).answer(request, false);
    }

    @GET
    @Path("csaf/service.json")
    @Produces(Served.JSON)
    @PermitAll
    @Operation(summary = "The ROLIE service document", description = "Names every feed, whatever you may find in it.")
    @APIResponse(responseCode = "200", description = "The feeds")
    @APIResponse(responseCode = "404", description = "The exchange provides no CSAF: no signing key is set")
    public Response service(@Context UriInfo uri, @Context Request request) {
        KnownParameters.check(uri, Set.of());
        provider.signer();
        return rolie.service().answer(request, false);
    }

    @GET
    @Path("csaf/openpgp/{key}")
    @Produces("application/pgp-keys")
    @PermitAll
    @Operation(summary = "The public key that documents are signed with", description = "In ASCII armor.")
    @APIResponse(responseCode = "200", description = "The key")
    @APIResponse(responseCode = "404", description = "There is no such key")
    public Response key(String key, @Context UriInfo uri, @Context Request request) {
        KnownParameters.check(uri, Set.of());
        Signer signer = provider.signer();
        if (!key.equals(signer.fingerprint() + ".asc")) {
            throw ProblemException.notFound();
        }
        return Served.of(signer.publicKey(), "application/pgp-keys").answer(request, false);
    }

    @GET
    @Path("security.txt")
    @Produces(Served.TEXT)
    @PermitAll
    @Operation(summary = "Whom to write to, and where advisories are", description = "RFC 9116.")
    @APIResponse(responseCode = "200", description = "The contact")
    @APIResponse(responseCode = "404", description = "No contact is set")
    public Response securityContact(@Context UriInfo uri, @Context Request request) {
        KnownParameters.check(uri, Set.of());
        String contact = config.securityContact().orElseThrow(ProblemException::notFound);
        StringBuilder text = new StringBuilder();
        text.append("Contact: ").append(contact).append('\n');
        // By whole days, so that its entity tag lasts.
        text.append("Expires: ")
                .append(clock.instant().plus(CONTACT_VALID).truncatedTo(ChronoUnit.DAYS))
                .append('\n');
        if (provider.isProvider()) {
            text.append("Canonical: ")
                    .append(provider.baseUrl())
                    .append("/.well-known/security.txt\n")
                    .append("CSAF: ")
                    .append(provider.address("provider-metadata.json"))
                    .append('\n');
        }
        return Served.of(text.toString(), Served.TEXT).answer(request, false);
    }
}
