package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.OperatorId;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of known exploited vulnerabilities, as operators imported or the exchange fetched it last. Thread safe. Earlier catalogues are kept as they
 * came.
 */
@ApplicationScoped
public class Kev {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Imports one after the other. */
    private static final String LOCK = "LOCK TABLE kev_catalogue IN SHARE ROW EXCLUSIVE MODE";

    private static final String NEWEST =
            "SELECT catalog_version, released_at, imported_at, imported_by, fetched_from, entries"
                    + " FROM kev_catalogue ORDER BY released_at DESC, imported_at DESC LIMIT 1";

    private final Pool pool;
    private final AuditLog audit;
    private final Clock clock;

    Kev(Pool pool, AuditLog audit, Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A catalogue that was imported.
     *
     * @param catalogVersion its own name of its version
     * @param dateReleased when it was released
     * @param importedBy the operator who brought it; absent where it was fetched
     * @param fetchedFrom the address that it was fetched from
     * @param entries how many vulnerabilities it has
     */
    @Schema(name = "KevImport")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Import(
            String catalogVersion,
            Instant dateReleased,
            Instant importedAt,
            @Nullable OperatorId importedBy,
            @Nullable String fetchedFrom,
            int entries) {}

    /** The newest; empty while there is none. */
    public Uni<Optional<Import>> newest() {
        return pool.query(NEWEST).execute().map(Kev::imported);
    }

    private static Optional<Import> imported(RowSet<Row> rows) {
        Optional<Row> row = rows.rowCount() == 0
                ? Optional.empty()
                : Optional.of(rows.iterator().next());
        return row.map(kept -> new Import(
                kept.getString("catalog_version"),
                kept.getOffsetDateTime("released_at").toInstant(),
                kept.getOffsetDateTime("imported_at").toInstant(),
                operator(kept.getString("imported_by")),
                kept.getString("fetched_from"),
                kept.getInteger("entries")));
    }

    private static @Nullable OperatorId operator(@Nullable String name) {
        return name == null ? null : new OperatorId(name);
    }

    /** What it says of these CVEs; those it does not list are left out. */
    public Uni<Map<String, KevEntry>> of(Collection<String> cves) {
        return cves.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : pool.preparedQuery("SELECT * FROM kev_entry WHERE cve = ANY($1::text[])")
                        .execute(Tuple.tuple().addValue(cves.toArray(String[]::new)))
                        .map(rows -> {
                            Map<String, KevEntry> found = new HashMap<>();
                            rows.forEach(row -> found.put(row.getString("cve"), entry(row)));
                            return found;
                        });
    }

    private static KevEntry entry(Row row) {
        return new KevEntry(
                row.getString("cve"),
                row.getLocalDate("date_added"),
                row.getLocalDate("due_date"),
                row.getBoolean("ransomware"),
                row.getString("name"),
                row.getString("action"));
    }

    /** Puts a catalogue in place of the one before; the same again changes nothing. Fails with 409 where it is older. */
    Uni<Import> put(KevCatalogue catalogue, byte[] document, OperatorId by, Origin origin) {
        return put(new Order(catalogue, document, by, null, origin));
    }

    /** The same of one that the exchange fetched. */
    Uni<Import> putFetched(KevCatalogue catalogue, byte[] document, URI from) {
        return put(new Order(catalogue, document, null, from.toString(), Origin.SYSTEM));
    }

    private Uni<Import> put(Order order) {
        return pool.withTransaction(transaction -> transaction
                        .query(LOCK)
                        .execute()
                        .chain(() -> transaction.query(NEWEST).execute())
                        .map(Kev::imported)
                        .chain(newest -> replace(transaction, newest, order)))
                .ifNoItem()
                .after(TIMEOUT)
                .fail();
    }

    /** An operator bringing in a catalogue, or the exchange fetching it. */
    private record Order(
            KevCatalogue catalogue,
            byte[] document,
            @Nullable OperatorId by,
            @Nullable String from,
            Origin origin) {}

    private Uni<Import> replace(SqlConnection transaction, Optional<Import> newest, Order order) {
        KevCatalogue catalogue = order.catalogue();
        if (newest.filter(before -> before.catalogVersion().equals(catalogue.catalogVersion()))
                .isPresent()) {
            return Uni.createFrom().item(newest.orElseThrow());
        }
        newest.filter(before -> before.dateReleased().isAfter(catalogue.dateReleased()))
                .ifPresent(before -> {
                    throw new ProblemException(
                            ProblemType.CONFLICT,
                            "Catalogue " + before.catalogVersion() + " is newer, and is in place.");
                });
        Import made = new Import(
                catalogue.catalogVersion(),
                catalogue.dateReleased(),
                clock.instant(),
                order.by(),
                order.from(),
                catalogue.vulnerabilities().size());
        return keep(transaction, made, order.document())
                .chain(() -> transaction.query("DELETE FROM kev_entry").execute())
                .chain(() -> fill(transaction, catalogue.entries()))
                .chain(() -> audit.note(
                        transaction,
                        order.origin(),
                        Act.of(Action.KEV_IMPORTED, new Subject("kev-catalogue", made.catalogVersion()))
                                .with(details(made))))
                .replaceWith(made);
    }

    private static Map<String, String> details(Import made) {
        String entries = String.valueOf(made.entries());
        return made.fetchedFrom() == null
                ? Map.of("entries", entries)
                : Map.of("entries", entries, "from", made.fetchedFrom());
    }

    private static Uni<Void> keep(SqlConnection transaction, Import made, byte[] document) {
        return transaction
                .preparedQuery("INSERT INTO kev_catalogue (catalog_version, released_at, imported_at, imported_by,"
                        + " fetched_from, entries, document) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .execute(Tuple.tuple()
                        .addString(made.catalogVersion())
                        .addOffsetDateTime(AdvisoryRows.utc(made.dateReleased()))
                        .addOffsetDateTime(AdvisoryRows.utc(made.importedAt()))
                        .addValue(
                                made.importedBy() == null
                                        ? null
                                        : made.importedBy().value())
                        .addValue(made.fetchedFrom())
                        .addInteger(made.entries())
                        .addBuffer(Buffer.buffer(document)))
                .replaceWithVoid();
    }

    private static Uni<Void> fill(SqlConnection transaction, List<KevEntry> entries) {
        return transaction
                .preparedQuery(
                        "INSERT INTO kev_entry (cve, date_added, due_date, ransomware, name, action)"
                                + " SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::boolean[], $5::text[], $6::text[])")
                .execute(Tuple.tuple()
                        .addValue(entries.stream().map(KevEntry::cve).toArray(String[]::new))
                        .addValue(entries.stream().map(KevEntry::dateAdded).toArray(LocalDate[]::new))
                        .addValue(entries.stream().map(KevEntry::dueDate).toArray(LocalDate[]::new))
                        .addValue(entries.stream().map(KevEntry::ransomware).toArray(Boolean[]::new))
                        .addValue(entries.stream().map(KevEntry::name).toArray(String[]::new))
                        .addValue(entries.stream().map(KevEntry::action).toArray(String[]::new)))
                .replaceWithVoid();
    }
}
