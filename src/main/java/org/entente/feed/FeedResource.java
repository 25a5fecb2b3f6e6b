package org.entente.feed;

import static org.entente.partner.Roles.SUBSCRIBER;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.partner.Admission;
import org.entente.partner.CurrentCaller;
import org.jspecify.annotations.Nullable;

/** Server-sent events, for subscribers. */
@Path("/api/v1/feed")
@Tag(name = "Feeds")
class FeedResource {

    private static final Set<String> PARAMETERS = Set.of("lastEventId", "from", "feed");

    private final Streams streams;
    private final FeedReader reader;
    private final FeedCursors cursors;
    private final CurrentCaller caller;

    FeedResource(Streams streams, FeedReader reader, FeedCursors cursors, CurrentCaller caller) {
        this.streams = streams;
        this.reader = reader;
        this.cursors = cursors;
        this.caller = caller;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(SUBSCRIBER)
    @Operation(
            summary = "Your events as they happen",
            description = "The events of your Kafka topics as server-sent events: CloudEvents in structured mode, one"
                    + " each, in order. The stream ends after a while (entente.feed.duration-max); connect again with the"
                    + " last id. Comments come at fixed intervals, so that a dead connection is noticed.")
    @APIResponse(
            responseCode = "200",
            description = "Events without end",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "A parameter cannot be read, or the id is not of your events")
    @APIResponse(responseCode = "429", description = "You have as many streams as you may have; see Retry-After")
    @APIResponse(responseCode = "503", description = "There are as many streams as can be served; see Retry-After")
    public Uni<Void> feed(
            @Parameter(description = "The id of the last event you have: goes on exactly after it")
                    @HeaderParam("Last-Event-ID")
                    @Nullable
                    String header,
            @Parameter(description = "The same, for clients that cannot set headers; the header wins")
                    @QueryParam("lastEventId")
                    @Nullable
                    String lastEventId,
            @Parameter(description = "Without an id: now (the default), beginning, or a time; events after it are sent")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "threats, mitigations, advisories, separated by commas; all when absent")
                    @QueryParam("feed")
                    @Nullable
                    String feed,
            @Context UriInfo uri,
            @Context RoutingContext routing) {
        KnownParameters.check(uri, PARAMETERS);
        Asked asked = Asked.of(
                caller.partner(), new Asked.Parameters(Arrays.asList(header, lastEventId), from, feed), cursors);
        Admission admission = caller.admission();
        streams.admit(asked.partner());
        return reader.placeOf(asked)
                .onFailure()
                .invoke(() -> streams.leave(asked.partner()))
                .onCancellation()
                .invoke(() -> streams.leave(asked.partner()))
                .chain(place -> streamed(asked, place, admission, routing));
    }

    private Uni<Void> streamed(Asked asked, Place place, Admission admission, RoutingContext routing) {
        return Uni.createFrom()
                .emitter(ended -> streams.open(asked, place, admission, routing, () -> ended.complete(null)));
    }
}
