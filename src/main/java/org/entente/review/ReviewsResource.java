package org.entente.review;

import static org.entente.partner.Roles.ADMIN;
import static org.entente.partner.Roles.APPROVER;
import static org.entente.partner.Roles.AUDITOR;
import static org.entente.partner.Roles.CURATOR;

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
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.entente.http.KnownParameters;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewEvent;
import org.entente.intake.ReviewFilter;
import org.entente.intake.ReviewQueue;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** What partners' policies hold for review. */
@Path("/api/v1/reviews")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reviews")
@RolesAllowed({CURATOR, APPROVER, AUDITOR, ADMIN})
class ReviewsResource {

    private static final Set<String> FILTERS =
            Set.of("submitter", "type", "tlp", "community", "olderThan", "youngerThan", "text");
    private static final Set<String> LIST = Set.of(
            "state", "submitter", "type", "tlp", "community", "olderThan", "youngerThan", "text", "limit", "next");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{1,250}");
    private static final int TEXT_CHARACTERS_MAX = 300;

    private final ReviewQueue queue;

    ReviewsResource(ReviewQueue queue) {
        this.queue = queue;
    }

    @GET
    @Operation(summary = "Held objects, the oldest first, without their content")
    public Uni<Listing<HeldObject>> list(
            @Parameter(description = "open, waiting, asked, consent, released, refused, decided or all")
                    @QueryParam("state")
                    @DefaultValue("open")
                    String state,
            @QueryParam("submitter") @Nullable String submitter,
            @Parameter(description = "A STIX type") @QueryParam("type") @Nullable String type,
            @Parameter(description = "What it counts as, such as AMBER") @QueryParam("tlp") @Nullable String tlp,
            @Parameter(description = "One that its audience names") @QueryParam("community") @Nullable String community,
            @Parameter(description = "An ISO 8601 duration, such as P2D") @QueryParam("olderThan") @Nullable
                    String olderThan,
            @Parameter(description = "An ISO 8601 duration") @QueryParam("youngerThan") @Nullable String youngerThan,
            @Parameter(description = "Part of the title or the id") @QueryParam("text") @Nullable String text,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, LIST);
        ReviewFilter.State wanted = ReviewFilter.State.tryParse(state)
                .orElseThrow(() ->
                        ProblemException.invalidParameter("state must be one of " + ReviewFilter.State.all() + "."));
        return queue.page(filter(wanted, uri), Listing.Query.of(limit, next));
    }

    @GET
    @Path("counts")
    @Operation(
            summary = "How much waits, and since when",
            description = "Takes the filters of the list, save state: of what is not decided.")
    public Uni<ReviewQueue.Counts> counts(
            @QueryParam("submitter") @Nullable String submitter,
            @QueryParam("type") @Nullable String type,
            @QueryParam("tlp") @Nullable String tlp,
            @QueryParam("community") @Nullable String community,
            @QueryParam("olderThan") @Nullable String olderThan,
            @QueryParam("youngerThan") @Nullable String youngerThan,
            @QueryParam("text") @Nullable String text,
            @Context UriInfo uri) {
        KnownParameters.check(uri, FILTERS);
        return queue.counts(filter(ReviewFilter.State.OPEN, uri));
    }

    @GET
    @Path("{id}/history")
    @Operation(summary = "What was done with a held object: who, when, what and why")
    public Uni<Listing<ReviewEvent>> history(
            String id,
            @QueryParam("limit") @DefaultValue(Listing.LIMIT_DEFAULT) int limit,
            @QueryParam("next") @Nullable String next,
            @Context UriInfo uri) {
        KnownParameters.check(uri, Set.of("limit", "next"));
        return queue.history(ReviewResource.reviewId(id), Listing.Query.of(limit, next));
    }

    private static ReviewFilter filter(ReviewFilter.State state, UriInfo uri) {
        return new ReviewFilter(
                state,
                read(uri, "submitter", PartnerId::tryParse),
                read(
                        uri,
                        "type",
                        text -> Optional.of(text)
                                .filter(type -> TYPE.matcher(type).matches())),
                read(uri, "tlp", Tlp::ofLabel),
                read(uri, "community", CommunityId::tryParse),
                read(uri, "olderThan", ReviewsResource::age),
                read(uri, "youngerThan", ReviewsResource::age),
                read(
                        uri,
                        "text",
                        text -> text.isBlank() || text.length() > TEXT_CHARACTERS_MAX || text.indexOf(0) >= 0
                                ? Optional.empty()
                                : Optional.of(text)));
    }

    /** Within what a timestamp can go back. */
    private static Optional<Duration> age(String text) {
        return Requested.duration(text).filter(age -> age.toDays() <= 36_500);
    }

    /** A mistyped filter must not be answered with everything. */
    private static <T> Optional<T> read(UriInfo uri, String name, Function<String, Optional<T>> reader) {
        var values = uri.getQueryParameters().get(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw ProblemException.invalidParameter(name + " is taken once.");
        }
        return Optional.of(reader.apply(values.get(0))
                .orElseThrow(() -> ProblemException.invalidParameter(name + " cannot be read.")));
    }
}
