package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.CurrentCaller;
import org.entente.party.OperatorId;
import org.entente.relay.Quarantine.Resolution;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Records the egress guard objected to, and the operators' decisions on them. */
@Path("/api/v1/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quarantine")
public class QuarantineResource {

    private static final Logger LOG = Logger.getLogger(QuarantineResource.class);

    private final Quarantine quarantine;
    private final Relay relay;
    private final CurrentCaller caller;

    QuarantineResource(Quarantine quarantine, Relay relay, CurrentCaller caller) {
        this.quarantine = quarantine;
        this.relay = relay;
        this.caller = caller;
    }

    /** @param action {@code withhold} or {@code retry} */
    public record Decision(@Nullable String action) {}

    @GET
    @RolesAllowed({"auditor", "admin"})
    @Operation(summary = "Records that stopped a partner's Kafka delivery")
    public Uni<Listing<Quarantine.Entry>> list(
            @QueryParam("openOnly") @DefaultValue("true") boolean openOnly,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        return quarantine
                .list(after(query.after()), openOnly, query.limit() + 1)
                .map(found -> Listing.of(found.stream(), entry -> key(entry.number()), query));
    }

    @POST
    @Path("{number}/resolution")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("admin")
    @Operation(
            summary = "Let a stopped partner's delivery go on",
            description =
                    "withhold: without the record. retry: the record is decided anew, after something was mended.")
    @APIResponse(responseCode = "404", description = "There is no such record.")
    @APIResponse(responseCode = "409", description = "It is decided already.")
    public Uni<Quarantine.Entry> resolve(@PathParam("number") long number, @Nullable Decision decision) {
        OperatorId operator = caller.operator();
        Resolution resolution = Optional.ofNullable(decision)
                .flatMap(given -> Optional.ofNullable(given.action()))
                .flatMap(Resolution::ofLabel)
                .orElseThrow(() -> ProblemException.invalidBody("/action", "must be withhold or retry."));
        return quarantine
                .resolve(number, resolution, operator)
                .chain(resolved -> resolved.isPresent() ? Uni.createFrom().item(resolved.get()) : refuse(number))
                .invoke(entry -> {
                    LOG.infof(
                            "A quarantined record is decided partnerId=%s objectId=%s resolution=%s operator=%s",
                            entry.partner(), entry.objectId(), resolution.label(), operator);
                    relay.wake();
                });
    }

    private Uni<Quarantine.Entry> refuse(long number) {
        return quarantine.find(number).map(known -> {
            throw known.isPresent()
                    ? new ProblemException(ProblemType.CONFLICT, "The record is decided already.")
                    : ProblemException.notFound();
        });
    }

    /** Padded, because listings compare keys as text. */
    private static String key(long number) {
        return String.format("%019d", number);
    }

    private static long after(String key) {
        try {
            return key.isEmpty() ? 0 : Long.parseLong(key);
        } catch (NumberFormatException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }
}
