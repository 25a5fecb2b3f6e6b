package org.entente.http;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;

/** Breaks, in ways nobody foresaw and in some that were. Exists in tests only. */
@Path("/api/v1/test-only/failure")
@PermitAll
public class FailingResource {

    @GET
    public String fail() {
        throw new IllegalStateException("secret detail");
    }

    @GET
    @Path("timeout")
    public Uni<String> timeout() {
        return Uni.createFrom()
                .<String>nothing()
                .ifNoItem()
                .after(Duration.ofMillis(1))
                .fail();
    }

    @GET
    @Path("closed")
    public Uni<String> closed() {
        return Uni.createFrom().failure(new IllegalStateException("secret detail", ClosedConnectionException.INSTANCE));
    }

    @GET
    @Path("query")
    public Uni<String> query() {
        return Uni.createFrom().failure(new PgException("secret detail", "ERROR", "42601", ""));
    }
}
