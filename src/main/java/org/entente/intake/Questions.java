package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.HeldHistory.Step;
import org.entente.party.Audience;
import org.entente.party.PartnerId;

/**
 * What operators ask submitters, and the submitters' answers. Only an answer of the submitter makes an audience wider. Nothing
 * here names an operator to a partner. Its table is {@code held_question}.
 */
@ApplicationScoped
class Questions {

    static final String HELD = "held for review";

    private static final String ASK = """
            INSERT INTO held_question (question_id, held_id, kind, words, audience, asked_at, asked_by, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""";

    private static final String COLUMNS = """
            SELECT q.question_id, q.held_id, h.submission_id, h.object_id, h.version, q.kind, q.words,
                q.audience AS proposed, q.asked_at, q.expires_at, q.answer,
                CASE WHEN q.outcome IS NULL AND q.expires_at <= $1 THEN 'expired' ELSE q.outcome END AS outcome
            FROM held_question q JOIN held_object h USING (held_id) WHERE h.partner_id = $2""";

    private static final String OF_SUBMITTER = COLUMNS + """
             AND ($3 OR q.outcome IS NULL AND q.expires_at > $1)
            AND ($4::timestamptz IS NULL OR (q.asked_at, q.question_id) > ($4, $5))
            ORDER BY q.asked_at, q.question_id LIMIT $6""";

    private static final String ONE = COLUMNS + " AND q.question_id = $3";

    private static final String CLOSE = """
            UPDATE held_question SET outcome = $2, answer = $3, closed_at = $4
            WHERE question_id = $1 AND outcome IS NULL AND expires_at > $4""";

    private static final String CLOSE_ALL = """
            UPDATE held_question SET outcome = CASE WHEN expires_at <= $2 THEN 'expired' ELSE 'withdrawn' END, closed_at = $2
            WHERE held_id = $1 AND outcome IS NULL RETURNING outcome, expires_at""";

    private final Pool pool;
    private final HeldRows rows;
    private final HeldObjects held;
    private final HeldHistory history;
    private final Submissions submissions;
    private final Clock clock;

    Questions(Pool pool, HeldRows rows, HeldObjects held, HeldHistory history, Submissions submissions, Clock clock) {
        this.pool = pool;
        this.rows = rows;
        this.held = held;
        this.history = history;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** Asks the submitter, in the transaction that has the object. */
    Uni<Void> ask(
            SqlConnection transaction, HeldObject object, Step step, Optional<Audience> proposed, Instant expiresAt) {
        String kind = proposed.isPresent() ? Question.CONSENT : Question.QUESTION;
        String told = proposed.isPresent()
                ? HELD + "; the operators ask for your consent to another audience until "
                : HELD + "; the operators have a question and wait for your answer until ";
        return close(transaction, object, step)
                .chain(() -> transaction
                        .preparedQuery(ASK)
                        .execute(Tuple.tuple()
                                .addUUID(UUID.randomUUID())
                                .addUUID(object.id())
                                .addString(kind)
                                .addString(step.words())
                                .addValue(proposed.map(rows::text).orElse(null))
                                .addOffsetDateTime(HeldRows.utc(step.at()))
                                .addString(step.by())
                                .addOffsetDateTime(HeldRows.utc(expiresAt))))
                .chain(() ->
                        history.note(transaction, object, proposed.isPresent() ? "ask-consent" : "ask", step, proposed))
                .chain(() -> submissions.note(transaction, object, told + StatusWriter.timestamp(expiresAt)));
    }

    /** Ends what is still open about an object: what ran out by itself, and else by whoever acts. */
    Uni<Void> close(SqlConnection transaction, HeldObject object, Step step) {
        return transaction
                .preparedQuery(CLOSE_ALL)
                .execute(Tuple.of(object.id(), HeldRows.utc(step.at())))
                .chain(closed -> noteClosed(transaction, object, step, closed));
    }

    private Uni<Void> noteClosed(SqlConnection transaction, HeldObject object, Step step, RowSet<Row> closed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Row row : closed) {
            boolean expired = row.getString("outcome").equals("expired");
            Step ending = expired
                    ? new Step("", "", row.getOffsetDateTime("expires_at").toInstant(), Optional.empty())
                    : new Step(step.by(), "", step.at(), step.origin());
            done = done.chain(() -> history.note(transaction, object, expired ? "expire" : "withdraw", ending));
        }
        return done;
    }

    /** A submitter's questions, the oldest first. */
    Uni<Listing<Question>> of(PartnerId submitter, boolean closedToo, Listing.Query query) {
        Optional<QueuePlace> after = QueuePlace.of(query);
        return pool.preparedQuery(OF_SUBMITTER)
                .execute(Tuple.tuple()
                        .addOffsetDateTime(HeldRows.utc(clock.instant()))
                        .addString(submitter.value())
                        .addBoolean(closedToo)
                        .addValue(after.map(QueuePlace::at).orElse(null))
                        .addValue(after.map(QueuePlace::id).orElse(null))
                        .addInteger(query.limit() + 1))
                .map(found -> {
                    List<Question> questions = new ArrayList<>(found.rowCount());
                    found.forEach(row -> questions.add(rows.question(row)));
                    return Listing.ofFound(questions, q -> QueuePlace.key(q.askedAt(), q.id()), query);
                });
    }

    /** One of the submitter's. Fails with 404. */
    Uni<Question> one(PartnerId submitter, UUID id) {
        return asked(submitter, id).map(Asked::question);
    }

    private record Asked(UUID held, Question question) {}

    private Uni<Asked> asked(PartnerId submitter, UUID id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(HeldRows.utc(clock.instant()), submitter.value(), id))
                .map(found -> {
                    for (Row row : found) {
                        return new Asked(row.getUUID("held_id"), rows.question(row));
                    }
                    throw ProblemException.notFound();
                });
    }

    /**
     * A submitter's answer.
     *
     * @param words the answer, or a note with its consent or refusal; may be empty with those
     * @param consent whether it agrees; empty where it was asked for words only
     */
    record Answer(String words, Optional<Boolean> consent) {}

    /** Takes an answer; the object waits for an operator again. The same answer again changes nothing. */
    Uni<Question> answer(PartnerId submitter, UUID id, Answer answer) {
        return asked(submitter, id)
                .invoke(asked -> checkKind(asked.question(), answer))
                .chain(asked -> isRepeated(asked.question(), answer)
                        ? Uni.createFrom().item(asked.question())
                        : take(submitter, asked, answer).chain(() -> one(submitter, id)));
    }

    private static void checkKind(Question question, Answer answer) {
        if (question.asksConsent() && answer.consent().isEmpty()) {
            throw ProblemException.invalidBody("/consent", "Must be accept or decline.");
        }
        if (!question.asksConsent() && answer.consent().isPresent()) {
            throw ProblemException.invalidBody("/consent", "You were not asked for consent, but for an answer.");
        }
        if (!question.asksConsent() && answer.words().isEmpty()) {
            throw ProblemException.invalidBody("/answer", "The operators need an answer.");
        }
    }

    private static String outcome(Answer answer) {
        return answer.consent().map(agreed -> agreed ? "accepted" : "declined").orElse("answered");
    }

    private static boolean isRepeated(Question question, Answer answer) {
        return outcome(answer).equals(question.outcome())
                && answer.words().equals(question.answer() == null ? "" : question.answer());
    }

    private Uni<Void> take(PartnerId submitter, Asked asked, Answer answer) {
        Step step = new Step(submitter.value(), answer.words(), clock.instant(), Optional.empty());
        return held.byIdsWithoutContent(List.of(asked.held()))
                .map(found -> found.get(0))
                .chain(object -> pool.withTransaction(transaction -> held.touch(transaction, object)
                        .chain(() -> closed(transaction, asked.question(), answer, step))
                        .chain(() -> agreed(transaction, object, asked.question(), answer, step))
                        .chain(() -> submissions.note(transaction, object, HELD))));
    }

    private static Uni<Void> closed(SqlConnection transaction, Question question, Answer answer, Step step) {
        return transaction
                .preparedQuery(CLOSE)
                .execute(Tuple.of(
                        question.id(),
                        outcome(answer),
                        answer.words().isEmpty() ? null : answer.words(),
                        HeldRows.utc(step.at())))
                .invoke(updated -> {
                    if (updated.rowCount() != 1) {
                        throw new ProblemException(
                                ProblemType.CONFLICT, "This question has been answered or withdrawn, or has expired.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> agreed(
            SqlConnection transaction, HeldObject object, Question question, Answer answer, Step step) {
        Optional<Boolean> consent = answer.consent();
        if (consent.isEmpty()) {
            return history.note(transaction, object, "answer", step);
        }
        Optional<Audience> audience = Optional.ofNullable(question.audience());
        return consent.get() && audience.isPresent()
                ? held.agree(transaction, object.id(), audience.get())
                        .chain(() -> history.note(transaction, object, "accept", step, audience))
                : history.note(transaction, object, "decline", step);
    }
}
