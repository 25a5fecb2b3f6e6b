package org.entente.mitigation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.mitigation.Facet.Term;

/** Writes the index: one batch of the log after the cursor, in the transaction that moves the cursor. */
final class IndexRows {

    /** To be raised when {@link Facts} reads otherwise, or more is kept: the index is then made anew. */
    static final int RULES = 2;

    private static final long BYTES_MAX = 8L * 1024 * 1024;

    /** One instance at a time; another that has nothing to do meanwhile does not wait for it. */
    private static final String CURSOR = "SELECT position, rules FROM mitigation_cursor FOR UPDATE SKIP LOCKED";

    private static final String LAST = "SELECT coalesce(max(position), 0) AS position FROM log_entry";

    /**
     * Only what can be found, or ties what can be found; most of the log is neither, and its content is not read. Of what is found by its
     * external references alone, what has the name of that property in it, or any character by its number.
     */
    private static final String BATCH = """
            SELECT position, object_uuid, content FROM (
                SELECT found.*, sum(octet_length(content)) OVER (ORDER BY position ROWS UNBOUNDED PRECEDING)
                    - octet_length(content) AS bytes_before
                FROM (
                    SELECT e.position, e.object_uuid, c.content
                    FROM log_entry e JOIN stix_kind k USING (kind_id)
                    JOIN LATERAL (SELECT o.content FROM object_content o WHERE o.content_id = e.content_id OFFSET 0) c ON true
                    WHERE e.position > $1 AND e.position <= $2 AND e.class_id <> 0
                      AND k.name IN ('course-of-action', 'relationship', 'vulnerability', 'attack-pattern', 'malware',
                                     'tool', 'indicator')
                      AND (k.name <> 'relationship' OR position('course-of-action--'::bytea IN c.content) > 0)
                      AND (k.name IN ('course-of-action', 'relationship', 'vulnerability')
                           OR position('"external_references"'::bytea IN c.content) > 0
                           OR position('\\\\u'::bytea IN c.content) > 0)) found
                ) sized
            WHERE bytes_before < $3 ORDER BY position""";

    private static final String TERMS = """
            INSERT INTO mitigation_term (facet, term, remedy, position, object_uuid)
            SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[], $5::uuid[])
            ON CONFLICT DO NOTHING""";

    private static final String LINKS = """
            INSERT INTO mitigation_link (position, source_uuid, target_uuid)
            SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::uuid[]) ON CONFLICT DO NOTHING""";

    private static final String MOVE = "UPDATE mitigation_cursor SET position = $1, rules = $2";

    private final SqlConnection transaction;
    private final int batch;

    private final List<String> facets = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Boolean> remedies = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>();
    private final List<UUID> objects = new ArrayList<>();
    private final List<Long> links = new ArrayList<>();
    private final List<UUID> sources = new ArrayList<>();
    private final List<UUID> targets = new ArrayList<>();

    IndexRows(SqlConnection transaction, int batch) {
        this.transaction = transaction;
        this.batch = batch;
    }

    /** Where the next batch begins and how far the log goes. */
    private record Stretch(long from, long until) {}

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
                .query("TRUNCATE mitigation_term, mitigation_link")
                .execute()
                .chain(() -> move(0))
                .replaceWith(true);
    }

    private Uni<Boolean> after(long position) {
        return transaction.query(LAST).execute().chain(rows -> {
            long last = rows.iterator().next().getLong("position");
            return last <= position
                    ? Uni.createFrom().item(false)
                    : fill(new Stretch(position, Math.min(last, position + batch)))
                            .map(reached -> reached < last);
        });
    }

    private Uni<Long> fill(Stretch stretch) {
        return transaction
                .preparedQuery(BATCH)
                .execute(Tuple.of(stretch.from(), stretch.until(), BYTES_MAX))
                .map(rows -> collect(rows, stretch))
                .call(this::save)
                .call(this::move);
    }

    /** Notes what is to be written; gives the position reached. */
    private long collect(RowSet<Row> rows, Stretch stretch) {
        long bytes = 0;
        long last = stretch.from();
        for (Row row : rows) {
            last = row.getLong("position");
            byte[] content = row.getBuffer("content").getBytes();
            bytes += content.length;
            note(new Place(last, row.getUUID("object_uuid")), Facts.of(content));
        }
        // Where the batch ended early, what is behind its last row has not been looked at.
        return bytes >= BYTES_MAX ? last : stretch.until();
    }

    /** An entry and its object. */
    private record Place(long position, UUID object) {}

    private void note(Place place, Facts facts) {
        if (facts.isRemedy()) {
            note(place, true, new Term(Facet.ANY, ""));
        }
        facts.terms().forEach(term -> note(place, facts.isRemedy(), term));
        facts.link().ifPresent(link -> {
            links.add(place.position());
            sources.add(link.source().uuid());
            targets.add(link.target().uuid());
        });
    }

    private void note(Place place, boolean remedy, Term term) {
        facets.add(term.facet().label());
        texts.add(term.text());
        remedies.add(remedy);
        positions.add(place.position());
        objects.add(place.object());
    }

    private Uni<Void> save(long reached) {
        Tuple terms = Tuple.tuple()
                .addValue(facets.toArray(String[]::new))
                .addValue(texts.toArray(String[]::new))
                .addValue(remedies.toArray(Boolean[]::new))
                .addValue(positions.toArray(Long[]::new))
                .addValue(objects.toArray(UUID[]::new));
        Tuple ties = Tuple.tuple()
                .addValue(links.toArray(Long[]::new))
                .addValue(sources.toArray(UUID[]::new))
                .addValue(targets.toArray(UUID[]::new));
        return write(TERMS, terms, facets.isEmpty()).chain(() -> write(LINKS, ties, links.isEmpty()));
    }

    private Uni<Void> write(String statement, Tuple rows, boolean none) {
        return none
                ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(statement).execute(rows).replaceWithVoid();
    }

    private Uni<Void> move(long position) {
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(position, RULES))
                .replaceWithVoid();
    }
}
