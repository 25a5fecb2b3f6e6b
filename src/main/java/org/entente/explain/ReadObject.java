package org.entente.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.release.Released;
import org.jspecify.annotations.Nullable;

/**
 * An object as a partner reads it.
 *
 * @param id as the partner knows it
 * @param version absent for an object without versions
 * @param dateAdded when the exchange added it
 * @param tlp effective, of what the partner gets
 * @param feed threats, mitigations or advisories
 * @param redacted whether something is hidden or removed
 * @param object the STIX object
 */
@Schema(name = "ReadObject")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadObject(
        String id,
        @Nullable Instant version,
        Instant dateAdded,
        String tlp,
        String feed,
        boolean redacted,
        @Schema(type = SchemaType.OBJECT) @JsonRawValue String object) {

    static ReadObject of(Released released) {
        return new ReadObject(
                released.id().toString(),
                released.versioned() ? released.version() : null,
                released.dateAdded(),
                released.tlp().label(),
                released.feed().label(),
                released.redacted(),
                new String(released.content(), StandardCharsets.UTF_8));
    }
}
