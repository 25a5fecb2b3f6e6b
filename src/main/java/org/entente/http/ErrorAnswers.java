package org.entente.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that turns a problem into an answer: problem+json; below {@code /taxii2} the TAXII error object; a page where
 * somebody shows pages. Thread safe.
 */
@ApplicationScoped
class ErrorAnswers {

    /** Exactly as TAXII 2.1 §3.1 wants it, without further parameters. */
    static final String TAXII_JSON = "application/taxii+json;version=2.1";

    static final String PROBLEM_JSON = "application/problem+json";

    /** Where nobody knows better: what is overloaded or restarts is back after some seconds. */
    private static final long RETRY_SECONDS = 5;

    private static final String BASIC = "Basic realm=\"entente\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"entente\"";

    /** RFC 6750 §3.1: tells a client to fetch a new token rather than to ask its user. */
    private static final String INVALID_TOKEN = ", error=\"invalid_token\"";

    private final ObjectMapper json;
    private final Addresses addresses;
    private final Instance<ProblemPage> pages;

    ErrorAnswers(ObjectMapper json, Addresses addresses, @Any Instance<ProblemPage> pages) {
        this.json = json;
        this.addresses = addresses;
        this.pages = pages;
    }

    /** For failures inside the REST layer. */
    Response response(ProblemException problem, RoutingContext context) {
        Optional<ProblemPage.Answer> page = page(problem, context);
        if (page.isPresent()) {
            Response.ResponseBuilder shown =
                    Response.status(page.get().status()).entity(page.get().body());
            page.get().headers().forEach(shown::header);
            return shown.build();
        }
        Response.ResponseBuilder answer =
                Response.status(problem.type().status()).entity(body(problem, context));
        headers(problem, context).forEach((name, values) -> values.forEach(value -> answer.header(name, value)));
        return answer.build();
    }

    /** For failures before or beside the REST layer. Does nothing when the answer has begun. */
    void send(ProblemException problem, RoutingContext context) {
        if (context.response().headWritten()) {
            return;
        }
        MultiMap target = context.response().headers();
        Optional<ProblemPage.Answer> page = page(problem, context);
        if (page.isPresent()) {
            page.get().headers().forEach(target::set);
            end(context, page.get().status(), page.get().body());
            return;
        }
        headers(problem, context).forEach((name, values) -> target.set(name, values));
        end(context, problem.type().status(), body(problem, context));
    }

    private static void end(RoutingContext context, int status, byte[] body) {
        context.response().setStatusCode(status);
        context.response().end(Buffer.buffer(body)).onFailure(RequestId::ignoreGoneClient);
    }

    private Optional<ProblemPage.Answer> page(ProblemException problem, RoutingContext context) {
        return pages.stream()
                .filter(page -> page.isFor(context))
                .findFirst()
                .map(page -> page.answer(problem, context));
    }

    private Map<String, List<String>> headers(ProblemException problem, RoutingContext context) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE.toString(), List.of(isTaxii(context) ? TAXII_JSON : PROBLEM_JSON));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", List.of(BASIC, isBearer(context) ? BEARER + INVALID_TOKEN : BEARER));
        }
        if (problem.type() == ProblemType.TOO_MANY_REQUESTS || problem.type() == ProblemType.UNAVAILABLE) {
            long seconds = problem.retryAfter()
                    .map(wait -> wait.plusMillis(999).toSeconds())
                    .orElse(RETRY_SECONDS);
            headers.put("Retry-After", List.of(Long.toString(Math.max(1, seconds))));
        }
        if (problem.type() == ProblemType.UNSUPPORTED_MEDIA_TYPE && !RequestGuard.isCodingTaken(context.request())) {
            // RFC 9110 §12.5.3: says which content codings would have been taken, where it was refused for its own.
            headers.put("Accept-Encoding", List.of("gzip, identity"));
        }
        if (problem.type() == ProblemType.METHOD_NOT_ALLOWED) {
            headers.put("Allow", List.of(String.join(", ", addresses.methods(path(context)))));
        }
        return headers;
    }

    private static boolean isBearer(RoutingContext context) {
        @Nullable String shown = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return shown != null && shown.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
    }

    private byte[] body(ProblemException problem, RoutingContext context) {
        String requestId = RequestId.of(context);
        Object shape = isTaxii(context) ? TaxiiError.of(problem, requestId) : Problem.of(problem, requestId);
        try {
            return json.writeValueAsBytes(shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem of strings and numbers is always JSON", e);
        }
    }

    private static boolean isTaxii(RoutingContext context) {
        String path = path(context);
        return path.equals("/taxii2") || path.startsWith("/taxii2/");
    }

    private static String path(RoutingContext context) {
        @Nullable String path = context.request().path();
        return path == null ? "" : path;
    }
}
