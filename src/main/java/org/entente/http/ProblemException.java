package org.entente.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a problem from the catalogue. The detail and errors go to the caller as they are, so they must say
 * nothing that the caller may not know.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ProblemType type;
    private final transient List<ProblemError> errors;
    private final @Nullable Duration retryAfter;

    /** A problem with one sentence about this occurrence. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    /** A problem that points into the body. */
    public ProblemException(ProblemType type, String detail, List<ProblemError> errors) {
        this(type, detail, errors, null);
    }

    private ProblemException(
            ProblemType type, String detail, List<ProblemError> errors, @Nullable Duration retryAfter) {
        // An answer to a caller, thrown in numbers under attack: nobody reads its stack.
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** The one answer for what is absent and for what the caller may not know of. */
    public static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "Nothing is here, or nothing that you may see.");
    }

    /** A body with these faults. */
    public static ProblemException invalidBody(List<ProblemError> errors) {
        return new ProblemException(ProblemType.INVALID_BODY, "See errors for what would be right.", errors);
    }

    /** A body with one fault. */
    public static ProblemException invalidBody(String pointer, String detail) {
        return invalidBody(List.of(new ProblemError(pointer, detail)));
    }

    /** A query parameter or header with a fault. */
    public static ProblemException invalidParameter(String detail) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, detail);
    }

    /** More was asked for than is allowed in a time. */
    public static ProblemException tooMany(String detail, Duration retryAfter) {
        return new ProblemException(ProblemType.TOO_MANY_REQUESTS, detail, List.of(), retryAfter);
    }

    /** When it is worth trying again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The catalogue entry. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong with the body, where there is more to say than the detail. */
    public List<ProblemError> errors() {
        return errors;
    }
}
