package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * The tables of uptake. Counts that are told are a copy of the exact ones, renewed only when at least {@link Counts#CELL_MIN}
 * reporters have said something that they do not show yet: whoever compares two copies sees what that many did together, and
 * never one. Notes are told as they were then.
 */
@ApplicationScoped
class UptakeRows {

    /** Advisory locks of two numbers; the second is the object. */
    private static final int LOCK = 0x7570746B;

    private static final String TURN = "SELECT pg_advisory_xact_lock($1::int, hashtext($2))";

    private static final String REPORT = """
            INSERT INTO mitigation_uptake (object_uuid, submitter, reporter, status, note, reported_at)
            SELECT $1, s.submitter, $3, $4, $5, $6 FROM unnest($2::text[]) AS s(submitter)
            ON CONFLICT (object_uuid, submitter, reporter) DO UPDATE
            SET status = excluded.status, note = excluded.note, reported_at = excluded.reported_at""";

    /**
     * Who came back to what is told has said nothing new: with two of them, the copy would differ by one report. Nor does a count
     * change by fewer than that: whoever compares two copies finds no smaller cell in their difference than in one of them.
     */
    private static final String RENEW = """
            INSERT INTO mitigation_count AS told (object_uuid, submitter, planned, applied, ineffective, not_applicable)
            SELECT object_uuid, submitter, %s, %s, %s, %s
            FROM mitigation_uptake WHERE object_uuid = $1 AND submitter = ANY($2::text[])
            GROUP BY object_uuid, submitter HAVING count(*) FILTER (WHERE status IS DISTINCT FROM told_status) >= $3
            ON CONFLICT (object_uuid, submitter) DO UPDATE SET %s, %s, %s, %s
            RETURNING submitter""".formatted(
                    counted("planned"),
                    counted("applied"),
                    counted("ineffective"),
                    counted("not-applicable"),
                    renewed("planned"),
                    renewed("applied"),
                    renewed("ineffective"),
                    renewed("not_applicable"));

    private static final String TELL = """
            UPDATE mitigation_uptake SET told_status = status, told_note = note
            WHERE object_uuid = $1 AND submitter = ANY($2::text[])""";

    private static final String OWN = """
            SELECT status, note, reported_at FROM mitigation_uptake
            WHERE object_uuid = $1 AND reporter = $2 AND submitter = ANY($3::text[])
            ORDER BY reported_at DESC LIMIT 1""";

    private static final String COUNTS = "SELECT * FROM mitigation_count WHERE object_uuid = $1 AND submitter = $2";

    private static final String NOTES = """
            SELECT reporter, told_note FROM mitigation_uptake
            WHERE object_uuid = $1 AND submitter = $2 AND told_note IS NOT NULL ORDER BY told_note LIMIT 1000""";

    private static String counted(String status) {
        String exact = "count(*) FILTER (WHERE status = '" + status + "')";
        return "CASE WHEN " + exact + " >= $3 THEN " + exact + " ELSE 0 END";
    }

    private static String renewed(String column) {
        return "%1$s = CASE WHEN abs(excluded.%1$s - told.%1$s) >= $3 THEN excluded.%1$s ELSE told.%1$s END"
                .formatted(column);
    }

    private final Pool pool;
    private final MitigationConfig config;

    UptakeRows(Pool pool, MitigationConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** A note and who wrote it. */
    record Written(PartnerId reporter, String text) {}

    /** Keeps a partner's report, on each of the assertions by which it may have the object. */
    Uni<Void> report(UUID object, Collection<PartnerId> submitters, PartnerId reporter, Uptake.Report report) {
        return bounded(pool.withTransaction(transaction -> transaction
                .preparedQuery(TURN)
                .execute(Tuple.of(LOCK, object.toString()))
                .chain(() -> transaction
                        .preparedQuery(REPORT)
                        .execute(Tuple.tuple()
                                .addUUID(object)
                                .addValue(names(submitters))
                                .addString(reporter.value())
                                .addString(report.status())
                                .addValue(report.note())
                                .addOffsetDateTime(at(report).atOffset(ZoneOffset.UTC))))
                .chain(() -> renew(transaction, object, submitters))));
    }

    private static Instant at(Uptake.Report report) {
        @Nullable Instant moment = report.reportedAt();
        if (moment == null) {
            throw new IllegalArgumentException("A report to be kept has its time");
        }
        return moment;
    }

    private static Uni<Void> renew(SqlConnection transaction, UUID object, Collection<PartnerId> submitters) {
        return transaction
                .preparedQuery(RENEW)
                .execute(Tuple.of(object, names(submitters), Counts.CELL_MIN))
                .chain(rows -> {
                    List<String> renewed = new ArrayList<>();
                    rows.forEach(row -> renewed.add(row.getString("submitter")));
                    return transaction.preparedQuery(TELL).execute(Tuple.of(object, renewed.toArray(String[]::new)));
                })
                .replaceWithVoid();
    }

    /** What a partner reported on one of these assertions. */
    Uni<Optional<Uptake.Report>> own(UUID object, PartnerId reporter, Collection<PartnerId> submitters) {
        return bounded(pool.preparedQuery(OWN)
                .execute(Tuple.of(object, reporter.value(), names(submitters)))
                .map(rows -> {
                    for (Row row : rows) {
                        return Optional.of(new Uptake.Report(
                                row.getString("status"),
                                row.getString("note"),
                                row.getOffsetDateTime("reported_at").toInstant()));
                    }
                    return Optional.<Uptake.Report>empty();
                }));
    }

    /** The counts that are told of a submitter's assertion. */
    Uni<Counts> counts(UUID object, PartnerId submitter) {
        return bounded(pool.preparedQuery(COUNTS)
                .execute(Tuple.of(object, submitter.value()))
                .map(rows -> {
                    for (Row row : rows) {
                        return Counts.of(
                                row.getLong("planned"),
                                row.getLong("applied"),
                                row.getLong("ineffective"),
                                row.getLong("not_applicable"));
                    }
                    return Counts.NONE;
                }));
    }

    /** What was written when the counts were renewed, in the order of the alphabet rather than of time. */
    Uni<List<Written>> notes(UUID object, PartnerId submitter) {
        return bounded(pool.preparedQuery(NOTES)
                .execute(Tuple.of(object, submitter.value()))
                .map(rows -> {
                    List<Written> notes = new ArrayList<>(rows.rowCount());
                    rows.forEach(row -> notes.add(
                            new Written(new PartnerId(row.getString("reporter")), row.getString("told_note"))));
                    return notes;
                }));
    }

    private static String[] names(Collection<PartnerId> partners) {
        return partners.stream()
                .map(PartnerId::value)
                .collect(Collectors.toCollection(TreeSet::new))
                .toArray(String[]::new);
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
