package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.partner.OperatorSignIn;
import org.entente.partner.OperatorSignIn.Proof;
import org.entente.partner.Roles;
import org.jspecify.annotations.Nullable;

/** The door: signing in and out. */
@Path("/console")
@PermitAll
class SignInPages {

    private final Pages pages;
    private final Sessions sessions;
    private final OperatorSignIn operators;
    private final OidcDoor oidc;

    SignInPages(Pages pages, Sessions sessions, OperatorSignIn operators, OidcDoor oidc) {
        this.pages = pages;
        this.sessions = sessions;
        this.operators = operators;
        this.oidc = oidc;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance signIn(Frame frame, String to, String username, boolean byIssuer);
    }

    @GET
    @Path("sign-in")
    public Uni<Response> door(@QueryParam("to") @Nullable String to) {
        HttpServerRequest request = request();
        String visit = ConsoleCookie.VISIT.read(request).orElseGet(ConsoleCookie::draw);
        Notice notice =
                Done.ofLabel(request.getParam(Done.PARAMETER)).map(Notice::of).orElse(null);
        return pages.show(Templates.signIn(frame(visit).with(notice), ConsoleAddress.back(to), "", oidc.isOpen()))
                .map(page -> Response.fromResponse(page)
                        .cookie(ConsoleCookie.VISIT.of(visit, request))
                        .build());
    }

    @POST
    @Path("sign-in")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Uni<Response> signIn() {
        if (oidc.isOpen()) {
            // Who signs in there may have to show more than a password.
            throw ProblemException.notFound();
        }
        HttpServerRequest request = request();
        Form form = pages.form();
        String username = form.text("username");
        String to = ConsoleAddress.back(form.text("to"));
        // As it was typed: blanks may belong to it.
        String password = form.all("password").stream().findFirst().orElse("");
        Frame again = frame(ConsoleCookie.VISIT.read(request).orElse(""));
        return pages.attempt(
                again,
                () -> operators
                        .byPassword(username, password, address(request))
                        .chain(proof -> entered(proof, request, to, () -> refused(again, to, username))),
                noticed -> Uni.createFrom().item(Templates.signIn(noticed, to, username, false)));
    }

    private Uni<Response> refused(Frame again, String to, String username) {
        Notice notice =
                new Notice(true, "This is not the user name and password of an operator.", "", java.util.List.of());
        return pages.show(
                Response.Status.UNAUTHORIZED.getStatusCode(),
                Templates.signIn(again.with(notice), to, username, false));
    }

    private Uni<Response> entered(
            Optional<Proof> proof,
            HttpServerRequest request,
            String to,
            java.util.function.Supplier<Uni<Response>> refused) {
        if (proof.isEmpty()) {
            return refused.get();
        }
        @Nullable String earlier = ConsoleCookie.SESSION.read(request).orElse(null);
        Uni<Void> left = earlier == null ? Uni.createFrom().voidItem() : sessions.end(earlier);
        return left.chain(() -> sessions.start(proof.get()))
                .map(id -> Response.fromResponse(Pages.seeOther(to))
                        .cookie(ConsoleCookie.SESSION.of(id, request), ConsoleCookie.VISIT.ended(request))
                        .build());
    }

    /** To the issuer, and back from it. */
    @GET
    @Path("oidc")
    public Uni<Response> oidc() {
        RoutingContext context = pages.context();
        if (!oidc.isOpen()) {
            throw ProblemException.notFound();
        }
        Optional<Proof> proof = context.user() instanceof QuarkusHttpUser user
                ? OperatorSignIn.byToken(user.getSecurityIdentity())
                : Optional.empty();
        if (proof.isEmpty()) {
            return oidc.toIssuer(context);
        }
        OidcDoor.forget(context);
        // A page and not a redirect: the browser comes from another site, and would keep the new cookie back.
        return sessions.start(proof.get())
                .chain(id -> pages.show(ConsoleProblems.Templates.arrival(ConsoleAddress.ROOT))
                        .map(page -> Response.fromResponse(page)
                                .cookie(ConsoleCookie.SESSION.of(id, context.request()))
                                .build()));
    }

    @POST
    @Path("sign-out")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @RolesAllowed({Roles.AUDITOR, Roles.CURATOR, Roles.APPROVER, Roles.ADMIN})
    public Uni<Response> signOut() {
        HttpServerRequest request = request();
        String session = pages.context().get(SessionAuthentication.SESSION);
        if (session == null) {
            throw ProblemException.notFound();
        }
        return sessions.end(session)
                .map(over -> Response.fromResponse(Pages.seeOther(ConsoleAddress.SIGN_IN, Done.SIGNED_OUT))
                        .cookie(ConsoleCookie.SESSION.ended(request))
                        .header("Clear-Site-Data", "\"cache\"")
                        .build());
    }

    private static Frame frame(String visit) {
        return Frames.door("Sign in", visit.isEmpty() ? "" : FormToken.of(visit));
    }

    private HttpServerRequest request() {
        return pages.context().request();
    }

    private static String address(HttpServerRequest request) {
        @Nullable SocketAddress remote = request.remoteAddress();
        @Nullable String host = remote == null ? null : remote.hostAddress();
        return host == null ? "" : host;
    }
}
