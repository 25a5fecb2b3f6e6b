package org.entente.http;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Reads the body of an authenticated request, bounded as sent and as decoded, before any resource runs: a chunked or
 * compressed body announces no size, and the REST layer would either hold all of it or block a worker on a slow sender.
 * Bodies nobody vouches for are left unread, but for what a person sends to sign in. Thread safe.
 *
 * <p>A filter of the REST layer and not a route before it: over HTTP/2 that layer cannot begin with a request whose end
 * has been read.
 */
@ApplicationScoped
class BodyReader {

    /** Where nobody can be signed in yet. */
    private static final String SIGN_IN = "/console/sign-in";

    /** Of a user name and a password, both at their longest, and spelled in hex. */
    private static final int SIGN_IN_BYTES_MAX = 8192;

    private static final Duration SIGN_IN_TIMEOUT = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final BodyBudget budget;

    BodyReader(HttpSettings settings, BodyBudget budget) {
        this.settings = settings;
        this.budget = budget;
    }

    @ServerRequestFilter(preMatching = true)
    Uni<Void> read(ContainerRequestContext rest, RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!(isSignedIn(context) || isSigningIn(request)) || !RequestGuard.mayHaveBody(request) || request.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        BodyBudget.Share share = budget.open(BodyOwner.of(context));
        context.addEndHandler(end -> share.close());
        if (context.response().closed()) {
            // It may be too late for the handler.
            share.close();
        }
        return Uni.createFrom()
                .<Buffer>emitter(emitter -> new Arrival(context, share, emitter).start())
                .chain(body -> decoded(context, share, body))
                .invoke(body -> rest.setEntityStream(new ByteArrayInputStream(body.getBytes())))
                .replaceWithVoid();
    }

    private static boolean isSignedIn(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous();
    }

    /** Small and of a stated length, so that strangers cannot have the exchange hold much. */
    private static boolean isSigningIn(HttpServerRequest request) {
        long length = RequestGuard.contentLength(request);
        return SIGN_IN.equals(request.path())
                && length > 0
                && length <= SIGN_IN_BYTES_MAX
                && RequestGuard.contentCoding(request).equals("identity");
    }

    private Uni<Buffer> decoded(RoutingContext context, BodyBudget.Share share, Buffer body) {
        if (!RequestGuard.contentCoding(context.request()).equals("gzip")) {
            return Uni.createFrom().item(body);
        }
        // Off the event loop: a small bomb takes as long to blow up as a large body.
        Callable<Buffer> decoding = () -> BoundedGzip.decode(body, settings);
        return Uni.createFrom()
                .completionStage(
                        () -> context.vertx().executeBlocking(decoding, false).toCompletionStage())
                .invoke(decoded -> share.takeOrFail(decoded.length()));
    }

    /** One body on its way in. Confined to the request's event loop. */
    private final class Arrival {

        private final RoutingContext context;
        private final BodyBudget.Share share;
        private final UniEmitter<? super Buffer> whole;
        private final Buffer body = Buffer.buffer();
        private final long timer;
        private boolean over;

        Arrival(RoutingContext context, BodyBudget.Share share, UniEmitter<? super Buffer> whole) {
            this.context = context;
            this.share = share;
            this.whole = whole;
            this.timer = context.vertx().setTimer(patience().toMillis(), late -> end(this::tooLate));
        }

        /** Strangers who send nothing must not keep others from signing in. */
        private Duration patience() {
            return isSignedIn(context) || settings.bodyTimeout().compareTo(SIGN_IN_TIMEOUT) < 0
                    ? settings.bodyTimeout()
                    : SIGN_IN_TIMEOUT;
        }

        void start() {
            HttpServerRequest request = context.request();
            request.handler(this::append);
            request.exceptionHandler(gone -> end(() -> whole.fail(gone)));
            request.endHandler(end -> end(() -> whole.complete(body)));
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                context.response().writeContinue();
            }
            // Last: an empty body ends within this call.
            request.resume();
        }

        private void append(Buffer part) {
            if (over) {
                return;
            }
            try {
                if (body.length() + (long) part.length() > settings.bodyBytesMax()) {
                    throw RequestGuard.tooLarge(settings);
                }
                share.takeOrFail(part.length());
                body.appendBuffer(part);
            } catch (ProblemException refused) {
                end(() -> whole.fail(refused));
            }
        }

        private void tooLate() {
            whole.fail(new ProblemException(ProblemType.REQUEST_TIMEOUT, "The body did not arrive in time."));
        }

        private void end(Runnable tell) {
            if (over) {
                return;
            }
            over = true;
            context.vertx().cancelTimer(timer);
            tell.run();
        }
    }
}
