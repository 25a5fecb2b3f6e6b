package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** Reads what is held, for operators. Thread safe. */
@ApplicationScoped
public class ReviewQueue {

    private static final int PARAMETERS_OF_FILTER = 8;

    private static final String PAGE = HeldRows.WITHOUT_CONTENT + """
             WHERE %s AND ($9::timestamptz IS NULL OR (h.held_at, h.held_id) > ($9, $10))
            ORDER BY h.held_at, h.held_id LIMIT $11""";

    private static final String COUNTS = """
            SELECT count(*) AS open,
                count(*) FILTER (WHERE q.kind = 'question') AS asked,
                count(*) FILTER (WHERE q.kind = 'consent') AS consent,
                min(h.held_at) AS oldest""" + HeldRows.FROM + " WHERE %s";

    private static final String FILTER = """
            %s AND ($2::text IS NULL OR h.partner_id = $2)
            AND ($3::text IS NULL OR split_part(h.object_id, '--', 1) = $3)
            AND ($4::text IS NULL OR h.tlp = $4)
            AND ($5::text IS NULL OR jsonb_exists(h.audience::jsonb -> 'communities', $5))
            AND ($6::timestamptz IS NULL OR h.held_at <= $6)
            AND ($7::timestamptz IS NULL OR h.held_at >= $7)
            AND ($8::text IS NULL OR strpos(lower(h.title), $8) > 0 OR strpos(h.object_id, $8) > 0)""";

    private static final String SAME_OBJECT = HeldRows.WITH_CONTENT + """
             WHERE h.object_id = ANY($2) AND h.held_id <> $3 AND h.content IS NOT NULL AND h.decision IS NULL
            ORDER BY h.held_at DESC, h.held_id LIMIT $4""";

    private final Pool pool;
    private final HeldRows rows;
    private final HeldObjects held;
    private final HeldHistory history;
    private final Clock clock;

    ReviewQueue(Pool pool, HeldRows rows, HeldObjects held, HeldHistory history, Clock clock) {
        this.pool = pool;
        this.rows = rows;
        this.held = held;
        this.history = history;
        this.clock = clock;
    }

    /**
     * How much waits.
     *
     * @param open all that is not decided
     * @param waiting of it, for an operator
     * @param asked of it, for an answer
     * @param consent of it, for a consent
     * @param oldest when the oldest of it came, RFC 3339; absent where there is none
     * @param oldestSeconds how long it has waited
     */
    @Schema(name = "ReviewCounts")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Counts(
            long open,
            long waiting,
            long asked,
            long consent,
            @Nullable String oldest,
            @Nullable Long oldestSeconds) {}

    /** The oldest first, without their content. */
    public Uni<Listing<HeldObject>> page(ReviewFilter filter, Listing.Query query) {
        Instant now = clock.instant();
        Optional<QueuePlace> after = QueuePlace.of(query);
        Tuple values = values(filter, now)
                .addValue(after.map(QueuePlace::at).orElse(null))
                .addValue(after.map(QueuePlace::id).orElse(null))
                .addInteger(query.limit() + 1);
        return pool.preparedQuery(PAGE.formatted(condition(filter.state())))
                .execute(values)
                .map(rows::read)
                .map(found -> Listing.ofFound(found, h -> QueuePlace.key(h.heldAt(), h.id()), query));
    }

    /** Of what is not decided, and fits the rest of the filter. */
    public Uni<Counts> counts(ReviewFilter filter) {
        Instant now = clock.instant();
        return pool.preparedQuery(COUNTS.formatted(condition(ReviewFilter.State.OPEN)))
                .execute(values(filter, now))
                .map(found -> counts(found.iterator().next(), now));
    }

    private static Counts counts(Row row, Instant now) {
        Optional<Instant> oldest =
                Optional.ofNullable(row.getOffsetDateTime("oldest")).map(OffsetDateTime::toInstant);
        long open = row.getLong("open");
        long asked = row.getLong("asked");
        long consent = row.getLong("consent");
        return new Counts(
                open,
                open - asked - consent,
                asked,
                consent,
                oldest.map(StatusWriter::timestamp).orElse(null),
                oldest.map(since -> Duration.between(since, now).toSeconds()).orElse(null));
    }

    private static String condition(ReviewFilter.State state) {
        return FILTER.formatted(state.condition());
    }

    private static Tuple values(ReviewFilter filter, Instant now) {
        Tuple values = Tuple.tuple()
                .addOffsetDateTime(HeldRows.utc(now))
                .addValue(filter.submitter().map(PartnerId::value).orElse(null))
                .addValue(filter.type().orElse(null))
                .addValue(filter.tlp().map(Tlp::label).orElse(null))
                .addValue(filter.community().map(CommunityId::value).orElse(null))
                .addValue(filter.olderThan()
                        .map(age -> HeldRows.utc(now.minus(age)))
                        .orElse(null))
                .addValue(filter.youngerThan()
                        .map(age -> HeldRows.utc(now.minus(age)))
                        .orElse(null))
                .addValue(
                        filter.text().map(text -> text.toLowerCase(Locale.ROOT)).orElse(null));
        if (values.size() != PARAMETERS_OF_FILTER) {
            throw new IllegalStateException("The statement's later parameters follow these");
        }
        return values;
    }

    /** One with its content. Fails with 404. */
    public Uni<HeldObject> one(UUID id) {
        return held.byIds(List.of(id)).map(found -> found.stream().findFirst().orElseThrow(ProblemException::notFound));
    }

    /** Those there are, by id, without their content. */
    public Uni<List<HeldObject>> briefly(Collection<UUID> ids) {
        return held.byIdsWithoutContent(ids);
    }

    /** Those there are, by id, with their content. */
    public Uni<List<HeldObject>> whole(Collection<UUID> ids) {
        return held.byIds(ids);
    }

    /** What of the same submission must be released before each of these, or with it. */
    public Uni<Map<UUID, Set<UUID>>> waitingFor(Collection<UUID> ids) {
        return held.waitingFor(ids);
    }

    /** Others that wait of one of these objects, whoever sent them; the newest, with their content. */
    public Uni<List<HeldObject>> othersOf(Set<StixId> objects, UUID besides, int limit) {
        String[] ids = objects.stream().map(StixId::toString).toArray(String[]::new);
        return pool.preparedQuery(SAME_OBJECT)
                .execute(Tuple.of(HeldRows.utc(clock.instant()), ids, besides, limit))
                .map(rows::read);
    }

    /** What was done with one, the first step first. */
    public Uni<Listing<ReviewEvent>> history(UUID id, Listing.Query query) {
        long after = number(query);
        return briefly(List.of(id))
                .map(found -> found.stream().findFirst().orElseThrow(ProblemException::notFound))
                .chain(object -> history.of(id, after, query.limit() + 1))
                .map(events -> Listing.ofFound(new ArrayList<>(events), e -> Long.toString(e.number()), query));
    }

    private static long number(Listing.Query query) {
        try {
            return query.after().isEmpty() ? 0 : Long.parseLong(query.after());
        } catch (NumberFormatException foreign) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }
}
