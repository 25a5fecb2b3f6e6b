package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * An object that waits for an operator, or did.
 *
 * @param id of this review
 * @param submission it came with
 * @param submitter who sent it
 * @param heldAt when it came, RFC 3339
 * @param objectId the STIX id
 * @param version as in the submission's status
 * @param audience whom the submitter named
 * @param object the STIX object as submitted; absent once refused
 * @param decision {@code release} or {@code refuse}; absent while it waits
 * @param decidedBy the operator
 * @param reason the operator's words, shown to the submitter when refused
 */
@Schema(description = "An object held for review.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "submission", "submitter", "heldAt", "objectId", "version", "audience", "object"})
public record HeldObject(
        UUID id,
        UUID submission,
        PartnerId submitter,
        String heldAt,
        String objectId,
        String version,
        Audience audience,

        @JsonRawValue @Schema(type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT) @Nullable
        String object,

        @Nullable String decision,
        @Nullable String decidedBy,
        @Nullable String reason) {}
