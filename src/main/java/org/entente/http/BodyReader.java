package org.entente.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Callable;

/**
 * Reads the body of an authenticated request, bounded as sent and as decoded, before any resource runs: a chunked or
 * compressed body announces no size, and the REST layer would either hold all of it or block a worker on a slow sender.
 * Bodies nobody vouches for are left unread. Thread safe.
 */
@ApplicationScoped
class BodyReader {

    /** After authentication (200) and path permissions (100), before routing. */
    private static final int PRIORITY = 50;

    private final ErrorAnswers answers;
    private final HttpSettings settings;
    private final BodyBudget budget;

    BodyReader(ErrorAnswers answers, HttpSettings settings, BodyBudget budget) {
        this.answers = answers;
        this.settings = settings;
        this.budget = budget;
    }

    void register(@Observes Filters filters) {
        filters.register(this::read, PRIORITY);
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean known = context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous();
        if (!known || !RequestGuard.mayHaveBody(request) || request.isEnded()) {
            context.next();
            return;
        }
        new Arrival(context).start();
    }

    /** One body on its way in. Confined to the request's event loop. */
    private final class Arrival {

        private final RoutingContext context;
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private final BodyBudget.Share share = budget.open();
        private boolean over;

        Arrival(RoutingContext context) {
            this.context = context;
            context.addEndHandler(end -> share.close());
            this.timer = context.vertx()
                    .setTimer(
                            settings.bodyTimeout().toMillis(),
                            late -> fail(new ProblemException(
                                    ProblemType.REQUEST_TIMEOUT, "The body did not arrive in time.")));
        }

        void start() {
            HttpServerRequest request = context.request();
            request.handler(this::append);
            request.endHandler(end -> complete());
            request.exceptionHandler(gone -> finish());
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                context.response().writeContinue();
            }
            request.resume();
        }

        private void append(Buffer part) {
            if (over) {
                return;
            }
            if (body.length() + (long) part.length() > settings.bodyBytesMax()) {
                fail(RequestGuard.tooLarge(settings));
                return;
            }
            if (!share.take(part.length())) {
                fail(BodyBudget.exhausted());
                return;
            }
            body.appendBuffer(part);
        }

        private void complete() {
            if (!finish()) {
                return;
            }
            if (RequestGuard.contentCoding(context.request()).equals("gzip")) {
                decode();
            } else {
                proceed(body);
            }
        }

        /** Off the event loop: a small bomb takes as long to blow up as a large body. */
        private void decode() {
            Callable<Buffer> decoding = () -> BoundedGzip.decode(body, settings);
            context.vertx()
                    .executeBlocking(decoding, false)
                    .onSuccess(this::proceedDecoded)
                    .onFailure(failure -> answers.send(asProblem(failure), context));
        }

        private ProblemException asProblem(Throwable failure) {
            return failure instanceof ProblemException problem
                    ? problem
                    : new ProblemException(ProblemType.INTERNAL, ErrorMapper.INTERNAL_DETAIL);
        }

        private void proceedDecoded(Buffer decoded) {
            if (share.take(decoded.length())) {
                proceed(decoded);
            } else {
                answers.send(BodyBudget.exhausted(), context);
            }
        }

        private void proceed(Buffer decoded) {
            ((RoutingContextInternal) context).setBody(decoded);
            context.next();
        }

        private void fail(ProblemException problem) {
            if (finish()) {
                answers.send(problem, context);
            }
        }

        /** True the first time only. */
        private boolean finish() {
            boolean first = !over;
            over = true;
            context.vertx().cancelTimer(timer);
            return first;
        }
    }
}
