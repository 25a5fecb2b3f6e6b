package org.entente.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.entente.http.JsonFaults;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.stix.Tlp;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What all pages are made with. Thread safe. */
@ApplicationScoped
class Pages {

    /** The rows of a list on one page. */
    static final int ROWS = 50;

    static final String HTML = "text/html; charset=UTF-8";

    private final CurrentVertxRequest current;
    private final ObjectMapper json;

    Pages(CurrentVertxRequest current, ObjectMapper json) {
        this.current = current;
        this.json = json;
    }

    /** What surrounds the page that is asked for. To be asked before the first asynchronous step. */
    Frame frame(Section section, String title) {
        RoutingContext context = context();
        Frame frame = Frames.of(context, section, title);
        @Nullable String done = context.request().getParam(Done.PARAMETER);
        return frame.with(Done.ofLabel(done).map(Notice::of).orElse(null));
    }

    /** The form that was sent; empty in a request without one. */
    Form form() {
        Form form = context().get(FormGuard.FORM);
        return form == null ? Form.EMPTY : form;
    }

    /** The request under way. */
    RoutingContext context() {
        return current.getCurrent();
    }

    /** A page. */
    Uni<Response> show(TemplateInstance page) {
        return show(Response.Status.OK.getStatusCode(), page);
    }

    /** A page with another status. */
    Uni<Response> show(int status, TemplateInstance page) {
        return page.createUni()
                .map(html -> Response.status(status).type(HTML).entity(html).build());
    }

    /** What a form gives back to say which version it is about. */
    static String version(RestResponse<?> answer) {
        return String.valueOf(answer.getHeaders().getFirst(HttpHeaders.ETAG));
    }

    /** To this page of the console, which says what was done. */
    static Response seeOther(String path, Done done) {
        String sign = path.contains("?") ? "&" : "?";
        return seeOther(path + sign + Done.PARAMETER + "=" + done.label());
    }

    /** A field's value as REST takes it: one that is empty was not given. */
    static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    /** The most restricted of some TLP labels. */
    static Optional<Tlp> highest(Stream<? extends @Nullable String> labels) {
        return labels.flatMap(label -> label == null ? Stream.empty() : Tlp.ofLabel(label).stream())
                .reduce(Tlp::stricter);
    }

    /** To this page of the console. */
    static Response seeOther(String path) {
        return Response.seeOther(URI.create(path)).build();
    }

    /**
     * Does what a form asks for; where that is refused, shows the page again with the reason.
     *
     * @param again the page to show, under a frame that says what is wrong
     */
    Uni<Response> attempt(
            Frame frame, Supplier<Uni<? extends Response>> deed, Function<Frame, Uni<TemplateInstance>> again) {
        return Uni.createFrom().deferred(deed).onFailure(ProblemException.class).recoverWithUni(refused -> {
            ProblemException problem = (ProblemException) refused;
            return problem.type() == ProblemType.NOT_FOUND
                    ? Uni.createFrom().failure(problem)
                    : again.apply(frame.with(problem))
                            .chain(page -> show(problem.type().status(), page));
        });
    }

    /**
     * A body of the REST API made of a form's fields, read as strictly as REST reads it.
     *
     * @throws ProblemException 400 with the faults REST would name
     */
    <T> T body(Class<T> type, Map<String, ?> fields) {
        try {
            return json.treeToValue(json.valueToTree(fields), type);
        } catch (DatabindException binding) {
            throw JsonFaults.ofBinding(binding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree is well-formed", e);
        }
    }
}
