package org.entente.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.References;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** The table of objects held for review. */
@ApplicationScoped
class HeldObjects {

    private static final String SAVE = """
            INSERT INTO held_object
                (held_id, submission_id, partner_id, held_at, object_id, version, audience, ties, content)
            SELECT h.held_id, $1, $2, $3, h.object_id, h.version, $4, h.ties, h.content
            FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::bytea[])
                AS h(held_id, object_id, version, ties, content)""";

    private static final String OPEN = """
            SELECT * FROM held_object WHERE decision IS NULL AND held_id > $1 ORDER BY held_id LIMIT $2""";

    private static final String UNRELEASED = """
            SELECT EXISTS (
                SELECT 1 FROM held_object tied JOIN held_object h USING (submission_id)
                WHERE h.held_id = $1 AND tied.held_id <> h.held_id AND tied.decision IS DISTINCT FROM 'release'
                  AND tied.object_id = ANY(string_to_array(h.ties, ' '))) AS waits""";

    private static final String OPEN_OF_OBJECT = """
            SELECT * FROM held_object
            WHERE object_id = $1 AND ($2::text IS NULL OR partner_id = $2) AND decision IS NULL
            ORDER BY held_id""";

    private static final String DECIDE = """
            UPDATE held_object SET decision = $2, decided_at = $3, decided_by = $4, reason = $5,
                content = CASE WHEN $2 = 'refuse' THEN NULL ELSE content END
            WHERE held_id = $1 AND decision IS NULL""";

    private final Pool pool;
    private final ObjectMapper json;

    HeldObjects(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
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
        Tuple rows = Tuple.tuple()
                .addUUID(status.id())
                .addString(request.submitter().value())
                .addOffsetDateTime(utc(received))
                .addString(write(request.audience()))
                .addValue(held.stream().map(h -> UUID.randomUUID()).toArray(UUID[]::new))
                .addValue(held.stream().map(Verdict::id).toArray(String[]::new))
                .addValue(held.stream()
                        .map(h -> h.version().orElse(status.requestTimestamp()))
                        .toArray(String[]::new))
                .addValue(held.stream()
                        .map(h -> ownTargets(h.assertion().references())
                                .map(StixId::toString)
                                .collect(Collectors.joining(" ")))
                        .toArray(String[]::new))
                .addValue(held.stream()
                        .map(h -> Buffer.buffer(h.assertion().content()))
                        .toArray(Buffer[]::new));
        return transaction.preparedQuery(SAVE).execute(rows).replaceWithVoid();
    }

    /** Objects of the same submitter that it refers to, as members too. */
    private static Stream<StixId> ownTargets(References references) {
        Stream<StixId> members = references.members().entrySet().stream()
                .filter(member -> member.getValue().isEmpty())
                .map(Map.Entry::getKey);
        return Stream.concat(references.own().stream(), members);
    }

    /** Those that wait, in a stable order, after the given one. */
    Uni<List<HeldObject>> open(UUID after, int limit) {
        return pool.preparedQuery(OPEN).execute(Tuple.of(after, limit)).map(rows -> {
            List<HeldObject> found = new ArrayList<>(rows.rowCount());
            rows.forEach(row -> found.add(read(row)));
            return found;
        });
    }

    /** Those that wait of one object, of one submitter or of all; locked until the end of a transaction. */
    Uni<List<HeldObject>> openOf(SqlConnection transaction, StixId object, Optional<PartnerId> submitter) {
        return openOf(transaction, OPEN_OF_OBJECT + " FOR UPDATE", object, submitter);
    }

    /** The same, as they are at the moment. */
    Uni<List<HeldObject>> openOf(StixId object, Optional<PartnerId> submitter) {
        return openOf(pool, OPEN_OF_OBJECT, object, submitter);
    }

    private Uni<List<HeldObject>> openOf(
            SqlClient client, String statement, StixId object, Optional<PartnerId> submitter) {
        Tuple asked =
                Tuple.of(object.toString(), submitter.map(PartnerId::value).orElse(null));
        return client.preparedQuery(statement).execute(asked).map(rows -> {
            List<HeldObject> found = new ArrayList<>(rows.rowCount());
            rows.forEach(row -> found.add(read(row)));
            return found;
        });
    }

    Uni<Optional<HeldObject>> byId(UUID id) {
        return one(pool, "SELECT * FROM held_object WHERE held_id = $1", id);
    }

    private Uni<Optional<HeldObject>> one(SqlClient client, String sql, UUID id) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    /** Whether it ties together an object that came with it and is not released, and would betray that one. */
    Uni<Boolean> waitsForOthers(UUID id) {
        return pool.preparedQuery(UNRELEASED)
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getBoolean("waits"));
    }

    /** @return whether this call decided it; false when another was faster */
    Uni<Boolean> decide(
            SqlConnection transaction, UUID id, String decision, Instant at, String operator, String reason) {
        return transaction
                .preparedQuery(DECIDE)
                .execute(Tuple.of(id, decision, utc(at), operator, reason))
                .map(rows -> rows.rowCount() == 1);
    }

    private HeldObject read(Row row) {
        io.vertx.mutiny.core.buffer.@org.jspecify.annotations.Nullable Buffer content = row.getBuffer("content");
        return new HeldObject(
                row.getUUID("held_id"),
                row.getUUID("submission_id"),
                new PartnerId(row.getString("partner_id")),
                StatusWriter.timestamp(row.getOffsetDateTime("held_at").toInstant()),
                row.getString("object_id"),
                row.getString("version"),
                readAudience(row.getString("audience")),
                content == null ? null : new String(content.getBytes(), StandardCharsets.UTF_8),
                row.getString("decision"),
                row.getString("decided_by"),
                row.getString("reason"));
    }

    private String write(Audience audience) {
        try {
            return json.writeValueAsString(audience);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("An audience always has a JSON form", broken);
        }
    }

    private Audience readAudience(String text) {
        try {
            return json.readValue(text, Audience.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored audience cannot be read", broken);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
