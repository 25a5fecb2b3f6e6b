package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Submissions that contradict something their submitter may not know of. */
@Path("/api/v1/conflicts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reviews")
public class ConflictResource {

    private static final String AFTER = """
            SELECT * FROM submission_conflict WHERE conflict_id > $1 ORDER BY conflict_id LIMIT $2""";

    private final Pool pool;

    ConflictResource(Pool pool) {
        this.pool = pool;
    }

    /**
     * One conflict.
     *
     * @param number ascending in the order found
     * @param foundAt RFC 3339
     * @param submission it came with
     * @param submitter who does not know
     * @param objectId the STIX id
     * @param version as submitted; empty for an object without
     * @param rule what it breaks, such as {@code version-conflict}
     */
    public record Conflict(
            long number,
            String foundAt,
            UUID submission,
            PartnerId submitter,
            String objectId,
            String version,
            String rule) {}

    @GET
    @RolesAllowed({"curator", "approver", "auditor", "admin"})
    @Operation(summary = "Submissions that contradict what their submitter may not see")
    public Uni<Listing<Conflict>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(number(query.after()), query.limit() + 1))
                .map(rows -> {
                    List<Conflict> found = new ArrayList<>(rows.rowCount());
                    rows.forEach(row -> found.add(conflict(row)));
                    return Listing.of(found.stream(), c -> key(c.number()), query);
                });
    }

    /** Padded, because listings compare keys as text. */
    private static String key(long number) {
        return String.format("%019d", number);
    }

    private static long number(String key) {
        try {
            return key.isEmpty() ? 0 : Long.parseLong(key);
        } catch (NumberFormatException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    private static Conflict conflict(Row row) {
        return new Conflict(
                row.getLong("conflict_id"),
                StatusWriter.timestamp(row.getOffsetDateTime("found_at").toInstant()),
                row.getUUID("submission_id"),
                new PartnerId(row.getString("partner_id")),
                row.getString("object_id"),
                row.getString("version"),
                row.getString("rule"));
    }
}
