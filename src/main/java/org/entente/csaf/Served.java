package org.entente.csaf;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file as HTTP serves it: with an entity tag, so that who has it is told 304, and to be asked for again each time, so that what was
 * withdrawn is not read from a cache.
 *
 * @param lastModified left out of lists: what is withdrawn takes the newest date with it, and whoever asked by the date alone would be
 *     told that nothing has changed
 */
record Served(byte[] body, String mediaType, Optional<Instant> lastModified) {

    static final String JSON = "application/json";
    static final String TEXT = "text/plain;charset=UTF-8";

    static Served of(byte[] body, String mediaType) {
        return new Served(body, mediaType, Optional.empty());
    }

    static Served of(String text, String mediaType) {
        return of(text.getBytes(StandardCharsets.UTF_8), mediaType);
    }

    /** @param personal whether it depends on who asks, so that no shared cache keeps it */
    Response answer(Request request, boolean personal) {
        EntityTag tag = new EntityTag(tag());
        Optional<Date> date = lastModified.map(at -> Date.from(at.truncatedTo(ChronoUnit.SECONDS)));
        Response.ResponseBuilder unchanged =
                date.isPresent() ? request.evaluatePreconditions(date.get(), tag) : request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer =
                unchanged != null ? unchanged : Response.ok(body).header(HttpHeaders.CONTENT_TYPE, mediaType);
        CacheControl cache = new CacheControl();
        cache.setNoCache(true);
        cache.setPrivate(personal);
        // The default; others' caches may adapt nothing either.
        cache.setNoTransform(true);
        date.ifPresent(answer::lastModified);
        return answer.tag(tag)
                .cacheControl(cache)
                .header(HttpHeaders.VARY, "Authorization")
                .build();
    }

    private String tag() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 16);
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("Every Java runtime has SHA-256", cannotBe);
        }
    }
}
