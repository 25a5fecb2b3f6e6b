package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.entente.http.ProblemException;
import org.entente.http.ProblemPage;
import org.entente.http.ProblemType;
import org.entente.http.RequestId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Problems on the console's addresses, as pages; whoever is not signed in is led to the door. */
@ApplicationScoped
class ConsoleProblems implements ProblemPage {

    private static final Logger LOG = Logger.getLogger(ConsoleProblems.class);

    private static final Notice NO_OPERATOR = new Notice(
            true,
            "You are no operator here.",
            "Your organisation's sign-on knows you, or was asked too late; the exchange has no operator for what it says."
                    + " An administrator registers its issuer and your subject as a credential of yours.",
            List.of());

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance problem(Frame frame, String requestId);

        static native TemplateInstance arrival(String here);
    }

    @Override
    public boolean isFor(RoutingContext context) {
        return ConsoleAddress.isWithin(context);
    }

    @Override
    public Answer answer(ProblemException problem, RoutingContext context) {
        if (OidcDoor.PATH.equals(context.request().path()) && problem.type() == ProblemType.UNAUTHENTICATED) {
            // To the door it would go round in circles.
            Frame frame = Frames.door("Not let in", "").with(NO_OPERATOR);
            return page(problem.type().status(), Templates.problem(frame, RequestId.of(context)));
        }
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            return toTheDoor(context.request());
        }
        Frame frame = Frames.of(context, null, problem.type().title()).with(problem);
        return page(problem.type().status(), Templates.problem(frame, RequestId.of(context)));
    }

    private static Answer toTheDoor(HttpServerRequest request) {
        if (isPart(request)) {
            // A script's request for a part of a page: it is the page that has to go.
            return new Answer(
                    ProblemType.UNAUTHENTICATED.status(), Map.of("HX-Redirect", ConsoleAddress.SIGN_IN), new byte[0]);
        }
        String here =
                HttpMethod.GET.equals(request.method()) ? ConsoleAddress.back(request.uri()) : ConsoleAddress.ROOT;
        if (HttpMethod.GET.equals(request.method()) && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
            // Somebody followed a link, in a mail say. The browser kept its cookie back, and sends it when the same is
            // asked for
            // from a page of ours.
            return page(200, Templates.arrival(here));
        }
        String door = ConsoleAddress.SIGN_IN + "?to=" + URLEncoder.encode(here, StandardCharsets.UTF_8);
        return new Answer(303, Map.of("Location", door), new byte[0]);
    }

    private static boolean isPart(HttpServerRequest request) {
        @Nullable String part = request.getHeader("HX-Request");
        return part != null;
    }

    private static Answer page(int status, TemplateInstance page) {
        try {
            return new Answer(
                    status, Map.of("Content-Type", Pages.HTML), page.render().getBytes(StandardCharsets.UTF_8));
        } catch (TemplateException broken) {
            LOG.error("The page that says what went wrong cannot be shown", broken);
            return new Answer(
                    ProblemType.INTERNAL.status(),
                    Map.of("Content-Type", "text/plain; charset=UTF-8"),
                    ProblemType.INTERNAL.title().getBytes(StandardCharsets.UTF_8));
        }
    }
}
