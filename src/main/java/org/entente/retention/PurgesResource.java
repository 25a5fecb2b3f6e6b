package org.entente.retention;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.log.Purge;
import org.entente.log.PurgeBook;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What was erased, by whose order or under which rule. */
@Path("/api/v1/purges")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retention")
public class PurgesResource {

    private final PurgeBook book;
    private final Topics topics;

    PurgesResource(PurgeBook book, Topics topics) {
        this.book = book;
        this.topics = topics;
    }

    /**
     * One order to erase.
     *
     * @param object where an operator ordered it
     * @param rule where a run erased what was due under it
     * @param madeBy an operator; absent for a rule
     * @param entries of the log that were erased by now
     * @param state {@code erasing}; {@code erased}, when nothing is left in the log; {@code cleared}, when nothing is left on topics
     *     either; {@code left}, when its run ended before all that was due was erased, the rest being left to the next
     */
    @Schema(name = "Purge")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            UUID id,
            @Nullable String object,
            @Nullable UUID rule,
            String reason,
            Instant madeAt,
            @Nullable String madeBy,
            long entries,
            String state) {

        static View of(Purge purge, Topics.Reached reached) {
            return new View(
                    purge.id(),
                    purge.object().map(StixId::toString).orElse(null),
                    purge.rule().orElse(null),
                    purge.reason(),
                    purge.madeAt(),
                    purge.madeBy().isEmpty() ? null : purge.madeBy(),
                    purge.entries(),
                    state(purge, reached));
        }

        private static String state(Purge purge, Topics.Reached reached) {
            if (purge.erasedAt().isEmpty()) {
                return "erasing";
            }
            if (purge.restLeft()) {
                return "left";
            }
            return purge.lastErased() <= reached.settled() ? "cleared" : "erased";
        }
    }

    @GET
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(
            summary = "What was erased by whose order and under which rules, the newest first",
            description = "Keep those of operators with your backups: after a restore they have to be ordered again.")
    public Uni<Listing<View>> list(
            @QueryParam("object") @Nullable String object,
            @Parameter(description = "Whether only those that operators ordered are listed")
                    @QueryParam("orders")
                    @DefaultValue("false")
                    boolean orders,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("object", "orders", "limit", "next"));
        Listing.Query query = Listing.Query.of(limit, next);
        return book.purges(Optional.ofNullable(object), orders, RunsResource.before(query), query.limit() + 1)
                .chain(found -> topics.reached().map(reached -> {
                    Listing<Purge> page = Listing.ofFound(found, purge -> Long.toString(purge.number()), query);
                    return new Listing<>(
                            page.items().stream()
                                    .map(purge -> View.of(purge, reached))
                                    .toList(),
                            page.next());
                }));
    }

    /** The newest, for the console. */
    public Uni<List<View>> newest(int limit) {
        return book.purges(Optional.empty(), false, Long.MAX_VALUE, limit)
                .chain(found -> topics.reached()
                        .map(reached -> found.stream()
                                .map(purge -> View.of(purge, reached))
                                .toList()));
    }

    @GET
    @Path("{purge}")
    @RolesAllowed({AUDITOR, CURATOR, APPROVER, ADMIN})
    @Operation(summary = "One order to erase, and how far it is")
    @APIResponse(responseCode = "404", description = "There is no such order")
    public Uni<View> read(String purge) {
        return book.purge(RulesResource.id(purge))
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(found -> topics.reached().map(reached -> View.of(found, reached)));
    }
}
