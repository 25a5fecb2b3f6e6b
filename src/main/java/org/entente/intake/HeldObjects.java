package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** The table of objects held for review. */
@ApplicationScoped
class HeldObjects {

    private static final String SAVE = """
            INSERT INTO held_object (held_id, submission_id, partner_id, held_at, object_id, version, audience, ties,
                content, title, tlp, attribution)
            SELECT h.held_id, $1, $2, $3, h.object_id, h.version, h.audience, h.ties, h.content, h.title, h.tlp,
                h.attribution
            FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::text[],
                $11::text[], $12::text[])
                AS h(held_id, object_id, version, audience, ties, content, title, tlp, attribution)""";

    private static final String BY_IDS = HeldRows.WITH_CONTENT + " WHERE h.held_id = ANY($2) ORDER BY h.held_id";

    private static final String BY_IDS_WITHOUT_CONTENT =
            HeldRows.WITHOUT_CONTENT + " WHERE h.held_id = ANY($2) ORDER BY h.held_id";

    private static final String UNRELEASED = """
            SELECT h.held_id, tied.held_id AS tied
            FROM held_object tied JOIN held_object h USING (submission_id)
            WHERE h.held_id = ANY($1) AND tied.held_id <> h.held_id AND tied.decision IS DISTINCT FROM 'release'
              AND tied.object_id = ANY(string_to_array(h.ties, ' '))""";

    private static final String OPEN_OF_OBJECT = HeldRows.WITH_CONTENT + """
             WHERE h.object_id = $2 AND ($3::text IS NULL OR h.partner_id = $3) AND h.decision IS NULL
            ORDER BY h.held_id""";

    /** What is refused is not kept, but for a legal hold; with that it goes. */
    private static final String DECIDE = """
            UPDATE held_object SET decision = $2, decided_at = $3, decided_by = $4, reason = $5, revision = revision + 1,
                content = CASE WHEN $2 = 'refuse' AND NOT EXISTS (
                    SELECT FROM legal_hold h LEFT JOIN legal_hold_object o USING (hold_id)
                    WHERE h.lifted_at IS NULL
                      AND (h.partner_id = held_object.partner_id OR o.object_id = held_object.object_id))
                    THEN NULL ELSE content END
            WHERE held_id = $1 AND decision IS NULL AND ($6::bigint IS NULL OR revision = $6)""";

    private static final String TOUCH = """
            UPDATE held_object SET revision = revision + 1
            WHERE held_id = $1 AND decision IS NULL AND revision = $2""";

    /** What the submitter agreed to stays as it was until it agrees to something else. */
    private static final String NARROW = """
            UPDATE held_object SET agreed_audience = coalesce(agreed_audience, audience), audience = $2
            WHERE held_id = $1""";

    private static final String AGREE =
            "UPDATE held_object SET agreed_audience = NULL, audience = $2 WHERE held_id = $1";

    private final Pool pool;
    private final HeldRows rows;
    private final Clock clock;

    HeldObjects(Pool pool, HeldRows rows, Clock clock) {
        this.pool = pool;
        this.rows = rows;
        this.clock = clock;
    }

    /** Keeps the held objects of a submission, in its transaction. */
    Uni<Void> save(
            SqlConnection transaction,
            SubmissionRequest request,
            SubmissionStatus status,
            List<Verdict.Held> held,
            Instant received) {
        if (held.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addUUID(status.id())
                .addString(request.submitter().value())
                .addOffsetDateTime(HeldRows.utc(received))
                .addValue(held.stream().map(h -> UUID.randomUUID()).toArray(UUID[]::new))
                .addValue(texts(held, Verdict::id))
                .addValue(texts(held, h -> h.version().orElse(status.requestTimestamp())))
                // As it is to reach them now: a community that the submitter joins meanwhile is not meant.
                .addValue(texts(held, h -> rows.text(stated(h).audience())))
                .addValue(texts(held, h -> needed(h).map(StixId::toString).collect(Collectors.joining(" "))))
                .addValue(held.stream()
                        .map(h -> Buffer.buffer(h.assertion().content()))
                        .toArray(Buffer[]::new))
                .addValue(texts(held, h -> Titles.of(h.assertion().content())))
                .addValue(texts(held, h -> stated(h).tlp().label()))
                .addValue(texts(held, h -> stated(h).origin().attribution().label()));
        return transaction.preparedQuery(SAVE).execute(values).replaceWithVoid();
    }

    private static ReleaseClass stated(Verdict.Held held) {
        return held.assertion().stated();
    }

    private static String[] texts(List<Verdict.Held> held, Function<Verdict.Held, String> column) {
        return held.stream().map(column).toArray(String[]::new);
    }

    /** What it must not be judged without: what it refers to of its submitter's, and what explains its markings. */
    private static Stream<StixId> needed(Verdict.Held held) {
        return Stream.concat(ownTargets(held.assertion().references()), held.markings().stream())
                .distinct();
    }

    /** Objects of the same submitter that it refers to, as members too. */
    private static Stream<StixId> ownTargets(References references) {
        Stream<StixId> members = references.members().entrySet().stream()
                .filter(member -> member.getValue().isEmpty())
                .map(Map.Entry::getKey);
        return Stream.concat(references.own().stream(), members);
    }

    /** Those that wait of one object, of one submitter or of all; locked until the end of a transaction. */
    Uni<List<HeldObject>> openOf(SqlConnection transaction, StixId object, Optional<PartnerId> submitter) {
        return openOf(transaction, OPEN_OF_OBJECT + " FOR UPDATE OF h", object, submitter);
    }

    /** The same, as they are at the moment. */
    Uni<List<HeldObject>> openOf(StixId object, Optional<PartnerId> submitter) {
        return openOf(pool, OPEN_OF_OBJECT, object, submitter);
    }

    private Uni<List<HeldObject>> openOf(
            SqlClient client, String statement, StixId object, Optional<PartnerId> submitter) {
        Tuple asked = Tuple.of(
                now(), object.toString(), submitter.map(PartnerId::value).orElse(null));
        return client.preparedQuery(statement).execute(asked).map(rows::read);
    }

    private java.time.OffsetDateTime now() {
        return HeldRows.utc(clock.instant());
    }

    /** Those there are, with their content. */
    Uni<List<HeldObject>> byIds(Collection<UUID> ids) {
        return byIds(BY_IDS, ids);
    }

    /** Those there are. */
    Uni<List<HeldObject>> byIdsWithoutContent(Collection<UUID> ids) {
        return byIds(BY_IDS_WITHOUT_CONTENT, ids);
    }

    private Uni<List<HeldObject>> byIds(String statement, Collection<UUID> ids) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(now(), ids.toArray(UUID[]::new)))
                .map(rows::read);
    }

    /** What came with each of these, is tied together by it and not released: without it, it would betray that one. */
    Uni<Map<UUID, Set<UUID>>> waitingFor(Collection<UUID> ids) {
        return pool.preparedQuery(UNRELEASED)
                .execute(Tuple.tuple().addValue(ids.toArray(UUID[]::new)))
                .map(found -> {
                    Map<UUID, Set<UUID>> waits = new HashMap<>();
                    found.forEach(row -> waits.computeIfAbsent(row.getUUID("held_id"), id -> new HashSet<>())
                            .add(row.getUUID("tied")));
                    return waits;
                });
    }

    /**
     * Ends the wait of an object.
     *
     * @param decision {@code release} or {@code refuse}
     * @param revision the object must have; empty for any
     * @return fails with 409 where somebody else was faster
     */
    Uni<Void> decide(
            SqlConnection transaction, UUID id, String decision, HeldHistory.Step step, Optional<Long> revision) {
        return transaction
                .preparedQuery(DECIDE)
                .execute(Tuple.tuple()
                        .addUUID(id)
                        .addString(decision)
                        .addOffsetDateTime(HeldRows.utc(step.at()))
                        .addString(step.by())
                        .addString(step.words())
                        .addValue(revision.orElse(null)))
                .invoke(updated -> changed(updated.rowCount()))
                .replaceWithVoid();
    }

    /** Locks an object that waits, as it was seen, until the end of the transaction. Fails with 409. */
    Uni<Void> touch(SqlConnection transaction, HeldObject seen) {
        return transaction
                .preparedQuery(TOUCH)
                .execute(Tuple.of(seen.id(), seen.revision()))
                .invoke(updated -> changed(updated.rowCount()))
                .replaceWithVoid();
    }

    private static void changed(int rows) {
        if (rows != 1) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "This object has been decided or changed by somebody else meanwhile.");
        }
    }

    /** An operator's narrower audience. */
    Uni<Void> narrow(SqlConnection transaction, UUID id, Audience narrower) {
        return readdress(transaction, NARROW, id, narrower);
    }

    /** An audience its submitter agreed to. */
    Uni<Void> agree(SqlConnection transaction, UUID id, Audience agreed) {
        return readdress(transaction, AGREE, id, agreed);
    }

    private Uni<Void> readdress(SqlConnection transaction, String statement, UUID id, Audience audience) {
        return transaction
                .preparedQuery(statement)
                .execute(Tuple.of(id, rows.text(audience)))
                .replaceWithVoid();
    }
}
