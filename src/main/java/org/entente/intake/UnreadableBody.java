package org.entente.intake;

import java.util.List;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.stix.Finding;

/** The answer to a body in which no object can be told from another. */
final class UnreadableBody {

    private UnreadableBody() {}

    static ProblemException problem(Finding finding) {
        ProblemType type = switch (finding.rule()) {
            // JSON, and STIX perhaps, but nothing to be processed here (TAXII 2.1 §5.5).
            case "no-envelope", "body-marking" -> ProblemType.UNPROCESSABLE;
            default -> finding.rule().startsWith("json") ? ProblemType.MALFORMED_JSON : ProblemType.INVALID_BODY;
        };
        return new ProblemException(
                type, finding.message(), List.of(new ProblemError(finding.pointer(), finding.message())));
    }
}
