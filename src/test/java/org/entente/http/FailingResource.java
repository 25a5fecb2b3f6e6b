package org.entente.http;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Breaks, in a way nobody foresaw. Exists in tests only. */
@Path("/api/v1/test-only/failure")
@PermitAll
public class FailingResource {

    @GET
    public String fail() {
        throw new IllegalStateException("secret detail");
    }
}
