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
public class ReviewsResource {

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
        check(uri, LIST);
        Sought sought = new Sought(submitter, type, tlp, community, olderThan, youngerThan, text);
        return list(state, sought, Listing.Query.of(limit, next));
    }

    /** The same for whoever has no request like that of REST. */
    public Uni<Listing<HeldObject>> list(String state, Sought sought, Listing.Query query) {
        ReviewFilter.State wanted = ReviewFilter.State.tryParse(state)
                .orElseThrow(() ->
                        ProblemException.invalidParameter("state must be one of " + ReviewFilter.State.all() + "."));
        return queue.page(sought.read(wanted), query);
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
        check(uri, FILTERS);
        return counts(new Sought(submitter, type, tlp, community, olderThan, youngerThan, text));
    }

    /** The same for whoever has no request like that of REST. */
    public Uni<ReviewQueue.Counts> counts(Sought sought) {
        return queue.counts(sought.read(ReviewFilter.State.OPEN));
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
        return history(id, Listing.Query.of(limit, next));
    }

    /** The same for whoever has no request like that of REST. */
    public Uni<Listing<ReviewEvent>> history(String id, Listing.Query query) {
        return queue.history(ReviewResource.reviewId(id), query);
    }

    private static void check(UriInfo uri, Set<String> known) {
        KnownParameters.check(uri, known);
        uri.getQueryParameters().forEach((name, values) -> {
            if (FILTERS.contains(name) && values.size() > 1) {
                throw ProblemException.invalidParameter(name + " is taken once.");
            }
        });
    }

    /** Filters as they are written; null for one that is not set. */
    public record Sought(
            @Nullable String submitter,
            @Nullable String type,
            @Nullable String tlp,
            @Nullable String community,
            @Nullable String olderThan,
            @Nullable String youngerThan,
            @Nullable String text) {

        private ReviewFilter read(ReviewFilter.State state) {
            return new ReviewFilter(
                    state,
                    read("submitter", submitter, PartnerId::tryParse),
                    read(
                            "type",
                            type,
                            given -> Optional.of(given)
                                    .filter(one -> TYPE.matcher(one).matches())),
                    read("tlp", tlp, Tlp::ofLabel),
                    read("community", community, CommunityId::tryParse),
                    read("olderThan", olderThan, Sought::age),
                    read("youngerThan", youngerThan, Sought::age),
                    read("text", text, given -> Optional.of(given).filter(Sought::isText)));
        }

        private static boolean isText(String given) {
            return !given.isBlank() && given.length() <= TEXT_CHARACTERS_MAX && given.indexOf(0) < 0;
        }

        /** Within what a timestamp can go back. */
        private static Optional<Duration> age(String given) {
            return Requested.duration(given).filter(age -> age.toDays() <= 36_500);
        }

        /** A mistyped filter must not be answered with everything. */
        private static <T> Optional<T> read(String name, @Nullable String given, Function<String, Optional<T>> reader) {
            return given == null
                    ? Optional.empty()
                    : Optional.of(reader.apply(given)
                            .orElseThrow(() -> ProblemException.invalidParameter(name + " cannot be read.")));
        }
    }
}
