package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.party.PartnerId;
import org.entente.stix.Candidate;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;

/**
 * Finds what refers to recalled entries, and what further conditions keep it from betraying them. As when it was placed: only what
 * the submitter of an entry knew adds a condition to it, conditions pass on unchanged to what refers to it in turn, a container
 * loses the member, and what refers to a container that loses one is withheld.
 *
 * <p>For one recall, on one thread at a time. Ends because there are only as many conditions as recalled entries have readers of.
 */
final class TiedEntries {

    private static final String REFERRERS = """
            SELECT r.target_uuid, r.member, r.classes, e.position, e.date_added, k.name, e.object_uuid, e.version,
                e.class_id, e.stated_class_id, e.content_id, e.members, e.foreign_ids, c.submitter
            FROM log_reference r JOIN standing_entry e USING (position)
            JOIN stix_kind k USING (kind_id) JOIN release_class c ON c.class_id = e.stated_class_id
            WHERE r.target_uuid = ANY($1::uuid[])
            ORDER BY e.position""";

    private static final String CONTENTS =
            "SELECT content_id, content FROM object_content WHERE content_id = ANY($1::bigint[])";

    private static final StixReader READER = new StixReader(StixLimits.defaults()
            .withDepth(1_000)
            .withObjectBytes(Integer.MAX_VALUE)
            .withStringBytes(Integer.MAX_VALUE));

    private static final int CONTENTS_AT_ONCE = 50;

    private final SqlConnection connection;
    private final Map<Long, Tied> tied = new LinkedHashMap<>();
    private final Map<UUID, Map<Integer, Set<Integer>>> moves = new HashMap<>();
    private final Map<UUID, Map<PartnerId, Set<Integer>>> own = new HashMap<>();

    TiedEntries(SqlConnection connection) {
        this.connection = connection;
    }

    /** An entry with the conditions that are new to it. */
    static final class Tied {
        final StandingEntry entry;
        final Set<Set<Integer>> hard = new LinkedHashSet<>();
        final Map<StixId, Set<Set<Integer>>> members = new LinkedHashMap<>();

        Tied(StandingEntry entry) {
            this.entry = entry;
        }

        Set<Set<Integer>> all() {
            Set<Set<Integer>> all = new LinkedHashSet<>(hard);
            members.values().forEach(all::addAll);
            return all;
        }
    }

    private record Referrer(
            StandingEntry entry,
            UUID target,
            boolean member,
            @Nullable Set<Integer> classes) {}

    /**
     * @param before entries of the recalled objects, all of them
     * @param classes the new classes of those that are recalled, by position
     */
    Uni<Collection<Tied>> of(List<StandingEntry> before, Map<Long, Integer> classes) {
        for (StandingEntry entry : before) {
            int old = entry.placement().classNumber();
            int now = classes.getOrDefault(entry.placement().position(), old);
            UUID object = entry.placement().id().uuid();
            moves.computeIfAbsent(object, any -> new HashMap<>())
                    .computeIfAbsent(old, any -> new TreeSet<>())
                    .add(now);
            own.computeIfAbsent(object, any -> new HashMap<>())
                    .computeIfAbsent(entry.submitter(), any -> new TreeSet<>())
                    .add(now);
        }
        Set<PartnerId> submitters = new HashSet<>();
        before.stream()
                .filter(entry -> classes.containsKey(entry.placement().position()))
                .forEach(entry -> submitters.add(entry.submitter()));
        return referrers(moves.keySet())
                .chain(found -> next(first(found, submitters)))
                .replaceWith(tied::values);
    }

    /** Classes of an object that were replaced, by those there are instead. */
    Map<Integer, Set<Integer>> movesOf(UUID object) {
        return moves.getOrDefault(object, Map.of());
    }

    private Uni<List<Referrer>> referrers(Set<UUID> targets) {
        return connection
                .preparedQuery(REFERRERS)
                .execute(Tuple.tuple().addValue(targets.toArray(UUID[]::new)))
                .map(rows -> {
                    List<Referrer> found = new ArrayList<>(rows.size());
                    rows.forEach(row -> found.add(referrer(row)));
                    return found;
                });
    }

    private static Referrer referrer(Row row) {
        Integer @Nullable [] classes = row.getArrayOfIntegers("classes");
        return new Referrer(
                entry(row),
                row.getUUID("target_uuid"),
                row.getBoolean("member"),
                classes == null ? null : new TreeSet<>(List.of(classes)));
    }

    static StandingEntry entry(Row row) {
        return new StandingEntry(
                EntryRows.placement(row),
                new PartnerId(row.getString("submitter")),
                row.getInteger("stated_class_id"),
                row.getLong("content_id"));
    }

    /** What refers to the recalled objects themselves. */
    private Map<UUID, List<Tied>> first(List<Referrer> found, Set<PartnerId> submitters) {
        Map<UUID, List<Tied>> grown = new HashMap<>();
        for (Referrer referrer : found) {
            Set<Integer> classes = referrer.classes();
            Set<Integer> condition;
            if (classes == null) {
                PartnerId submitter = referrer.entry().submitter();
                condition = submitters.contains(submitter)
                        ? own.getOrDefault(referrer.target(), Map.of()).getOrDefault(submitter, Set.of())
                        : Set.of();
            } else {
                Set<Integer> now = RecallScopes.moved(movesOf(referrer.target()), classes);
                condition = now.equals(classes) ? Set.of() : now;
            }
            if (!condition.isEmpty()) {
                add(referrer, List.of(condition), grown);
            }
        }
        return grown;
    }

    private void add(Referrer referrer, Collection<Set<Integer>> conditions, Map<UUID, List<Tied>> grown) {
        StandingEntry entry = referrer.entry();
        Tied mine = tied.computeIfAbsent(entry.placement().position(), any -> new Tied(entry));
        boolean more = false;
        for (Set<Integer> condition : conditions) {
            if (condition.contains(entry.statedClass())) {
                continue;
            }
            more |= referrer.member()
                    ? mine.members
                            .computeIfAbsent(memberOf(referrer), any -> new LinkedHashSet<>())
                            .add(condition)
                    : mine.hard.add(condition);
        }
        if (more) {
            grown.computeIfAbsent(entry.placement().id().uuid(), any -> new ArrayList<>())
                    .add(mine);
        }
    }

    private final Map<UUID, StixId> names = new HashMap<>();

    private StixId memberOf(Referrer referrer) {
        StixId name = names.get(referrer.target());
        if (name == null) {
            throw new IllegalStateException("A target without a name");
        }
        return name;
    }

    /** Names of objects that something may be a member of. */
    void named(StixId id) {
        names.put(id.uuid(), id);
    }

    private Uni<Void> next(Map<UUID, List<Tied>> grown) {
        if (grown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        grown.values()
                .forEach(list -> list.forEach(t -> named(t.entry.placement().id())));
        return referrers(grown.keySet()).chain(found -> {
            Map<UUID, List<Tied>> more = new HashMap<>();
            for (Referrer referrer : found) {
                for (Tied target : grown.getOrDefault(referrer.target(), List.of())) {
                    if (knows(referrer, target.entry)
                            && referrer.entry().placement().position()
                                    != target.entry.placement().position()) {
                        add(referrer, target.all(), more);
                    }
                }
            }
            return next(more);
        });
    }

    private static boolean knows(Referrer referrer, StandingEntry target) {
        Set<Integer> classes = referrer.classes();
        return classes == null
                ? referrer.entry().submitter().equals(target.submitter())
                : classes.contains(target.placement().classNumber());
    }

    /** The members of containers, by content. */
    Uni<Map<Long, Set<StixId>>> members(Collection<Long> contents) {
        return contents.isEmpty() ? Uni.createFrom().item(Map.of()) : members(List.copyOf(contents));
    }

    /** A few at a time: all the containers of something may be more than memory holds. */
    private Uni<Map<Long, Set<StixId>>> members(List<Long> contents) {
        Map<Long, Set<StixId>> members = new HashMap<>();
        Uni<Void> read = Uni.createFrom().voidItem();
        for (int from = 0; from < contents.size(); from += CONTENTS_AT_ONCE) {
            Long[] some = contents.subList(from, Math.min(contents.size(), from + CONTENTS_AT_ONCE))
                    .toArray(Long[]::new);
            read = read.chain(() -> connection
                    .preparedQuery(CONTENTS)
                    .execute(Tuple.tuple().addValue(some))
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .invoke(rows -> rows.forEach(row -> members.put(
                            row.getLong("content_id"),
                            members(row.getBuffer("content").getBytes()))))
                    .replaceWithVoid());
        }
        return read.replaceWith(members);
    }

    private static Set<StixId> members(byte[] content) {
        return READER.readObject(content) instanceof Candidate.Valid valid
                ? valid.object().members()
                : Set.of();
    }
}
