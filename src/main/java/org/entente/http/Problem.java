package org.entente.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An RFC 9457 problem, as every failed call of the REST API answers.
 *
 * @param type a stable URI, {@code urn:entente:problem:} and a slug of the catalogue
 * @param title one sentence, the same for every occurrence
 * @param status the HTTP status
 * @param detail what happened this time
 * @param requestId the id in the exchange's log, also in the header {@code X-Request-Id}
 * @param errors faults of the body, each with a JSON Pointer
 */
@Schema(name = "Problem", description = "An RFC 9457 problem.")
@JsonPropertyOrder({"type", "title", "status", "detail", "requestId", "errors"})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, String detail, String requestId, List<ProblemError> errors) {

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(ProblemException problem, String requestId) {
        ProblemType type = problem.type();
        String detail = problem.getMessage();
        return new Problem(
                type.uri(), type.title(), type.status(), detail == null ? "" : detail, requestId, problem.errors());
    }
}
