package org.entente.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RequestBody;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Gives resources the body that {@link BodyReader} has read: the REST layer looks only at what is still to come. */
final class BodyHandover {

    @ServerRequestFilter(preMatching = true)
    void handOver(ContainerRequestContext request, RoutingContext context) {
        @Nullable RequestBody read = context.body();
        @Nullable Buffer buffer = read == null ? null : read.buffer();
        if (buffer != null) {
            request.setEntityStream(new ByteArrayInputStream(buffer.getBytes()));
        }
    }
}
