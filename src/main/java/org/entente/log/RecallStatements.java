package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.entente.log.RecallAct.Item;
import org.entente.log.RecallAct.Notice;
import org.entente.log.Reclassed.Change;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What a recall writes, each call one or two statements, in a transaction of the caller's. */
final class RecallStatements {

    private static final String TURN = "SELECT pg_advisory_xact_lock($1)";

    private static final String ACT = """
            INSERT INTO recall (recall_id, cause, reason, object_id, partner_id, made_at, made_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING recall_number""";

    private static final String RECLASS = """
            UPDATE log_entry e SET class_id = c.class_id, members = c.members
            FROM unnest($1::bigint[], $2::int[], $3::text[]) AS c(position, class_id, members)
            WHERE e.position = c.position""";

    private static final String COUNT = """
            INSERT INTO log_day (day, class_id, entries)
            SELECT (date_added AT TIME ZONE 'UTC')::date, class_id, sum(more)
            FROM unnest($1::timestamptz[], $2::int[], $3::bigint[]) AS c(date_added, class_id, more)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (day, class_id) DO UPDATE SET entries = log_day.entries + excluded.entries""";

    private static final String MOVE = """
            INSERT INTO recall_move (object_uuid, old_class, new_class)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[]) ON CONFLICT DO NOTHING""";

    /**
     * Whoever knew an object by an old class is found by the new one next time, and by the old one only where an entry of the object
     * still stands under it: a class of no entry would let in readers who have lost the object.
     */
    private static final String REFER = """
            WITH m AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[]) AS m(object_uuid, old_class, new_class)),
            stands AS MATERIALIZED (
                SELECT DISTINCT m.object_uuid, m.old_class FROM m
                WHERE EXISTS (
                    SELECT 1 FROM standing_entry e WHERE e.object_uuid = m.object_uuid AND e.class_id = m.old_class)),
            found AS (
                SELECT r.ctid AS place, r.classes AS before, ARRAY(
                    SELECT known FROM unnest(r.classes) known
                    WHERE NOT EXISTS (SELECT 1 FROM m WHERE m.object_uuid = r.target_uuid AND m.old_class = known)
                        OR EXISTS (
                            SELECT 1 FROM stands s WHERE s.object_uuid = r.target_uuid AND s.old_class = known)
                    UNION
                    SELECT m.new_class FROM m WHERE m.object_uuid = r.target_uuid AND m.old_class = ANY(r.classes)
                    ORDER BY 1) AS classes
                FROM log_reference r
                WHERE r.target_uuid = ANY($1::uuid[]) AND EXISTS (
                    SELECT 1 FROM m WHERE m.object_uuid = r.target_uuid AND m.old_class = ANY(r.classes))),
            other AS (SELECT place, classes FROM found WHERE classes IS DISTINCT FROM before LIMIT $4)
            UPDATE log_reference r SET classes = o.classes FROM other o WHERE r.ctid = o.place""";

    private static final String REWRITE = """
            INSERT INTO log_rewrite (position, recall_number, class_id, members)
            SELECT position, $1, class_id, members
            FROM unnest($2::bigint[], $3::int[], $4::text[]) AS c(position, class_id, members)""";

    private static final String MOVE_REWRITTEN = """
            INSERT INTO recall_move (object_uuid, old_class, new_class)
            SELECT DISTINCT e.object_uuid, e.class_id, w.class_id
            FROM log_rewrite w JOIN log_entry e USING (position)
            WHERE w.recall_number = $1 AND e.class_id <> w.class_id
            ON CONFLICT DO NOTHING""";

    private static final String REWRITING =
            "INSERT INTO recall_rewriting (recall_number, in_own_words) VALUES ($1, $2::text[])";

    private static final String REWRITTEN = "DELETE FROM log_rewrite WHERE position = ANY($1::bigint[])";

    private static final String DONE = """
            DELETE FROM recall_rewriting r
            WHERE recall_number = $1 AND NOT EXISTS (SELECT 1 FROM log_rewrite w WHERE w.recall_number = $1)""";

    private static final String NOTICES_SO_FAR =
            "SELECT notice_id, partner_id FROM recall_notice WHERE recall_number = $1";

    /** All versions there are when the scope is written, waiting ones too. */
    private static final String SCOPE_ALL = """
            INSERT INTO recall_scope
                (recall_number, object_uuid, kind_id, submitter, version_from, version_to, classes)
            SELECT $1, $2, k.kind_id, $4, '4000-01-01 BC', max(v.version), $5::int[]
            FROM stix_kind k JOIN (
                SELECT kind_id, version FROM log_entry e JOIN release_class r ON r.class_id = e.stated_class_id
                WHERE e.object_uuid = $2 AND r.submitter = $4
                UNION ALL
                SELECT kind_id, version FROM log_pending p JOIN release_class r USING (class_id)
                WHERE p.object_uuid = $2 AND r.submitter = $4) v USING (kind_id)
            WHERE k.name = $3 GROUP BY k.kind_id""";

    private static final String SCOPE_SOME = """
            INSERT INTO recall_scope
                (recall_number, object_uuid, kind_id, submitter, version_from, version_to, classes)
            SELECT $1, $2, k.kind_id, $4, v.version, v.version, $5::int[]
            FROM stix_kind k, unnest($6::timestamptz[]) AS v(version) WHERE k.name = $3""";

    private static final String NOTICES = """
            INSERT INTO recall_notice (notice_id, recall_number, partner_id, reason)
            SELECT notice_id, $1, partner_id, reason
            FROM unnest($2::uuid[], $3::text[], $4::text[]) AS n(notice_id, partner_id, reason)""";

    /** What is added to a notice that was acknowledged was not meant by that: it is open again. */
    private static final String ITEMS = """
            WITH given AS (
                SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[],
                    $6::bigint[]) WITH ORDINALITY AS i(notice_id, position, object_id, feed, version, remains, place)),
            counted AS (
                UPDATE recall_notice n SET items = n.items + c.more, acknowledged_at = NULL, acknowledged_by = NULL,
                    note = NULL
                FROM (SELECT notice_id, count(*) AS more FROM given GROUP BY notice_id) c
                WHERE n.notice_id = c.notice_id
                RETURNING n.notice_id, n.partner_id, n.items - c.more AS before)
            INSERT INTO recall_item (notice_id, partner_id, place, position, object_id, feed, version, remains)
            SELECT g.notice_id, c.partner_id, c.before + row_number() OVER (PARTITION BY g.notice_id ORDER BY g.place),
                g.position, g.object_id, g.feed, g.version, g.remains
            FROM given g JOIN counted c USING (notice_id) ORDER BY g.place""";

    private final SqlConnection connection;

    RecallStatements(SqlConnection connection) {
        this.connection = connection;
    }

    /** Takes its turn among all recalls until the end of the transaction. */
    Uni<Void> turn() {
        return run(TURN, Tuple.of(LogLocks.RECALLS));
    }

    /** Its number. */
    Uni<Long> act(RecallAct act) {
        Tuple values = Tuple.tuple()
                .addUUID(act.id())
                .addString(act.cause().label())
                .addString(act.reason())
                .addValue(act.object().map(StixId::toString).orElse(null))
                .addString(act.partner().value())
                .addOffsetDateTime(utc(act.madeAt()))
                .addString(act.madeBy());
        return turn().chain(() -> connection.preparedQuery(ACT).execute(values))
                .map(rows -> rows.iterator().next().getLong("recall_number"));
    }

    Uni<Void> reclass(List<Change> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return run(RECLASS, entries(Tuple.tuple(), changes))
                .chain(() -> run(COUNT, counts(moved(changes))))
                .chain(() -> run(MOVE, moves(moved(changes))))
                .chain(() -> refer(changes, Integer.MAX_VALUE))
                .replaceWithVoid();
    }

    private static Tuple entries(Tuple first, List<Change> changes) {
        return first.addValue(changes.stream()
                        .map(c -> c.after().placement().position())
                        .toArray(Long[]::new))
                .addValue(changes.stream()
                        .map(c -> c.after().placement().classNumber())
                        .toArray(Integer[]::new))
                .addValue(changes.stream()
                        .map(c -> ReferencesText.links(
                                c.after().placement().links().members()))
                        .toArray(String[]::new));
    }

    private static List<Change> moved(List<Change> changes) {
        return changes.stream()
                .filter(c -> c.before().placement().classNumber()
                        != c.after().placement().classNumber())
                .toList();
    }

    /** Changes references to what was changed, at most so many; how many it were. */
    Uni<Integer> refer(List<Change> changes, int limit) {
        List<Change> moved = moved(changes);
        return moved.isEmpty()
                ? Uni.createFrom().item(0)
                : connection
                        .preparedQuery(REFER)
                        .execute(moves(moved).addInteger(limit))
                        .map(rows -> rows.rowCount());
    }

    /** Puts changes in force that are written into the log later. */
    Uni<Void> rewriting(long number, List<Change> changes, Set<PartnerId> inOwnWords) {
        String[] words = inOwnWords.stream().map(PartnerId::value).sorted().toArray(String[]::new);
        return run(REWRITE, entries(Tuple.of(number), changes))
                .chain(() -> run(MOVE_REWRITTEN, Tuple.of(number)))
                .chain(() -> run(REWRITING, Tuple.of(number, words)))
                .chain(() -> TenureRows.keep(connection, number));
    }

    /** Writes some of them; their references were changed before. */
    Uni<Void> rewritten(long number, List<Change> changes) {
        Long[] positions =
                changes.stream().map(c -> c.after().placement().position()).toArray(Long[]::new);
        return run(RECLASS, entries(Tuple.tuple(), changes))
                .chain(() -> run(COUNT, counts(moved(changes))))
                .chain(() -> run(REWRITTEN, Tuple.tuple().addValue(positions)))
                .chain(() -> run(DONE, Tuple.of(number)));
    }

    /** More of what partners were told of the same recall before, or nothing yet. */
    Uni<Void> moreNotices(long number, List<Notice> notices) {
        return connection
                .preparedQuery(NOTICES_SO_FAR)
                .execute(Tuple.of(number))
                .chain(rows -> {
                    Map<String, UUID> soFar = new TreeMap<>();
                    rows.forEach(row -> soFar.put(row.getString("partner_id"), row.getUUID("notice_id")));
                    Map<UUID, Notice> known = new TreeMap<>();
                    List<Notice> first = new ArrayList<>();
                    for (Notice notice : notices) {
                        UUID id = soFar.get(notice.partner().value());
                        if (id == null) {
                            first.add(notice);
                        } else {
                            known.put(id, notice);
                        }
                    }
                    return notices(number, first)
                            .chain(() -> known.isEmpty() ? Uni.createFrom().voidItem() : items(known));
                });
    }

    private static Tuple counts(List<Change> moved) {
        List<OffsetDateTime> dates = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<Long> more = new ArrayList<>();
        for (Change change : moved) {
            OffsetDateTime date = utc(change.before().placement().dateAdded());
            dates.add(date);
            numbers.add(change.before().placement().classNumber());
            more.add(-1L);
            dates.add(date);
            numbers.add(change.after().placement().classNumber());
            more.add(1L);
        }
        return Tuple.tuple()
                .addValue(dates.toArray(OffsetDateTime[]::new))
                .addValue(numbers.toArray(Integer[]::new))
                .addValue(more.toArray(Long[]::new));
    }

    private record Move(UUID object, int before, int after) {}

    private static Tuple moves(List<Change> moved) {
        Set<Move> moves = new LinkedHashSet<>();
        moved.forEach(c -> moves.add(new Move(
                c.before().placement().id().uuid(),
                c.before().placement().classNumber(),
                c.after().placement().classNumber())));
        return Tuple.tuple()
                .addValue(moves.stream().map(Move::object).toArray(UUID[]::new))
                .addValue(moves.stream().map(Move::before).toArray(Integer[]::new))
                .addValue(moves.stream().map(Move::after).toArray(Integer[]::new));
    }

    Uni<Void> scopes(long number, RecallAct act, List<RecallAct.Scope> scopes) {
        Uni<Void> done = Uni.createFrom().voidItem();
        StixId object = act.object().orElse(null);
        if (object != null) {
            for (RecallAct.Scope scope : scopes) {
                done = done.chain(() -> scope(number, object, scope));
            }
        }
        return done;
    }

    private Uni<Void> scope(long number, StixId object, RecallAct.Scope scope) {
        Tuple values = Tuple.tuple()
                .addLong(number)
                .addUUID(object.uuid())
                .addString(object.type())
                .addString(scope.submitter().value())
                .addValue(scope.classes().stream().sorted().toArray(Integer[]::new));
        if (scope.versions().isEmpty()) {
            return run(SCOPE_ALL, values);
        }
        return run(
                SCOPE_SOME,
                values.addValue(
                        scope.versions().stream().map(RecallStatements::utc).toArray(OffsetDateTime[]::new)));
    }

    Uni<Void> notices(long number, List<Notice> notices) {
        if (notices.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, Notice> named = new TreeMap<>();
        notices.forEach(notice -> named.put(UUID.randomUUID(), notice));
        Tuple heads = Tuple.tuple()
                .addLong(number)
                .addValue(named.keySet().toArray(UUID[]::new))
                .addValue(named.values().stream()
                        .map(notice -> notice.partner().value())
                        .toArray(String[]::new))
                .addValue(named.values().stream()
                        .map(notice -> notice.reason().orElse(null))
                        .toArray(String[]::new));
        return run(NOTICES, heads).chain(() -> items(named));
    }

    /** One notice whose items follow. */
    Uni<Void> notice(long number, UUID id, PartnerId partner) {
        return run(NOTICES, Tuple.of(number, new UUID[] {id}, new String[] {partner.value()}, new String[] {null}));
    }

    private Uni<Void> items(Map<UUID, Notice> named) {
        List<UUID> notices = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        named.forEach((id, notice) -> notice.items().forEach(item -> {
            notices.add(id);
            items.add(item);
        }));
        return items(notices, items);
    }

    /** Items with the notices they are in, one for one. */
    Uni<Void> items(List<UUID> notices, List<Item> items) {
        return run(
                ITEMS,
                Tuple.tuple()
                        .addValue(notices.toArray(UUID[]::new))
                        .addValue(items.stream().map(Item::position).toArray(Long[]::new))
                        .addValue(items.stream()
                                .map(item -> item.object().toString())
                                .toArray(String[]::new))
                        .addValue(
                                items.stream().map(item -> item.feed().label()).toArray(String[]::new))
                        .addValue(items.stream().map(RecallStatements::version).toArray(OffsetDateTime[]::new))
                        .addValue(items.stream().map(Item::remains).toArray(Long[]::new)));
    }

    private static @Nullable OffsetDateTime version(Item item) {
        return item.version().map(RecallStatements::utc).orElse(null);
    }

    private Uni<Void> run(String statement, Tuple values) {
        return connection.preparedQuery(statement).execute(values).replaceWithVoid();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
