package org.entente.console;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.entente.partner.Caller;
import org.jspecify.annotations.Nullable;

/** Makes frames of what a request is known to be. */
final class Frames {

    private Frames() {}

    static Frame of(RoutingContext context, @Nullable Section section, String title) {
        @Nullable String session = context.get(SessionAuthentication.SESSION);
        @Nullable Caller caller = caller(context);
        return session == null || caller == null
                ? door(title, "")
                : new Frame(title, section, caller.name(), caller.roles(), FormToken.of(session), null, null);
    }

    /** Of the page before which nobody is signed in. */
    static Frame door(String title, String token) {
        return new Frame(title, null, "", Set.of(), token, null, null);
    }

    private static @Nullable Caller caller(RoutingContext context) {
        if (!(context.user() instanceof QuarkusHttpUser user)) {
            return null;
        }
        SecurityIdentity identity = user.getSecurityIdentity();
        return identity.isAnonymous() ? null : identity.getAttribute(Caller.ATTRIBUTE);
    }
}
