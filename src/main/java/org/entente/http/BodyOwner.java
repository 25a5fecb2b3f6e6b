package org.entente.http;

import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * On whose account the body of a request is held: whoever finds out who calls says so before the body is read.
 *
 * @param name tells owners of a kind apart
 */
public record BodyOwner(Kind kind, String name) {

    private static final String KEY = "entente.body-owner";
    private static final BodyOwner NOBODY_KNOWN = new BodyOwner(Kind.STRANGER, "");

    /** Who it is. */
    public enum Kind {
        OPERATOR,
        PARTNER,
        /** Who is only signing in. */
        STRANGER
    }

    /** To be called once a request. */
    public void note(RoutingContext context) {
        context.put(KEY, this);
    }

    /** A stranger, where nobody said who calls. */
    static BodyOwner of(RoutingContext context) {
        @Nullable BodyOwner noted = context.get(KEY);
        return noted == null ? NOBODY_KNOWN : noted;
    }
}
