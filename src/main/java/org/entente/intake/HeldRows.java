package org.entente.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Reads rows of held objects and of what was asked about them. */
@ApplicationScoped
class HeldRows {

    /** Of {@code h} and, with the time of now as the first parameter, its open question {@code q}. */
    static final String FROM = """
             FROM held_object h LEFT JOIN held_question q
                ON q.held_id = h.held_id AND q.outcome IS NULL AND q.expires_at > $1 AND h.decision IS NULL\
            """;

    private static final String COLUMNS = """
            SELECT h.held_id, h.submission_id, h.partner_id, h.held_at, h.object_id, h.version, h.title, h.tlp,
                h.audience, h.agreed_audience, h.attribution, h.revision, h.decision, h.decided_by, h.reason,
                coalesce(octet_length(h.content), 0) AS bytes,
                q.question_id, q.kind, q.words, q.audience AS proposed, q.asked_at, q.expires_at, q.outcome, q.answer,
                """;

    static final String WITHOUT_CONTENT = COLUMNS + "NULL::bytea AS content" + FROM;
    static final String WITH_CONTENT = COLUMNS + "h.content" + FROM;

    private final ObjectMapper json;

    HeldRows(ObjectMapper json) {
        this.json = json;
    }

    List<HeldObject> read(RowSet<Row> rows) {
        List<HeldObject> found = new ArrayList<>(rows.rowCount());
        rows.forEach(row -> found.add(read(row)));
        return found;
    }

    private HeldObject read(Row row) {
        io.vertx.mutiny.core.buffer.@Nullable Buffer content = row.getBuffer("content");
        Audience audience = audience(row.getString("audience"));
        Optional<Question> question =
                row.getUUID("question_id") == null ? Optional.empty() : Optional.of(question(row));
        return new HeldObject(
                row.getUUID("held_id"),
                row.getUUID("submission_id"),
                new PartnerId(row.getString("partner_id")),
                timestamp(row, "held_at"),
                row.getString("object_id"),
                row.getString("version"),
                row.getString("title"),
                row.getString("tlp"),
                audience,
                state(row, question),
                row.getLong("revision"),
                row.getInteger("bytes"),
                content == null ? null : new String(content.getBytes(), StandardCharsets.UTF_8),
                row.getString("decision"),
                row.getString("decided_by"),
                row.getString("reason"),
                question.orElse(null),
                Optional.ofNullable(row.getString("agreed_audience"))
                        .map(this::audience)
                        .orElse(audience),
                row.getString("attribution"));
    }

    private static String state(Row row, Optional<Question> question) {
        String decision = row.getString("decision");
        if (decision != null) {
            return (decision.equals("release") ? ReviewFilter.State.RELEASED : ReviewFilter.State.REFUSED).label();
        }
        return question.map(asked -> asked.asksConsent() ? ReviewFilter.State.CONSENT : ReviewFilter.State.ASKED)
                .orElse(ReviewFilter.State.WAITING)
                .label();
    }

    /** From columns of the question, with {@code audience} as {@code proposed}, and of the object it is about. */
    Question question(Row row) {
        return new Question(
                row.getUUID("question_id"),
                row.getUUID("submission_id"),
                row.getString("object_id"),
                row.getString("version"),
                row.getString("kind"),
                row.getString("words"),
                Optional.ofNullable(row.getString("proposed"))
                        .map(this::audience)
                        .orElse(null),
                timestamp(row, "asked_at"),
                timestamp(row, "expires_at"),
                row.getString("outcome"),
                row.getString("answer"));
    }

    static String timestamp(Row row, String column) {
        return StatusWriter.timestamp(row.getOffsetDateTime(column).toInstant());
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    String text(Audience audience) {
        try {
            return json.writeValueAsString(audience);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("An audience always has a JSON form", broken);
        }
    }

    Audience audience(String text) {
        try {
            return json.readValue(text, Audience.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored audience cannot be read", broken);
        }
    }
}
