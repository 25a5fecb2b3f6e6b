package org.entente.http;

/** The catalogue: every kind of failure a caller can be told of. Slugs are part of the API and never change. */
public enum ProblemType {
    BAD_REQUEST("bad-request", 400, "The request cannot be understood"),
    MALFORMED_JSON("malformed-json", 400, "The body is not well-formed JSON"),
    INVALID_BODY("invalid-body", 400, "The body does not have the expected content"),
    INVALID_PARAMETER("invalid-parameter", 400, "A parameter does not have the expected form"),
    UNAUTHENTICATED("unauthenticated", 401, "Valid credentials are needed"),
    FORBIDDEN("forbidden", 403, "The caller may not do this"),
    NOT_FOUND("not-found", 404, "There is no such thing"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not possible here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "No accepted media type can be served"),
    REQUEST_TIMEOUT("request-timeout", 408, "The request took too long to arrive"),
    CONFLICT("conflict", 409, "The state of things does not allow this"),
    STALE("stale", 412, "The thing was changed in the meantime"),
    BODY_TOO_LARGE("body-too-large", 413, "The body is too large"),
    URI_TOO_LONG("uri-too-long", 414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body has a media type or encoding that is not served"),
    UNPROCESSABLE("unprocessable", 422, "The body is understood but cannot be processed"),
    PRECONDITION_REQUIRED("precondition-required", 428, "The request must say what version it is about"),
    TOO_MANY_REQUESTS("too-many-requests", 429, "Too many requests"),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
    INTERNAL("internal", 500, "Something went wrong on the side of the exchange"),
    UNAVAILABLE("unavailable", 503, "The exchange cannot serve this at the moment");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The stable name, last part of the problem's type URI and the TAXII {@code error_code}. */
    public String slug() {
        return slug;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** One sentence for people, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The RFC 9457 {@code type}. */
    public String uri() {
        return "urn:entente:problem:" + slug;
    }

    /** The entry for a status the framework raised: the first of that status, else of its class. */
    public static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
