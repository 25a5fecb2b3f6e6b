package org.entente.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The TAXII 2.1 error object (§3.6.1): what a problem looks like on TAXII paths. */
@Schema(name = "TaxiiError", description = "The TAXII 2.1 error object.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record TaxiiError(
        String title,
        String description,
        @JsonProperty("error_id") String errorId,
        @JsonProperty("error_code") String errorCode,
        @JsonProperty("http_status") String httpStatus,
        Map<String, List<ProblemError>> details) {

    static TaxiiError of(ProblemException problem, String requestId) {
        ProblemType type = problem.type();
        String description = problem.getMessage();
        return new TaxiiError(
                type.title(),
                description == null ? "" : description,
                requestId,
                type.slug(),
                Integer.toString(type.status()),
                problem.errors().isEmpty() ? Map.of() : Map.of("errors", problem.errors()));
    }
}
