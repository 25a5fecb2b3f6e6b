package org.entente.console;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.entente.partner.OperatorSignIn.Proof;
import org.entente.party.OperatorId;

/** Who is signed in at the console, in the database, so that any instance serves any browser. Thread safe. */
@ApplicationScoped
class Sessions {

    /** More often it is not written down that a session is in use. */
    private static final Duration SEEN_STEP = Duration.ofMinutes(1);

    /** Browsers in which one operator is signed in; the eldest session ends with a further one. */
    private static final int OF_ONE_OPERATOR_MAX = 16;

    private static final String FIND = """
            SELECT operator, credential, secret_since, started_at, seen_at FROM console_session WHERE id_hash = $1
            """;

    private static final String SEEN = "UPDATE console_session SET seen_at = $2 WHERE id_hash = $1";

    private static final String START = """
            INSERT INTO console_session (id_hash, operator, credential, secret_since, started_at, seen_at)
            VALUES ($1, $2, $3, $4, $5, $5)
            """;

    private static final String END = "DELETE FROM console_session WHERE id_hash = $1";

    private static final String FORGET = """
            DELETE FROM console_session
            WHERE seen_at < $1 OR started_at < $2
               OR id_hash IN (SELECT id_hash FROM console_session WHERE operator = $3
                              ORDER BY started_at DESC, id_hash OFFSET $4)
            """;

    private final Pool pool;
    private final Clock clock;
    private final Duration idle;
    private final Duration lifetime;

    Sessions(Pool pool, Clock clock, ConsoleSettings settings) {
        this.pool = pool;
        this.clock = clock;
        this.idle = within(settings.sessionIdle(), Duration.ofMinutes(1), Duration.ofHours(24), "session-idle");
        this.lifetime =
                within(settings.sessionLifetime(), Duration.ofMinutes(5), Duration.ofDays(7), "session-lifetime");
    }

    private static Duration within(Duration given, Duration least, Duration most, String key) {
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "entente.console." + key + " must be " + least + " to " + most + "; it is " + given);
        }
        return given;
    }

    /** Begins a session and returns what the browser shows for it. Sessions that are over are forgotten by the way. */
    Uni<String> start(Proof proof) {
        String id = ConsoleCookie.draw();
        Instant now = clock.instant();
        Tuple row = Tuple.from(
                new Object[] {hash(id), proof.operator().value(), proof.credential(), at(proof.secretSince()), at(now)
                });
        Tuple over = Tuple.of(
                at(now.minus(idle)), at(now.minus(lifetime)), proof.operator().value(), OF_ONE_OPERATOR_MAX - 1);
        return pool.preparedQuery(FORGET)
                .execute(over)
                .chain(() -> pool.preparedQuery(START).execute(row))
                .replaceWith(id);
    }

    /** What was proven when the session began; empty when there is none, or none any more. */
    Uni<Optional<Proof>> find(String id) {
        return pool.preparedQuery(FIND).execute(Tuple.of(hash(id))).chain(rows -> inUse(id, rows));
    }

    private Uni<Optional<Proof>> inUse(String id, RowSet<Row> rows) {
        Instant now = clock.instant();
        for (Row row : rows) {
            Instant seen = row.getOffsetDateTime("seen_at").toInstant();
            Instant started = row.getOffsetDateTime("started_at").toInstant();
            if (seen.plus(idle).isBefore(now) || started.plus(lifetime).isBefore(now)) {
                return end(id).replaceWith(Optional.empty());
            }
            Optional<Proof> proof = Optional.of(new Proof(
                    new OperatorId(row.getString("operator")),
                    row.getUUID("credential"),
                    row.getOffsetDateTime("secret_since").toInstant()));
            return seen.plus(SEEN_STEP).isAfter(now)
                    ? Uni.createFrom().item(proof)
                    : pool.preparedQuery(SEEN)
                            .execute(Tuple.of(hash(id), at(now)))
                            .replaceWith(proof);
        }
        return Uni.createFrom().item(Optional.empty());
    }

    /** Ends it, here and on every instance. */
    Uni<Void> end(String id) {
        return pool.preparedQuery(END).execute(Tuple.of(hash(id))).replaceWithVoid();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Buffer hash(String id) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
