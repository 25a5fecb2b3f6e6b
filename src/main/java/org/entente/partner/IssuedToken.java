package org.entente.partner;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A bearer token of the exchange's own.
 *
 * @param token send it as {@code Authorization: Bearer}
 * @param expiresAt when it ends by itself
 */
@Schema(description = "A bearer token for the caller who asked.")
public record IssuedToken(
        String token, @JsonProperty("expires_at") Instant expiresAt) {
    @Override
    public String toString() {
        return "IssuedToken[until " + expiresAt + "]";
    }
}
