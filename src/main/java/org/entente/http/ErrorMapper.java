package org.entente.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Every failure, wherever it was raised, becomes an entry of the catalogue here. What is not known to be the caller's fault
 * is a 500 with fixed text, and its cause goes to the log only.
 */
@ApplicationScoped
class ErrorMapper {

    static final String INTERNAL_DETAIL = "The cause is in the exchange's log under the request id.";

    private static final Logger LOG = Logger.getLogger(ErrorMapper.class);

    private final ErrorAnswers answers;

    ErrorMapper(ErrorAnswers answers) {
        this.answers = answers;
    }

    /** Failures outside the REST layer; asked just before the framework's own handler would answer with a page. */
    void register(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE - 1).failureHandler(this::outsideRest);
    }

    private void outsideRest(RoutingContext context) {
        @Nullable Throwable failure = context.failure();
        ProblemException problem =
                failure == null ? ofStatus(context.statusCode()) : problemOf(failure, context.request());
        answers.send(problem, context);
    }

    // The more specific mappers exist because the framework has mappers of its own for these types, which would win.

    @ServerExceptionMapper
    Response anything(Throwable failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response webApplication(WebApplicationException failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response notFound(NotFoundException failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response mismatch(MismatchedInputException failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response authentication(AuthenticationFailedException failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException failure, RoutingContext context) {
        return answer(failure, context);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, RoutingContext context) {
        return answer(failure, context);
    }

    private Response answer(Throwable failure, RoutingContext context) {
        return answers.response(problemOf(failure, context.request()), context);
    }

    private static ProblemException problemOf(Throwable raised, HttpServerRequest request) {
        Throwable failure = rootOf(raised);
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof AuthenticationFailedException || failure instanceof UnauthorizedException) {
            return new ProblemException(
                    ProblemType.UNAUTHENTICATED, "Send HTTP Basic, a bearer token or a registered client certificate.");
        }
        if (failure instanceof ForbiddenException) {
            return new ProblemException(ProblemType.FORBIDDEN, "Your roles do not include this.");
        }
        if (failure instanceof JsonProcessingException json) {
            return ofJson(json);
        }
        if (failure instanceof WebApplicationException web) {
            return ofWeb(web, request);
        }
        return unexpected(failure, request);
    }

    private static Throwable rootOf(Throwable raised) {
        return raised instanceof CompletionException && raised.getCause() != null ? raised.getCause() : raised;
    }

    private static ProblemException ofJson(JsonProcessingException failure) {
        return failure instanceof DatabindException binding
                ? JsonFaults.ofBinding(binding)
                : JsonFaults.ofSyntax(failure);
    }

    private static ProblemException ofWeb(WebApplicationException web, HttpServerRequest request) {
        if (web.getCause() instanceof StreamReadException syntax) {
            return JsonFaults.ofSyntax(syntax);
        }
        if (web.getCause() instanceof DatabindException binding) {
            return JsonFaults.ofBinding(binding);
        }
        int status = web.getResponse().getStatus();
        return status >= 500 && status != ProblemType.UNAVAILABLE.status()
                ? unexpected(web, request)
                : ofStatus(status);
    }

    private static ProblemException ofStatus(int status) {
        ProblemType type = ProblemType.ofStatus(status);
        return switch (type) {
            case NOT_FOUND -> ProblemException.notFound();
            case INTERNAL -> new ProblemException(type, INTERNAL_DETAIL);
            case METHOD_NOT_ALLOWED -> new ProblemException(type, "Allow names the methods of this address.");
            case NOT_ACCEPTABLE -> new ProblemException(type, "Accept must allow a media type this address serves.");
            case UNSUPPORTED_MEDIA_TYPE -> new ProblemException(type, "Content-Type must be one this address takes.");
            default -> new ProblemException(type, type.title() + ".");
        };
    }

    private static ProblemException unexpected(Throwable failure, HttpServerRequest request) {
        if (failure instanceof RejectedExecutionException) {
            LOG.warn("Refused a request: too much work is waiting");
            return new ProblemException(ProblemType.UNAVAILABLE, "Too much is under way. Try again.");
        }
        if (Outage.isOne(failure)) {
            LOG.warnf("Request not served, something is away: method=%s cause=%s", request.method(), failure);
            return new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "A service that is needed did not answer. Try again; what was to be changed may have been.");
        }
        if (isBrokenOff(failure)) {
            // The client is gone in the middle of its body: whatever is answered, nobody reads it.
            return new ProblemException(ProblemType.BAD_REQUEST, "The body broke off.");
        }
        LOG.errorf(failure, "Request failed: method=%s path=%s", request.method(), request.path());
        return new ProblemException(ProblemType.INTERNAL, INTERNAL_DETAIL);
    }

    private static boolean isBrokenOff(Throwable failure) {
        return failure instanceof StreamResetException
                || (failure instanceof VertxException && !(failure instanceof DatabaseException));
    }
}
