package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Audience;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask a submitter about an object of its that is held.
 *
 * @param id of this question
 * @param submission the object came with
 * @param objectId the STIX id
 * @param version as in the submission's status
 * @param kind {@code question}, answered in words, or {@code consent} to an audience that may reach more than the one named
 * @param words what is asked, or why
 * @param audience consent: who would be addressed instead
 * @param askedAt RFC 3339
 * @param expiresAt from then on it counts as not asked
 * @param outcome {@code answered}, {@code accepted}, {@code declined}, {@code withdrawn} or {@code expired}; absent while it is
 *     open
 * @param answer the submitter's words
 */
@Schema(description = "What operators ask a submitter about a held object.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Question(
        UUID id,
        UUID submission,
        String objectId,
        String version,
        String kind,
        String words,
        @Nullable Audience audience,
        String askedAt,
        String expiresAt,
        @Nullable String outcome,
        @Nullable String answer) {

    static final String QUESTION = "question";
    static final String CONSENT = "consent";

    boolean asksConsent() {
        return kind.equals(CONSENT);
    }
}
