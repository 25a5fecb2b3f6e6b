package org.entente.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * First to see every request, before authentication: gives it an id, refuses what is too large or oddly encoded without
 * reading it, and holds the body back until somebody is known to want it. Thread safe.
 */
@ApplicationScoped
class RequestGuard {

    /** Before authentication (200) and everything else of the framework. */
    static final int PRIORITY = 10_000;

    /** Room for a filter of a hundred identifiers, each character of them escaped. */
    private static final int URI_CHARACTERS_MAX = 16_000;

    private static final Set<HttpMethod> BODYLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private static final Set<String> CODINGS = Set.of("identity", "gzip");

    private final ErrorAnswers answers;
    private final HttpSettings settings;
    private final HttpDate date;

    RequestGuard(ErrorAnswers answers, HttpSettings settings, HttpDate date) {
        this.answers = answers;
        this.date = date;
        this.settings = settings;
        long max = settings.bodyBytesMax();
        if (max < 1024 || max > HttpSettings.BODY_BYTES_CEILING) {
            throw new IllegalArgumentException("entente.http.body-bytes-max must be 1024 to "
                    + HttpSettings.BODY_BYTES_CEILING + " (bytes); it is " + max);
        }
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    private void admit(RoutingContext context) {
        RequestId.assign(context);
        SecurityHeaders.register(context);
        context.addHeadersEndHandler(head -> context.response().putHeader(HttpHeaders.DATE, date.now()));
        Context home = context.vertx().getOrCreateContext();
        // Some answers end on a worker, while the request may be ending where it is read.
        context.addEndHandler(end -> {
            if (Context.isOnEventLoopThread()) {
                letGo(context);
            } else {
                home.runOnContext(back -> letGo(context));
            }
        });
        ProblemException refusal = isDisguised(context) ? ProblemException.notFound() : refusal(context.request());
        if (refusal == null) {
            context.next();
        } else {
            answers.send(refusal, context);
        }
    }

    static boolean mayHaveBody(HttpServerRequest request) {
        return !BODYLESS.contains(request.method());
    }

    /**
     * Whether an address leads into the console, or out of it, without looking so: what guards the console's forms and sessions
     * looks at the address as it is written, what finds the resource does not.
     */
    static boolean isDisguised(@Nullable String written, String meant) {
        return SecurityHeaders.isConsole(written) != SecurityHeaders.isConsole(MeantPath.of(meant));
    }

    private static boolean isDisguised(RoutingContext context) {
        return isDisguised(context.request().path(), context.normalizedPath());
    }

    /** Another site's page has a browser send what its user may do; no client but a browser says so. */
    private static boolean isCrossSite(HttpServerRequest request) {
        return mayHaveBody(request) && "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private @Nullable ProblemException refusal(HttpServerRequest request) {
        if (isCrossSite(request)) {
            return new ProblemException(ProblemType.FORBIDDEN, "Another site's page may not ask for this.");
        }
        if (request.uri().length() > URI_CHARACTERS_MAX) {
            return new ProblemException(
                    ProblemType.URI_TOO_LONG, "At most " + URI_CHARACTERS_MAX + " characters are taken.");
        }
        if (contentLength(request) > settings.bodyBytesMax()) {
            return tooLarge(settings);
        }
        return isCodingTaken(request)
                ? null
                : new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, identity or absent.");
    }

    static boolean isCodingTaken(HttpServerRequest request) {
        return CODINGS.contains(contentCoding(request));
    }

    /** On HTTP/2 other requests share the connection. */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close().onFailure(RequestId::ignoreGoneClient);
        }
    }

    static ProblemException tooLarge(HttpSettings settings) {
        return new ProblemException(
                ProblemType.BODY_TOO_LARGE, "At most " + settings.bodyBytesMax() + " bytes are taken, once decoded.");
    }

    static String contentCoding(HttpServerRequest request) {
        @Nullable String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String name = coding == null ? "identity" : coding.trim().toLowerCase(Locale.ROOT);
        // RFC 9110 §8.4.1.3: the older name means the same.
        return name.equals("x-gzip") ? "gzip" : name;
    }

    /** The server has already refused a length that is no number. */
    static long contentLength(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Reads away what was not wanted, for a while: closing at once would reset the connection before the answer is read. */
    private void letGo(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        long grace = settings.refusedBodyGrace().toMillis();
        long timer = context.vertx().setTimer(grace, late -> cutOff(request));
        request.handler(rest -> {});
        request.endHandler(end -> context.vertx().cancelTimer(timer));
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        // Last: where nothing more is to come, the request ends within this call, and then takes no handler.
        request.resume();
    }
}
