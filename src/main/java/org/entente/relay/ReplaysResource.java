package org.entente.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.Feed;
import org.entente.partner.Caller;
import org.entente.partner.CurrentCaller;
import org.entente.party.PartnerId;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Once more what a partner may have, beside its live topics. */
@Path("/api/v1/replays")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Replays")
class ReplaysResource {

    private final Replays replays;
    private final ReplayTopics topics;
    private final Replayer replayer;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    ReplaysResource(Replays replays, ReplayTopics topics, Replayer replayer, CurrentCaller caller, ObjectMapper json) {
        this.replays = replays;
        this.topics = topics;
        this.replayer = replayer;
        this.caller = caller;
        this.json = json;
    }

    /**
     * What to send once more. Everything may be left out.
     *
     * @param feeds {@code threats}, {@code mitigations}, {@code advisories}; all three when absent
     * @param after only what was added later than this, such as the {@code ce_time} of the last record one has
     * @param until only what was not added later than this
     */
    @Schema(name = "ReplayRequest")
    public record Body(
            @Nullable List<@Nullable String> feeds,
            @Nullable Instant after,
            @Nullable Instant until) {

        Replays.Request checked(PartnerId partner) {
            if (after != null && until != null && !after.isBefore(until)) {
                throw ProblemException.invalidBody("/until", "must be later than after.");
            }
            return new Replays.Request(partner, feedSet(), after, until);
        }

        private Set<Feed> feedSet() {
            if (feeds == null) {
                return EnumSet.allOf(Feed.class);
            }
            if (feeds.isEmpty()) {
                throw ProblemException.invalidBody("/feeds", "must name a feed; leave it out for all.");
            }
            Set<Feed> known = EnumSet.noneOf(Feed.class);
            for (int i = 0; i < feeds.size(); i++) {
                @Nullable String label = feeds.get(i);
                known.add(feed(label == null ? "" : label, "/feeds/" + i));
            }
            return known;
        }

        private static Feed feed(String label, String pointer) {
            for (Feed feed : Feed.values()) {
                if (feed.label().equals(label)) {
                    return feed;
                }
            }
            throw ProblemException.invalidBody(pointer, "must be threats, mitigations or advisories.");
        }
    }

    @POST
    // The body may be absent, and then there is no media type: bound to JSON, the framework would refuse that.
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed("subscriber")
    @Operation(
            summary = "Be sent once more what you may have",
            description =
                    "On a topic of its own, under the event ids the records had, as what you may have now decides."
                            + " Without a body: everything. The live topics go on as before.")
    @APIResponseSchema(value = Replay.class, responseCode = "201", responseDescription = "It begins at once")
    @APIResponse(responseCode = "400", description = "See errors, each with a JSON Pointer into the body")
    @APIResponse(responseCode = "409", description = "You have a replay under way")
    @APIResponse(responseCode = "503", description = "Kafka is away")
    public Uni<RestResponse<Replay>> request(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = Body.class)))
                    @Nullable
                    String body)
            throws JsonProcessingException {
        PartnerId partner = caller.partner();
        Replays.Request asked = given(body).checked(partner);
        return topics.make(partner)
                .chain(() -> replays.request(asked))
                .map(made -> made.orElseThrow(() -> new ProblemException(
                        ProblemType.CONFLICT, "You have a replay under way. Wait for its end, or delete it.")))
                .invoke(replayer::wake)
                .map(replay -> RestResponse.ResponseBuilder.<Replay>created(
                                URI.create("/api/v1/replays/" + replay.id()))
                        .entity(replay)
                        .build());
    }

    private Body given(@Nullable String body) throws JsonProcessingException {
        @Nullable Body given = body == null || body.isBlank() ? null : json.readValue(body, Body.class);
        return given == null ? new Body(null, null, null) : given;
    }

    @GET
    @RolesAllowed({"subscriber", "auditor", "admin"})
    @Operation(summary = "Replays, newest first", description = "Partners see their own, operators all.")
    public Uni<Listing<Replay>> list(
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next) {
        Listing.Query query = Listing.Query.of(limit, next);
        Optional<PartnerId> whose = whose();
        return before(query)
                .chain(before -> replays.list(whose, before, query.limit() + 1))
                .map(found -> page(found, query.limit()));
    }

    private Uni<Optional<Replay>> before(Listing.Query query) {
        return query.after().isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : Uni.createFrom()
                        .deferred(() -> visible(query.after()))
                        .onFailure()
                        .transform(unknown ->
                                ProblemException.invalidParameter("next must be given back as it was received."))
                        .map(Optional::of);
    }

    private static Listing<Replay> page(List<Replay> found, int limit) {
        return Listing.first(found, limit, replay -> replay.id().toString());
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"subscriber", "auditor", "admin"})
    @Operation(summary = "How far a replay is")
    @APIResponse(responseCode = "404", description = "Nothing is here, or nothing that you may see")
    public Uni<Replay> read(@PathParam("id") String id) {
        return visible(id);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({"subscriber", "admin"})
    @Operation(summary = "End a replay", description = "What was sent stays on its topic.")
    @APIResponseSchema(value = Replay.class, responseDescription = "It has ended")
    @APIResponse(responseCode = "404", description = "Nothing is here, or nothing that you may see")
    @APIResponse(responseCode = "409", description = "It had ended before")
    public Uni<Replay> cancel(@PathParam("id") String id) {
        return visible(id)
                .chain(replay -> replays.cancel(replay.id()))
                .map(ended -> ended.orElseThrow(
                        () -> new ProblemException(ProblemType.CONFLICT, "The replay has ended already.")));
    }

    /** Another's replay is not there for a partner. */
    private Uni<Replay> visible(String id) {
        Optional<PartnerId> whose = whose();
        return replays.find(parsed(id))
                .map(found -> found.filter(
                                replay -> whose.map(replay.partner()::equals).orElse(true))
                        .orElseThrow(ProblemException::notFound));
    }

    private Optional<PartnerId> whose() {
        return caller.get() instanceof Caller.PartnerCaller partner ? Optional.of(partner.partner()) : Optional.empty();
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw ProblemException.notFound();
        }
    }
}
