package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Interns release classes. Numbers become visible in ascending order: a reader that asks for "all above n" would otherwise
 * miss one that committed late, and withhold its entries for ever.
 */
@ApplicationScoped
class ReleaseClasses {

    private static final Logger LOG = Logger.getLogger(ReleaseClasses.class);

    /** Audiences are a submitter's choice, so classes are not few by nature; beyond this the memory is started anew. */
    private static final int CACHE_ENTRIES_MAX = 100_000;

    private static final String INTERN = """
            WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock($3))
            INSERT INTO release_class (fingerprint, submitter, definition)
            SELECT c.fingerprint, c.submitter, c.definition
            FROM turn, unnest($1::bytea[], $2::text[], $4::text[]) AS c(fingerprint, definition, submitter)
            ON CONFLICT DO NOTHING""";

    private static final String FIND =
            "SELECT class_id, definition FROM release_class WHERE fingerprint = ANY($1::bytea[])";

    private static final String ABOVE =
            "SELECT class_id, definition FROM release_class WHERE class_id > $1 ORDER BY class_id";

    private final Pool pool;
    private final Map<ReleaseClass, Integer> numbers = new ConcurrentHashMap<>();

    ReleaseClasses(Pool pool) {
        this.pool = pool;
    }

    /** The numbers of the classes, interning those that have none yet. Committed at once, whatever the caller does later. */
    Uni<Map<ReleaseClass, Integer>> numbersOf(Collection<ReleaseClass> classes) {
        return numbersOf(pool, classes);
    }

    /** The same over a connection of the caller's, which must not be in a transaction: a number taken back would be wrong. */
    Uni<Map<ReleaseClass, Integer>> numbersOf(SqlClient client, Collection<ReleaseClass> classes) {
        Map<ReleaseClass, Integer> found = new HashMap<>();
        Map<String, ReleaseClass> missing = new HashMap<>();
        for (ReleaseClass releaseClass : classes) {
            Integer number = numbers.get(releaseClass);
            if (number == null) {
                missing.put(ReleaseClassJson.write(releaseClass), releaseClass);
            } else {
                found.put(releaseClass, number);
            }
        }
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return intern(client, missing).map(fresh -> {
            remember(fresh);
            found.putAll(fresh);
            return found;
        });
    }

    private Uni<Map<ReleaseClass, Integer>> intern(SqlClient client, Map<String, ReleaseClass> byDefinition) {
        String[] definitions = byDefinition.keySet().stream().sorted().toArray(String[]::new);
        Buffer[] fingerprints = Arrays.stream(definitions)
                .map(d -> Buffer.buffer(ReleaseClassJson.fingerprint(d)))
                .toArray(Buffer[]::new);
        String[] submitters = Arrays.stream(definitions)
                .map(byDefinition::get)
                .map(c -> c.submitter().value())
                .toArray(String[]::new);
        Tuple rows = Tuple.tuple()
                .addValue(fingerprints)
                .addValue(definitions)
                .addLong(LogLocks.RELEASE_CLASS_NUMBERS)
                .addValue(submitters);
        return client.preparedQuery(INTERN)
                .execute(rows)
                .chain(() -> client.preparedQuery(FIND).execute(Tuple.tuple().addValue(fingerprints)))
                .map(found -> matched(found, byDefinition));
    }

    private static Map<ReleaseClass, Integer> matched(RowSet<Row> found, Map<String, ReleaseClass> byDefinition) {
        Map<ReleaseClass, Integer> result = new HashMap<>();
        for (Row row : found) {
            ReleaseClass asked = byDefinition.get(row.getString("definition"));
            if (asked != null) {
                result.put(asked, row.getInteger("class_id"));
            }
        }
        if (result.size() != byDefinition.size()) {
            throw new IllegalStateException("A release class was not interned");
        }
        return result;
    }

    private void remember(Map<ReleaseClass, Integer> fresh) {
        if (numbers.size() + fresh.size() > CACHE_ENTRIES_MAX) {
            numbers.clear();
        }
        numbers.putAll(fresh);
    }

    /** All classes above a number, ascending. One that cannot be read is left out, and so released to nobody. */
    Uni<List<NumberedClass>> above(int number) {
        return pool.preparedQuery(ABOVE).execute(Tuple.of(number)).map(rows -> {
            List<NumberedClass> classes = new ArrayList<>();
            StreamSupport.stream(rows.spliterator(), false)
                    .map(ReleaseClasses::read)
                    .forEach(c -> c.ifPresent(classes::add));
            return classes;
        });
    }

    private static Optional<NumberedClass> read(Row row) {
        int number = row.getInteger("class_id");
        Optional<NumberedClass> known =
                ReleaseClassJson.tryRead(row.getString("definition")).map(c -> new NumberedClass(number, c));
        if (known.isEmpty()) {
            LOG.errorf("A release class cannot be read and is released to nobody: classNumber=%d", number);
        }
        return known;
    }
}
