package org.entente.partner;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who is calling. */
@Path("/api/v1/me")
@Authenticated
@Tag(name = "Access")
class MeResource {

    private final CurrentCaller caller;

    MeResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Who the credential of this request proves, and with what roles")
    public Views.MeView me() {
        return Views.MeView.of(caller.get());
    }
}
