package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Finds other contents of the versions just appended. Two partners may send contradicting contents of one version at the same
 * instant: neither could know of the other's when it was judged, but whoever commits last finds both. Thread safe.
 */
@ApplicationScoped
public class Rivals {

    private static final String OTHERS = """
            SELECT i.place, c.content_id
            FROM unnest($1::uuid[], $2::timestamptz[], $3::bytea[], $4::text[])
                WITH ORDINALITY AS i(object_uuid, version, digest, name, place)
            JOIN object_content c ON c.object_uuid = i.object_uuid AND c.version = i.version AND c.digest <> i.digest
            JOIN stix_kind k ON k.kind_id = c.kind_id AND k.name = i.name""";

    private final Pool pool;
    private final LogConfig config;

    Rivals(Pool pool, LogConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** Numbers of contents that the same versions have besides, for each of the assertions, in order. */
    public Uni<List<Set<Long>>> of(List<Assertion> asked) {
        return pool.preparedQuery(OTHERS)
                .execute(Tuple.tuple()
                        .addValue(asked.stream().map(a -> a.id().uuid()).toArray(UUID[]::new))
                        .addValue(asked.stream()
                                .map(a -> a.version()
                                        .truncatedTo(ChronoUnit.MICROS)
                                        .atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .addValue(asked.stream()
                                .map(a -> Buffer.buffer(a.digest()))
                                .toArray(Buffer[]::new))
                        .addValue(asked.stream().map(a -> a.id().type()).toArray(String[]::new)))
                .map(rows -> {
                    List<Set<Long>> found = new ArrayList<>(asked.size());
                    asked.forEach(any -> found.add(new HashSet<>()));
                    rows.forEach(row -> found.get(row.getInteger("place") - 1).add(row.getLong("content_id")));
                    return found;
                })
                .ifNoItem()
                .after(config.queryTimeout())
                .fail();
    }
}
