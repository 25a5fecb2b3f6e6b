package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
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
 * @param title its name, pattern or value, shortened
 * @param tlp what it counts as; absent for what came before this was kept
 * @param audience whom it goes to when released: what its submitter named, as narrowed since
 * @param state see {@link ReviewFilter.State}
 * @param revision grows with every change, and is the {@code ETag}
 * @param bytes of the object; 0 once refused
 * @param object the STIX object as submitted; absent in lists, and once refused
 * @param decision {@code release} or {@code refuse}; absent while it waits
 * @param decidedBy the operator
 * @param reason the operator's words, shown to the submitter when refused
 * @param question what waits for the submitter's answer
 * @param agreed the audience its submitter last agreed to
 * @param attribution who might learn its submitter when it came
 */
@Schema(description = "An object held for review.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "submission",
    "submitter",
    "heldAt",
    "objectId",
    "version",
    "title",
    "tlp",
    "audience",
    "state",
    "revision",
    "bytes",
    "object"
})
public record HeldObject(
        UUID id,
        UUID submission,
        PartnerId submitter,
        String heldAt,
        String objectId,
        String version,
        String title,
        @Nullable String tlp,
        Audience audience,
        String state,
        long revision,
        int bytes,

        @JsonRawValue @Schema(type = SchemaType.OBJECT) @Nullable
        String object,

        @Nullable String decision,
        @Nullable String decidedBy,
        @Nullable String reason,
        @Nullable Question question,
        @JsonIgnore Audience agreed,
        @JsonIgnore @Nullable String attribution) {

    /** Whether nothing has been decided. */
    @JsonIgnore
    public boolean isOpen() {
        return decision == null;
    }

    /** The STIX id; what was held keeps the rules for ids. */
    @JsonIgnore
    public StixId stixId() {
        return StixId.parse(objectId);
    }

    /** The bytes as submitted; empty in lists and once refused. */
    @JsonIgnore
    public Optional<byte[]> content() {
        return Optional.ofNullable(object).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** The TLP it came with, where that was kept. */
    Optional<Tlp> heldTlp() {
        return Optional.ofNullable(tlp).flatMap(Tlp::ofLabel);
    }

    /** The attribution it came with, where that was kept. */
    Optional<Attribution> heldAttribution() {
        return Optional.ofNullable(attribution).map(label -> Attribution.valueOf(label.toUpperCase(Locale.ROOT)));
    }

    /** Whether operators have narrowed what its submitter agreed to. */
    boolean isNarrowed() {
        return !audience.equals(agreed);
    }
}
