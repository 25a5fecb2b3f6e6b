package org.entente.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of the console: random values, out of reach of scripts, sent by the browser from pages of the exchange only, and
 * over HTTPS under a name that no other host can set.
 */
enum ConsoleCookie {
    /** Of an operator who is signed in. */
    SESSION("entente-session"),
    /** Of a browser in which somebody is about to sign in. */
    VISIT("entente-visit");

    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String plainName;

    ConsoleCookie(String plainName) {
        this.plainName = plainName;
    }

    /** A value nobody can guess. */
    static String draw() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the browser sent, if it has the shape of what was drawn. */
    Optional<String> read(HttpServerRequest request) {
        @Nullable Cookie cookie = request.getCookie(name(request));
        return Optional.ofNullable(cookie)
                .map(Cookie::getValue)
                .filter(value -> SHAPE.matcher(value).matches());
    }

    /** To be kept by the browser until it is closed. */
    NewCookie of(String value, HttpServerRequest request) {
        return cookie(value, NewCookie.DEFAULT_MAX_AGE, request);
    }

    /** To be forgotten by the browser. */
    NewCookie ended(HttpServerRequest request) {
        return cookie("", 0, request);
    }

    private NewCookie cookie(String value, int maxAgeSeconds, HttpServerRequest request) {
        return new NewCookie.Builder(name(request))
                .value(value)
                // The prefix is honoured for the whole host only.
                .path(request.isSSL() ? "/" : ConsoleAddress.ROOT)
                .maxAge(maxAgeSeconds)
                .httpOnly(true)
                .secure(request.isSSL())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private String name(HttpServerRequest request) {
        return request.isSSL() ? "__Host-" + plainName : plainName;
    }
}
