package org.entente.http;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * The path by which a request finds its resource, whatever way it is written: nothing escaped that need not be, no parameters of
 * segments, no slash too many and none at the end.
 */
public final class MeantPath {

    /** Parameters of a segment, which are no part of its name. */
    private static final Pattern MATRIX = Pattern.compile(";[^/]*");

    private static final Pattern SURPLUS_SLASHES = Pattern.compile("/+(?=/|$)");

    private MeantPath() {}

    public static String of(RoutingContext context) {
        return of(context.normalizedPath());
    }

    /** @param normalized as Vert.x gives it */
    static String of(String normalized) {
        return SURPLUS_SLASHES
                .matcher(MATRIX.matcher(normalized).replaceAll(""))
                .replaceAll("");
    }
}
