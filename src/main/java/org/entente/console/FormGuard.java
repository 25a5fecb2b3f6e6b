package org.entente.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms of the console, and refuses each that did not come from a page of its own: every request but a reading one is
 * asked, whatever resource it is for. Thread safe.
 */
@ApplicationScoped
class FormGuard {

    /** The key under which a request holds its form. */
    static final String FORM = "entente.console.form";

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int BYTES_MAX = 2 << 20;

    /** Of a form with a file in it. */
    private static final int UPLOAD_BYTES_MAX = 16 << 20;

    /** An advisory may have two million characters, each of up to nine bytes in a form. */
    private static final int ADVISORY_BYTES_MAX = 20 << 20;

    private static final Pattern ADVISORY = Pattern.compile("/console/advisories/(new|[^/]+/form)");

    @ServerRequestFilter
    void admit(ContainerRequestContext rest, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!ConsoleAddress.isWithin(context) || READING.contains(request.method())) {
            return;
        }
        if (isFromElsewhere(request)) {
            throw stranger();
        }
        String cookie = cookie(context).orElseThrow(FormGuard::stranger);
        Form form = form(rest, request);
        if (!FormToken.fits(form.text(FormToken.FIELD), cookie)) {
            throw stranger();
        }
        context.put(FORM, form);
    }

    /** Browsers say so of their own accord; a client that says nothing has to know the token. */
    private static boolean isFromElsewhere(HttpServerRequest request) {
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin");
    }

    private static Optional<String> cookie(RoutingContext context) {
        if (ConsoleAddress.SIGN_IN.equals(context.request().path())) {
            // Whoever is signed in already may sign in as somebody else.
            return ConsoleCookie.VISIT.read(context.request());
        }
        @Nullable String session = context.get(SessionAuthentication.SESSION);
        if (session == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "The session is over. Sign in again.");
        }
        return Optional.of(session);
    }

    private static Form form(ContainerRequestContext rest, HttpServerRequest request) {
        // What was read before, bounded; anything else would have to be waited for.
        if (!(rest.getEntityStream() instanceof ByteArrayInputStream body)) {
            return Form.EMPTY;
        }
        String contentType = Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_TYPE), "");
        boolean holdsFiles = contentType.toLowerCase(Locale.ROOT).startsWith(Multipart.MEDIA_TYPE);
        int bytesMax = holdsFiles ? UPLOAD_BYTES_MAX : bytesMaxOfFields(request.path());
        if (body.available() > bytesMax) {
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "At most " + bytesMax + " bytes are taken in this form.");
        }
        byte[] bytes = body.readAllBytes();
        return holdsFiles ? Multipart.parse(bytes, contentType) : Form.parse(bytes);
    }

    private static int bytesMaxOfFields(@Nullable String path) {
        return path != null && ADVISORY.matcher(path).matches() ? ADVISORY_BYTES_MAX : BYTES_MAX;
    }

    private static ProblemException stranger() {
        return new ProblemException(
                ProblemType.FORBIDDEN,
                "The form was not sent from a page of your present session. Nothing was done. Open the page again.");
    }
}
