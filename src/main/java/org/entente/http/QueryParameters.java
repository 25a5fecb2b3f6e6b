package org.entente.http;

import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** The query of an address, its names as they are written: the server's own reading holds names alike that differ in case. */
public final class QueryParameters {

    private static final int PARAMETERS_MAX = 1_024;

    private QueryParameters() {}

    /** All values of each parameter, in their order. A semicolon is part of a value. */
    public static Map<String, List<String>> of(RoutingContext context) {
        return new QueryStringDecoder(
                        context.request().uri(), HttpConstants.DEFAULT_CHARSET, true, PARAMETERS_MAX, true)
                .parameters();
    }
}
