package org.entente.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** Shows problems to people where addresses answer with pages. Thread safe. */
public interface ProblemPage {

    /** Whether this request is one for a page. */
    boolean isFor(RoutingContext context);

    /** What is answered. Never fails: there is nothing behind it that could. */
    Answer answer(ProblemException problem, RoutingContext context);

    /**
     * An answer as a whole.
     *
     * @param status of HTTP
     * @param headers with the media type
     * @param body in UTF-8
     */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }
}
