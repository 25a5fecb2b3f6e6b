package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.entente.http.ProblemException;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.party.PartnerId;

/**
 * Keeps partners within their quotas, in the transaction that takes a submission: either both happen or neither. Submissions
 * of one partner that has a quota are counted one after the other. Its table is {@code submission_hour}.
 */
@ApplicationScoped
class QuotaLedger {

    /** Advisory locks of two numbers; the second is the partner. */
    private static final int LOCK = 0x71756F74;

    private static final String TURN = "SELECT pg_advisory_xact_lock($1::int, hashtext($2))";

    private static final String FORGET = "DELETE FROM submission_hour WHERE partner_id = $1 AND hour < $2";

    private static final String HOURS =
            "SELECT hour, objects, bytes FROM submission_hour WHERE partner_id = $1 ORDER BY hour";

    private static final String ADD = """
            INSERT INTO submission_hour AS known (partner_id, hour, objects, bytes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (partner_id, hour)
            DO UPDATE SET objects = known.objects + excluded.objects, bytes = known.bytes + excluded.bytes""";

    /**
     * Refuses what is surely beyond a quota, before anything is stored: how long that takes tells what is there, and what is refused may be sent as often as
     * one likes. To be {@link #count counted} in the same transaction; until that ends, the next of the partner waits.
     *
     * @param least what the submission adds at the least
     * @return fails with a {@link ProblemException} that says which quota it is beyond, and when to try again
     */
    Uni<Void> check(SqlConnection transaction, PartnerId submitter, Quotas quotas, DayUsage.Amount least, Instant now) {
        if (quotas.equals(Quotas.UNLIMITED)) {
            return Uni.createFrom().voidItem();
        }
        String partner = submitter.value();
        return transaction
                .preparedQuery(TURN)
                .execute(Tuple.of(LOCK, partner))
                .chain(() -> transaction
                        .preparedQuery(FORGET)
                        .execute(
                                Tuple.of(partner, DayUsage.oldestThatCounts(now).atOffset(ZoneOffset.UTC))))
                .chain(() -> within(transaction, submitter, quotas, least, now));
    }

    /**
     * Counts what a submission added.
     *
     * @return fails as {@link #check}
     */
    Uni<Void> count(SqlConnection transaction, PartnerId submitter, Quotas quotas, DayUsage.Amount taken, Instant now) {
        if (quotas.equals(Quotas.UNLIMITED)) {
            return Uni.createFrom().voidItem();
        }
        OffsetDateTime hour = now.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC);
        return within(transaction, submitter, quotas, taken, now)
                .chain(() -> transaction
                        .preparedQuery(ADD)
                        .execute(Tuple.of(submitter.value(), hour, taken.objects(), taken.bytes())))
                .replaceWithVoid();
    }

    private static Uni<Void> within(
            SqlConnection transaction, PartnerId submitter, Quotas quotas, DayUsage.Amount added, Instant now) {
        return transaction
                .preparedQuery(HOURS)
                .execute(Tuple.of(submitter.value()))
                .invoke(rows -> new DayUsage(used(rows), now).check(quotas, added))
                .replaceWithVoid();
    }

    private static List<DayUsage.Hour> used(RowSet<Row> rows) {
        List<DayUsage.Hour> hours = new ArrayList<>(rows.size());
        for (Row row : rows) {
            hours.add(new DayUsage.Hour(
                    row.getOffsetDateTime("hour").toInstant(),
                    new DayUsage.Amount(row.getLong("objects"), row.getLong("bytes"))));
        }
        return hours;
    }
}
