package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Interns the names of STIX types. Thread safe. */
@ApplicationScoped
class StixKinds {

    /** A type's name is the submitter's choice; beyond this the memory is started anew. */
    private static final int CACHE_ENTRIES_MAX = 10_000;

    private static final String INTERN = """
            INSERT INTO stix_kind (name) SELECT n FROM unnest($1::text[]) AS n
            WHERE NOT EXISTS (SELECT 1 FROM stix_kind k WHERE k.name = n)
            ON CONFLICT DO NOTHING""";

    private static final String FIND = "SELECT kind_id, name FROM stix_kind WHERE name = ANY($1::text[])";

    private static final String NAMES = "SELECT kind_id, name FROM stix_kind WHERE kind_id = ANY($1::int[])";

    private final Pool pool;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();

    StixKinds(Pool pool) {
        this.pool = pool;
    }

    /** The numbers of the types, interning those that have none yet. */
    Uni<Map<String, Integer>> numbersOf(Collection<String> names) {
        Map<String, Integer> found = new HashMap<>();
        TreeSet<String> missing = new TreeSet<>();
        for (String name : names) {
            Integer number = numbers.get(name);
            if (number == null) {
                missing.add(name);
            } else {
                found.put(name, number);
            }
        }
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        Tuple asked = Tuple.tuple().addValue(missing.toArray(String[]::new));
        return pool.preparedQuery(INTERN)
                .execute(asked)
                .chain(() -> pool.preparedQuery(FIND).execute(asked))
                .map(rows -> {
                    Map<String, Integer> fresh = new HashMap<>();
                    for (Row row : rows) {
                        fresh.put(row.getString("name"), row.getInteger("kind_id"));
                    }
                    remember(fresh);
                    found.putAll(fresh);
                    return found;
                });
    }

    /** The types behind numbers that were given out. */
    Uni<Map<Integer, String>> namesOf(Set<Integer> numbered) {
        Map<Integer, String> found = new HashMap<>();
        TreeSet<Integer> missing = new TreeSet<>();
        for (Integer number : numbered) {
            String name = names.get(number);
            if (name == null) {
                missing.add(number);
            } else {
                found.put(number, name);
            }
        }
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return pool.preparedQuery(NAMES)
                .execute(Tuple.tuple().addValue(missing.toArray(Integer[]::new)))
                .map(rows -> {
                    rows.forEach(row -> found.put(row.getInteger("kind_id"), row.getString("name")));
                    if (names.size() + missing.size() > CACHE_ENTRIES_MAX) {
                        names.clear();
                    }
                    names.putAll(found);
                    return found;
                });
    }

    private void remember(Map<String, Integer> fresh) {
        if (numbers.size() + fresh.size() > CACHE_ENTRIES_MAX) {
            numbers.clear();
        }
        numbers.putAll(fresh);
    }
}
