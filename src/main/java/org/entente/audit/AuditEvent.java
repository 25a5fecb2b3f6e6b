package org.entente.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that was noted.
 *
 * @param number grows with what is noted; numbers may be missing, and events close together may not be in their order
 * @param actorKind {@code operator}, {@code partner} or {@code system}
 * @param actor the name; empty for the exchange itself, and for a partner that operators may not connect with it
 * @param subjectKind what {@code subject} names
 * @param reason the actor's words
 * @param details what changed
 * @param request the {@code X-Request-Id} of the request that asked for it
 */
@Schema(name = "AuditEvent")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEvent(
        long number,
        Instant at,
        String actorKind,
        String actor,
        String action,
        String subjectKind,
        String subject,
        @Nullable String reason,
        Map<String, String> details,
        @Nullable String request) {

    public AuditEvent {
        details = Map.copyOf(details);
    }
}
