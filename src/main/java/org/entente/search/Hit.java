package org.entente.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * An object that was found.
 *
 * @param id as the caller knows it
 * @param name or, of a cyber-observable, its value; empty where it has none
 * @param version absent where it has none
 * @param sectors that it states itself
 * @param submitter absent where the caller may not know it
 */
@Schema(name = "SearchHit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Hit(
        String id,
        String type,
        String name,
        @Nullable Instant version,
        Instant dateAdded,
        String tlp,
        List<String> sectors,
        boolean revoked,
        @Nullable PartnerId submitter) {

    static Hit of(Seen seen) {
        Content content = seen.content();
        return new Hit(
                seen.name().toString(),
                content.type(),
                content.name(),
                seen.version().equals(Instant.EPOCH) ? null : seen.version(),
                seen.dateAdded(),
                seen.tlp().label(),
                content.sectors().stream().sorted().toList(),
                content.revoked(),
                seen.submitter().orElse(null));
    }
}
