package org.entente.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Headers that keep a browser from doing anything with an answer but showing it. A resource may set its own instead. */
final class SecurityHeaders {

    private static final String CONSOLE = "/console";

    /** Of the console's pages: its own scripts and styles, from files, and nothing from or to anywhere else. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** Sets what is missing just before the head is written, when the resource has had its say. */
    static void register(RoutingContext context) {
        context.addHeadersEndHandler(head -> complete(context));
    }

    private static void complete(RoutingContext context) {
        MultiMap headers = context.response().headers();
        setIfAbsent(headers, "X-Content-Type-Options", "nosniff");
        setIfAbsent(headers, "X-Frame-Options", "DENY");
        setIfAbsent(headers, "Referrer-Policy", "no-referrer");
        setIfAbsent(headers, "Cache-Control", "no-store");
        if (isApi(context)) {
            setIfAbsent(headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        } else if (isConsole(context)) {
            if (!isSandboxed(headers)) {
                headers.set("Content-Security-Policy", PAGE_POLICY);
            }
            setIfAbsent(headers, "Cross-Origin-Opener-Policy", "same-origin");
            setIfAbsent(headers, "Cross-Origin-Resource-Policy", "same-origin");
        }
        if (context.request().isSSL()) {
            setIfAbsent(headers, "Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** A document that is shown within a page, and can do nothing at all. */
    private static boolean isSandboxed(MultiMap headers) {
        @Nullable String policy = headers.get("Content-Security-Policy");
        return policy != null && policy.startsWith("sandbox; default-src 'none'; ");
    }

    private static boolean isApi(RoutingContext context) {
        @Nullable String path = context.request().path();
        return path != null && (path.startsWith("/api/") || path.startsWith("/taxii2"));
    }

    private static boolean isConsole(RoutingContext context) {
        return isConsole(context.request().path());
    }

    /** Whether a path is one of the console's, as it is written. */
    static boolean isConsole(@Nullable String path) {
        return path != null && (path.equals(CONSOLE) || path.startsWith(CONSOLE + "/"));
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
