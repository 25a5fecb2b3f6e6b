package org.entente.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Headers that keep a browser from doing anything with an answer but showing it. A resource may set its own instead. */
final class SecurityHeaders {

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
        }
        if (context.request().isSSL()) {
            setIfAbsent(headers, "Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Everything but pages: those bring a policy for their own scripts and styles. */
    private static boolean isApi(RoutingContext context) {
        @Nullable String path = context.request().path();
        return path != null && (path.startsWith("/api/") || path.startsWith("/taxii2"));
    }

    private static void setIfAbsent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
