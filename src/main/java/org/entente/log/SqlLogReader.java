package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.stix.StixId;

/**
 * Reads the log with one statement a page, or a few on one connection where contents are looked up apart. Pages end early at a bound of
 * bytes, so that memory has one too.
 */
@ApplicationScoped
class SqlLogReader implements LogReader {

    /** The relay reads everything, whoever may see it. */
    private static final String SPOT = """
            SELECT (SELECT date_added FROM log_entry WHERE position = $1) AS date_added,
                (SELECT max(after_position) FROM log_gap WHERE after_position < $1 AND next_position >= $1) AS behind,
                EXISTS (SELECT FROM log_gap WHERE next_position >= $1) AS restored""";

    /** What was erased is among them, without content: who goes by positions must get past it, and what follows it is a revision. */
    private static final String ENTRIES = """
            SELECT position, date_added, name, object_uuid, version, class_id, members, foreign_ids, content, earlier, other_versions
            FROM (
                SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.members,
                    e.foreign_ids,
                    CASE WHEN e.placed_class_id = 0 THEN ''::bytea ELSE c.content END AS content,
                    ARRAY(SELECT DISTINCT o.class_id FROM standing_entry o
                          WHERE o.object_uuid = e.object_uuid AND o.version = e.version AND o.kind_id = e.kind_id
                            AND (e.version <> 'epoch' OR o.content_id = e.content_id) AND o.position < e.position) AS earlier,
                    %s AS other_versions,
                    sum(coalesce(octet_length(c.content), 0)) OVER (ORDER BY e.position)
                        - coalesce(octet_length(c.content), 0) AS bytes_before
                FROM placed_entry e
                LEFT JOIN object_content c ON c.content_id = e.content_id AND e.placed_class_id <> 0
                JOIN stix_kind k ON k.kind_id = e.kind_id
                WHERE e.position %s ORDER BY e.position LIMIT $2) page
            WHERE bytes_before < $3 ORDER BY position""";

    private static final String AFTER = ENTRIES.formatted(PageStatement.OTHER_VERSIONS, "> $1");

    private static final String STANDING = ENTRIES.formatted(PageStatement.OTHER_VERSIONS, "= ANY($1::bigint[])");

    /** The numbers stand in a query of their own so that PostgreSQL does not estimate each of them, which takes two thirds of its planning. */
    private static final String CONTENTS = """
            SELECT content_id, octet_length(content), CASE WHEN octet_length(content) <= $2 THEN content END
            FROM object_content WHERE content_id = ANY((SELECT $1::bigint[])::bigint[])""";

    private static final String LINKS =
            "SELECT position, members, foreign_ids FROM standing_entry WHERE position = ANY($1::bigint[])";

    /** Something may be erased between two statements; that it is again and again will hardly happen. */
    private static final int ATTEMPTS = 3;

    /** Contents looked up by one statement. */
    private static final int LOOKED_UP_MAX = 1_000;

    /** Most objects hold less; what is larger is looked up when all sizes are known. */
    private static final int MUCH_BYTES = 4 << 10;

    private static final String AT = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.members, e.foreign_ids, c.content,
                (SELECT max(class_id) FROM release_class) AS highest_class
            FROM standing_entry e JOIN object_content c USING (content_id) JOIN stix_kind k ON k.kind_id = e.kind_id
            WHERE e.position = ANY($1::bigint[]) ORDER BY e.position""";

    private static final String ENTRIES_SINCE =
            "SELECT class_id, sum(entries)::bigint AS entries FROM log_day WHERE day >= $1 GROUP BY class_id";

    /** A few rows of each class by its own index: one walk back over the log would read all of it for a rare class. */
    private static final String NEWEST = """
            SELECT e.*, k.name FROM unnest($1::int[]) AS asked(class_id)
            CROSS JOIN LATERAL (
                SELECT position, date_added, object_uuid, kind_id, version, l.class_id, members, foreign_ids
                FROM standing_entry l WHERE l.placed_class_id = asked.class_id AND l.class_id = ANY($1::int[])
                ORDER BY position DESC LIMIT $2) e
            JOIN stix_kind k USING (kind_id)
            ORDER BY e.position DESC LIMIT $2""";

    private static final String EXTENT = """
            SELECT count(*) AS entries, coalesce(max(position), 0) AS last FROM standing_entry
            WHERE placed_class_id = ANY($1::int[]) AND class_id = ANY($1::int[])""";

    private static final String ENTRIES_OF = """
            SELECT e.position, e.date_added, k.name, e.object_uuid, e.version, e.class_id, e.members, e.foreign_ids
            FROM standing_entry e JOIN stix_kind k USING (kind_id)
            WHERE e.object_uuid = $1 AND k.name = $2 ORDER BY e.position""";

    private static final String LAST_AT = """
            SELECT coalesce((SELECT position FROM log_entry WHERE date_added <= $1 ORDER BY date_added DESC LIMIT 1), 0)
                AS position""";

    private final Pool pool;
    private final ReleaseClasses classes;
    private final StixKinds kinds;
    private final Sequencer sequencer;
    private final LogConfig config;

    SqlLogReader(Pool pool, ReleaseClasses classes, StixKinds kinds, Sequencer sequencer, LogConfig config) {
        this.pool = pool;
        this.classes = classes;
        this.kinds = kinds;
        this.sequencer = sequencer;
        this.config = config;
    }

    @Override
    public Uni<Page> page(PageQuery query) {
        if (query.classes().length == 0) {
            return Uni.createFrom().item(new Page(List.of(), false));
        }
        PageStatement statement = PageStatement.of(query, config.readBytesMax());
        return bounded(pool.preparedQuery(statement.sql())
                .execute(Tuple.from(statement.values()))
                .map(rows -> new PageRows(rows, query, config.readBytesMax()))
                .chain(rows -> rows.page(kinds)));
    }

    @Override
    public Uni<Outline> outline(PageQuery query, long headBytes) {
        if (query.classes().length == 0) {
            return Uni.createFrom().item(Outline.NOTHING);
        }
        return bounded(pool.withConnection(connection -> outlined(connection, query, headBytes, ATTEMPTS))
                .chain(found -> found.outline(kinds, headBytes, config.readBytesMax())));
    }

    /** On one connection: whoever waited for another in between would be given what was decided before. */
    private Uni<OutlineRows> outlined(SqlConnection connection, PageQuery query, long headBytes, int left) {
        return entries(connection, query, false)
                .chain(found -> found.rewriting()
                        ? entries(connection, query, true)
                        : Uni.createFrom().item(found))
                .chain(found -> lookUp(connection, found, 0))
                .chain(found -> complete(connection, found, headBytes))
                .chain(found -> found.lacksAny() && left > 1
                        ? outlined(connection, query, headBytes, left - 1)
                        : Uni.createFrom().item(found));
    }

    private static Uni<OutlineRows> entries(SqlConnection connection, PageQuery query, boolean rewriting) {
        PageStatement statement = PageStatement.outline(query, rewriting);
        return connection
                .preparedQuery(statement.sql())
                .execute(Tuple.from(statement.values()))
                .map(rows -> new OutlineRows(rows, query.limit()));
    }

    /** Of the first entries what they hold, where it is not much; of the others how much that is, as far as the page goes. */
    private Uni<OutlineRows> lookUp(SqlConnection connection, OutlineRows found, int from) {
        int to = Math.min(found.size(), from + LOOKED_UP_MAX);
        return from == to || found.bytes() >= config.readBytesMax()
                ? Uni.createFrom().item(found)
                : lookUp(connection, found, found.contentIds(from, to), from == 0 ? MUCH_BYTES : 0)
                        .chain(() -> lookUp(connection, found, to));
    }

    /** What it is that was large must not show in the shape of a page: links may be of what its reader is not given. */
    private Uni<OutlineRows> complete(SqlConnection connection, OutlineRows found, long headBytes) {
        Long[] missing = found.missing(headBytes);
        Uni<OutlineRows> contents = missing.length == 0
                ? Uni.createFrom().item(found)
                : lookUp(connection, found, missing, Integer.MAX_VALUE);
        return contents.chain(() -> {
            Long[] linkless = found.linkless(headBytes);
            return linkless.length == 0
                    ? Uni.createFrom().item(found)
                    : connection
                            .preparedQuery(LINKS)
                            .execute(Tuple.tuple().addValue(linkless))
                            .invoke(found::linked)
                            .replaceWith(found);
        });
    }

    private static Uni<OutlineRows> lookUp(SqlConnection connection, OutlineRows found, Long[] ids, int bytesMax) {
        return connection
                .preparedQuery(CONTENTS)
                .execute(Tuple.tuple().addValue(ids).addInteger(bytesMax))
                .invoke(found::lookedUp)
                .replaceWith(found);
    }

    @Override
    public Uni<Page> at(long[] positions) {
        Long[] asked = Arrays.stream(positions).boxed().toArray(Long[]::new);
        return bounded(pool.preparedQuery(AT)
                .execute(Tuple.tuple().addValue(asked))
                .map(rows -> {
                    List<LogEntry> entries = new ArrayList<>(rows.size());
                    int highestClass = 0;
                    for (Row row : rows) {
                        highestClass = row.getInteger("highest_class");
                        entries.add(EntryRows.entry(row));
                    }
                    return new Page(entries, false, highestClass);
                }));
    }

    @Override
    public Uni<List<LogEntry>> after(long afterPosition, int limit) {
        return entries(AFTER, Tuple.of(afterPosition, limit, config.readBytesMax()));
    }

    @Override
    public Uni<List<LogEntry>> standingAt(Collection<Long> positions) {
        Long[] distinct = positions.stream().distinct().toArray(Long[]::new);
        return entries(STANDING, Tuple.of(distinct, distinct.length, config.readBytesMax()));
    }

    private Uni<List<LogEntry>> entries(String statement, Tuple values) {
        return bounded(pool.preparedQuery(statement).execute(values).map(rows -> {
            List<LogEntry> entries = new ArrayList<>(rows.size());
            rows.forEach(row -> entries.add(EntryRows.entryAmongAll(row)));
            return entries;
        }));
    }

    @Override
    public Uni<Map<Integer, Long>> entriesSince(Instant since) {
        return bounded(pool.preparedQuery(ENTRIES_SINCE)
                .execute(Tuple.of(since.atOffset(ZoneOffset.UTC).toLocalDate()))
                .map(rows -> {
                    Map<Integer, Long> entries = new HashMap<>();
                    rows.forEach(row -> entries.put(row.getInteger("class_id"), row.getLong("entries")));
                    return entries;
                }));
    }

    @Override
    public Uni<List<Placement>> newest(Collection<Integer> classNumbers, int limit) {
        Integer[] distinct = classNumbers.stream().distinct().toArray(Integer[]::new);
        return bounded(pool.preparedQuery(NEWEST)
                .execute(Tuple.tuple().addValue(distinct).addInteger(limit))
                .map(EntryRows::placements));
    }

    @Override
    public Uni<Extent> extentOf(int[] classNumbers) {
        return classNumbers.length == 0
                ? Uni.createFrom().item(Extent.NOTHING)
                : bounded(pool.preparedQuery(EXTENT)
                        .execute(Tuple.tuple()
                                .addValue(Arrays.stream(classNumbers).boxed().toArray(Integer[]::new)))
                        .map(rows -> rows.iterator().next())
                        .map(row -> new Extent(row.getLong("entries"), row.getLong("last"))));
    }

    @Override
    public Uni<List<Placement>> entriesOf(StixId id) {
        return bounded(pool.preparedQuery(ENTRIES_OF)
                .execute(Tuple.of(id.uuid(), id.type()))
                .map(EntryRows::placements));
    }

    @Override
    public Uni<Long> lastPosition() {
        return bounded(pool.query("SELECT coalesce(max(position), 0) AS position FROM log_entry")
                .execute()
                .map(rows -> rows.iterator().next().getLong("position")));
    }

    @Override
    public Uni<LogSpot> spot(long position) {
        return bounded(pool.preparedQuery(SPOT).execute(Tuple.of(position)).map(rows -> {
            Row row = rows.iterator().next();
            return new LogSpot(
                    Optional.ofNullable(row.getOffsetDateTime("date_added")).map(OffsetDateTime::toInstant),
                    Optional.ofNullable(row.getLong("behind")),
                    row.getBoolean("restored"));
        }));
    }

    @Override
    public Uni<Long> lastPositionAt(Instant moment) {
        if (moment.isBefore(Instant.EPOCH)) {
            return Uni.createFrom().item(0L);
        }
        return bounded(pool.preparedQuery(LAST_AT)
                .execute(Tuple.of(moment.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong("position")));
    }

    @Override
    public Uni<List<NumberedClass>> classesAbove(int number) {
        return bounded(classes.above(number));
    }

    @Override
    public void onSequenced(Runnable callback) {
        sequencer.onSequenced(callback);
    }

    private <T> Uni<T> bounded(Uni<T> query) {
        return query.ifNoItem().after(config.queryTimeout()).fail();
    }
}
