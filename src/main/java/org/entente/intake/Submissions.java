package org.entente.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;

/** The table of submissions. */
@ApplicationScoped
class Submissions {

    private static final String SAVE = """
            INSERT INTO submission (submission_id, partner_id, received_at, idempotency_key, fingerprint, status)
            VALUES ($1, $2, $3, $4, $5, $6)""";

    private static final String CHANGE = "UPDATE submission SET status = $2 WHERE submission_id = $1";

    private static final String SAVE_ALL = "submission_save($1, $2, $3, $4, $5, $6)";

    private static final String CONFLICTS = """
            INSERT INTO submission_conflict (found_at, submission_id, partner_id, object_id, version, rule)
            SELECT $1, $2, $3, c.* FROM unnest($4::text[], $5::text[], $6::text[]) AS c""";

    private final Pool pool;
    private final ObjectMapper json;

    Submissions(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /**
     * A submission as stored.
     *
     * @param submitter whose it is
     * @param fingerprint of the request
     * @param status as last written
     */
    record Stored(PartnerId submitter, byte[] fingerprint, SubmissionStatus status) {
        boolean isRepeatOf(byte[] otherFingerprint) {
            return Arrays.equals(fingerprint, otherFingerprint);
        }
    }

    /**
     * A submission to be stored.
     *
     * @param received when it came
     * @param fingerprint of the request
     */
    record Fresh(SubmissionRequest request, Instant received, byte[] fingerprint, SubmissionStatus status) {}

    /** Saves them along with what is appended to the log. */
    LogWriter.Along along(List<Fresh> rows) {
        return new LogWriter.Along(
                SAVE_ALL,
                Tuple.tuple()
                        .addValue(rows.stream().map(row -> row.status().id()).toArray(UUID[]::new))
                        .addValue(rows.stream()
                                .map(row -> row.request().submitter().value())
                                .toArray(String[]::new))
                        .addValue(rows.stream().map(row -> utc(row.received())).toArray(OffsetDateTime[]::new))
                        .addValue(rows.stream()
                                .map(row -> row.request().idempotencyKey().orElse(null))
                                .toArray(String[]::new))
                        .addValue(rows.stream()
                                .map(row -> Buffer.buffer(row.fingerprint()))
                                .toArray(Buffer[]::new))
                        .addValue(rows.stream().map(row -> write(row.status())).toArray(String[]::new)));
    }

    Uni<Void> save(SqlConnection transaction, Fresh row) {
        return transaction
                .preparedQuery(SAVE)
                .execute(Tuple.tuple()
                        .addUUID(row.status().id())
                        .addString(row.request().submitter().value())
                        .addOffsetDateTime(utc(row.received()))
                        .addValue(row.request().idempotencyKey().orElse(null))
                        .addValue(Buffer.buffer(row.fingerprint()))
                        .addString(write(row.status())))
                .replaceWithVoid();
    }

    /** Replaces the status of one that the same transaction saved. */
    Uni<Void> change(SqlConnection transaction, SubmissionStatus status) {
        return transaction
                .preparedQuery(CHANGE)
                .execute(Tuple.of(status.id(), write(status)))
                .replaceWithVoid();
    }

    /** Notes for the operators what contradicts something its submitter may not know of. */
    Uni<Void> saveConflicts(Instant foundAt, PartnerId submitter, UUID submission, List<HiddenConflicts.Found> found) {
        return pool.preparedQuery(CONFLICTS)
                .execute(Tuple.tuple()
                        .addOffsetDateTime(utc(foundAt))
                        .addUUID(submission)
                        .addString(submitter.value())
                        .addValue(found.stream()
                                .map(HiddenConflicts.Found::objectId)
                                .toArray(String[]::new))
                        .addValue(found.stream()
                                .map(HiddenConflicts.Found::version)
                                .toArray(String[]::new))
                        .addValue(
                                found.stream().map(HiddenConflicts.Found::rule).toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<Optional<Stored>> byKey(PartnerId submitter, String key) {
        return one(
                "SELECT partner_id, fingerprint, status FROM submission"
                        + " WHERE partner_id = $1 AND idempotency_key = $2",
                Tuple.of(submitter.value(), key));
    }

    Uni<Optional<Stored>> byId(UUID id) {
        return one("SELECT partner_id, fingerprint, status FROM submission WHERE submission_id = $1", Tuple.of(id));
    }

    private Uni<Optional<Stored>> one(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(stored(rows.iterator().next())));
    }

    /** Changes a status after a review. */
    Uni<Void> decide(SqlConnection transaction, UUID submission, HeldObject held, boolean released, String message) {
        return change(
                transaction, submission, status -> status.decided(held.objectId(), held.version(), released, message));
    }

    /** The same for several of one submission that were released. */
    Uni<Void> released(SqlConnection transaction, UUID submission, List<HeldObject> held) {
        return change(transaction, submission, status -> {
            SubmissionStatus changed = status;
            for (HeldObject each : held) {
                changed = changed.decided(each.objectId(), each.version(), true, "accepted");
            }
            return changed;
        });
    }

    /** Says something else of an object that waits. */
    Uni<Void> note(SqlConnection transaction, HeldObject held, String message) {
        return change(transaction, held.submission(), status -> status.noted(held.objectId(), held.version(), message));
    }

    /** The row is locked, since two objects of one submission may be decided at once. */
    private Uni<Void> change(SqlConnection transaction, UUID submission, UnaryOperator<SubmissionStatus> change) {
        return transaction
                .preparedQuery(
                        "SELECT partner_id, fingerprint, status FROM submission WHERE submission_id = $1 FOR UPDATE")
                .execute(Tuple.of(submission))
                .map(rows -> change.apply(stored(rows.iterator().next()).status()))
                .chain(status -> change(transaction, status));
    }

    private Stored stored(Row row) {
        return new Stored(
                new PartnerId(row.getString("partner_id")),
                row.getBuffer("fingerprint").getBytes(),
                read(row.getString("status")));
    }

    private String write(SubmissionStatus status) {
        try {
            return json.writeValueAsString(status);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A status always has a JSON form", broken);
        }
    }

    private SubmissionStatus read(String text) {
        try {
            return json.readValue(text, SubmissionStatus.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored status cannot be read", broken);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
