package org.entente.console;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of the console. */
final class ConsoleAddress {

    static final String ROOT = "/console";
    static final String SIGN_IN = ROOT + "/sign-in";
    static final String ASSETS = ROOT + "/assets/";

    /** One slash at a time, so that no part can be taken for a host. */
    private static final Pattern WITHIN =
            Pattern.compile("/console(/[A-Za-z0-9._~%!$'()*+,;=:@-]+)*/?(\\?[A-Za-z0-9._~%!$'()*+,;=:@&/?-]*)?");

    private static final int CHARACTERS_MAX = 2_000;

    private ConsoleAddress() {}

    static boolean isWithin(RoutingContext context) {
        @Nullable String path = context.request().path();
        return path != null && (path.equals(ROOT) || path.startsWith(ROOT + "/"));
    }

    /** Where to go after signing in: only within the console, and not to the door again. */
    static String back(@Nullable String asked) {
        if (asked == null) {
            return ROOT;
        }
        boolean fits = asked.length() <= CHARACTERS_MAX
                && WITHIN.matcher(asked).matches()
                && !asked.contains("..")
                && !asked.startsWith(SIGN_IN)
                && !asked.startsWith(ASSETS);
        return fits ? asked : ROOT;
    }
}
