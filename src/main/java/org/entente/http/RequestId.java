package org.entente.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** The id that ties an answer to the lines it left in the log. */
public final class RequestId {

    /** On every answer, and taken over from a caller whose id has a safe shape. */
    public static final String HEADER = "X-Request-Id";

    /** The key of the id in the log. */
    public static final String LOG_KEY = "requestId";

    private static final Logger LOG = Logger.getLogger(RequestId.class);

    /** Narrow enough that a caller cannot write lines or markup into the log. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{7,63}");

    private RequestId() {}

    /** The id of this request. */
    public static String of(RoutingContext context) {
        @Nullable String known = context.get(LOG_KEY);
        return known == null ? assign(context) : known;
    }

    /** The id of the request that is being answered on this context; empty where there is none. */
    public static Optional<String> current() {
        return Optional.ofNullable(MDC.get(LOG_KEY)).map(Object::toString);
    }

    static String assign(RoutingContext context) {
        @Nullable String offered = context.request().getHeader(HEADER);
        String id = isSafe(offered) ? offered : UUID.randomUUID().toString();
        context.put(LOG_KEY, id);
        context.response().putHeader(HEADER, id);
        MDC.put(LOG_KEY, id);
        return id;
    }

    static boolean isSafe(@Nullable String offered) {
        return offered != null && SAFE.matcher(offered).matches();
    }

    /** Nobody is left to be told. */
    static void ignoreGoneClient(Throwable failure) {
        LOG.debugf(failure, "The client was gone before its answer");
    }
}
