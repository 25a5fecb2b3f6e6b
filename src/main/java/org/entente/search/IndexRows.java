package org.entente.search;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Writes the index: one batch of the log after the cursor, in the transaction that moves the cursor. */
final class IndexRows {

    /** To be raised when {@link Terms} reads otherwise: the index is then made anew. */
    static final int RULES = 1;

    private static final Logger LOG = Logger.getLogger(IndexRows.class);
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    /** One instance at a time; another that has nothing to do meanwhile does not wait for it. */
    private static final String CURSOR = "SELECT position, rules FROM search_cursor FOR UPDATE SKIP LOCKED";

    /**
     * What was erased is passed over; positions may have a gap where a backup was restored. Each content is looked up by its number:
     * before PostgreSQL knows how many there are it would read them all.
     */
    private static final String BATCH = """
            SELECT position, content FROM (
                SELECT e.position, coalesce(c.content, '') AS content,
                    sum(coalesce(octet_length(c.content), 0)) OVER (ORDER BY e.position ROWS UNBOUNDED PRECEDING)
                        - coalesce(octet_length(c.content), 0) AS bytes_before
                FROM (SELECT position, content_id, class_id FROM log_entry WHERE position > $1 ORDER BY position LIMIT $2) e
                LEFT JOIN LATERAL (SELECT o.content FROM object_content o
                    WHERE o.content_id = e.content_id AND e.class_id <> 0 OFFSET 0) c ON true) sized
            WHERE bytes_before < $3 ORDER BY position""";

    private static final String TERMS = """
            INSERT INTO search_term (term, position)
            SELECT * FROM unnest($1::bigint[], $2::bigint[]) ON CONFLICT DO NOTHING""";

    private static final String MOVE = "UPDATE search_cursor SET position = $1, rules = $2";

    private final SqlConnection transaction;
    private final int batch;

    IndexRows(SqlConnection transaction, int batch) {
        this.transaction = transaction;
        this.batch = batch;
    }

    private record Entry(long term, long position) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTerm = Long.compare(term, other.term);
            return byTerm != 0 ? byTerm : Long.compare(position, other.position);
        }
    }

    /**
     * @param reached the last position that was looked at
     * @param isCutShort whether the batch holds as much as it may, so that there may be more behind it: what has come meanwhile, a few
     *     objects at a time, gathers for the next step
     */
    private record Filled(long reached, List<Entry> entries, boolean isCutShort) {}

    /** Indexes one batch. Gives whether there is more to do at once. */
    Uni<Boolean> step() {
        return transaction.query(CURSOR).execute().chain(rows -> {
            if (rows.rowCount() == 0) {
                return Uni.createFrom().item(false);
            }
            Row cursor = rows.iterator().next();
            return cursor.getInteger("rules") == RULES ? after(cursor.getLong("position")) : anew();
        });
    }

    private Uni<Boolean> anew() {
        return transaction
                .query("TRUNCATE search_term")
                .execute()
                .chain(() -> move(0))
                .replaceWith(true);
    }

    private Uni<Boolean> after(long position) {
        return transaction
                .preparedQuery(BATCH)
                .execute(Tuple.of(position, (long) batch, BYTES_MAX))
                .chain(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : read(rows)
                                .call(this::save)
                                .call(filled -> move(filled.reached()))
                                .map(Filled::isCutShort));
    }

    /** Off the event loop, which others' requests wait for; what follows is the connection's again. */
    private Uni<Filled> read(RowSet<Row> rows) {
        Context home = Vertx.currentContext();
        Uni<Filled> away = Uni.createFrom()
                .item(rows)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::filled);
        return home == null ? away : away.emitOn(command -> home.runOnContext(on -> command.run()));
    }

    private Filled filled(RowSet<Row> rows) {
        long reached = 0;
        long bytes = 0;
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            long position = row.getLong("position");
            reached = position;
            byte[] content = row.getBuffer("content").getBytes();
            bytes += content.length;
            if (content.length == 0) {
                continue;
            }
            terms(position, () -> Content.terms(content))
                    .forEach(term -> entries.add(new Entry(Terms.number(term), position)));
        }
        // In the order of the table, so that neighbours meet the same page.
        Collections.sort(entries);
        return new Filled(reached, entries, rows.size() == batch || bytes >= BYTES_MAX);
    }

    /** None of what cannot be read: it must not keep the index from what follows. */
    static Set<String> terms(long position, Supplier<Set<String>> read) {
        try {
            return read.get();
        } catch (RuntimeException | StackOverflowError unreadable) {
            LOG.errorf(
                    unreadable, "An entry is not found by what it says: it could not be read; position=%d", position);
            return Set.of();
        }
    }

    private Uni<Void> save(Filled filled) {
        Tuple values = Tuple.tuple()
                .addValue(filled.entries().stream().map(Entry::term).toArray(Long[]::new))
                .addValue(filled.entries().stream().map(Entry::position).toArray(Long[]::new));
        return transaction.preparedQuery(TERMS).execute(values).replaceWithVoid();
    }

    private Uni<Void> move(long position) {
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(position, RULES))
                .replaceWithVoid();
    }
}
