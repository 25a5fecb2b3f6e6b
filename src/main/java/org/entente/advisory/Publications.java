package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.advisory.ReportObject.Issue;
import org.entente.advisory.ReportObject.Publisher;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.Assertion;
import org.entente.log.Feed;
import org.entente.log.LogWriter;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.log.ReleaseClass.Origin;
import org.entente.log.ReleaseClass.Topic;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * Makes of an advisory what the exchange asserts of it in the log. Gathered objects stay their submitters': the report only
 * names them, and under the conditions by which each reader may have them. Thread safe.
 */
@ApplicationScoped
class Publications {

    private final Pool pool;
    private final LogWriter log;
    private final Gate gate;
    private final AdvisoryConfig config;
    private final Clock clock;

    Publications(Pool pool, LogWriter log, Gate gate, AdvisoryConfig config, Clock clock) {
        this.pool = pool;
        this.log = log;
        this.gate = gate;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What would be appended now.
     *
     * @param report of the advisory
     * @param identity it is published under
     * @param members what it names of what it gathers
     * @param at the {@code modified} of the report
     * @param earlier versions that were published before
     */
    record Prepared(Assertion report, Assertion identity, Members members, Instant at, List<Version> earlier) {
        Prepared {
            earlier = List.copyOf(earlier);
        }

        List<Assertion> assertions() {
            return List.of(identity, report);
        }

        /** A report that names what was taken back would say so to whoever had it, and would be trimmed for everybody. */
        void refuseGone() {
            if (!members.gone().isEmpty()) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "These gathered objects were recalled or are not there; remove them first: "
                                + members.gone().stream()
                                        .map(StixId::toString)
                                        .sorted()
                                        .limit(20)
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
    }

    /** Works it out; nothing is written but the identity's date of birth. */
    Uni<Prepared> prepare(Advisory advisory) {
        List<StixId> ids = advisory.wording().gathered().stream()
                .map(GatheredObject::stixId)
                .toList();
        return Uni.combine()
                .all()
                .unis(publisher(), VersionRows.of(pool, advisory.trackingId()), members(ids))
                .with((publisher, versions, members) ->
                        prepared(issue(advisory, publisher, versions, members), members, versions));
    }

    private Uni<Members> members(List<StixId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(new Members(Map.of(), Set.of(), Set.of()))
                : log.known(ids, PartnerId.EXCHANGE)
                        .chain(known -> gate.upToDate().map(decisions -> Members.of(ids, known, decisions)));
    }

    /** The identity is made once for each name: a second one of another date would be another version of it. */
    Uni<Publisher> publisher() {
        String name = config.publisher().name().strip();
        UUID uuid = UUID.nameUUIDFromBytes(("entente publisher\n" + name).getBytes(StandardCharsets.UTF_8));
        UUID named = new UUID((uuid.getMostSignificantBits() & ~0xf000L) | 0x5000L, uuid.getLeastSignificantBits());
        return pool.preparedQuery("""
                        INSERT INTO advisory_publisher (identity_uuid, created_at) VALUES ($1, $2)
                        ON CONFLICT (identity_uuid) DO UPDATE SET created_at = advisory_publisher.created_at
                        RETURNING created_at""")
                .execute(Tuple.of(named, AdvisoryRows.utc(now())))
                .map(rows -> new Publisher(
                        new StixId("identity", named),
                        name,
                        rows.iterator().next().getOffsetDateTime("created_at").toInstant()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Issue issue(Advisory advisory, Publisher publisher, List<Version> versions, Members members) {
        List<Instant> published =
                versions.stream().flatMap(v -> v.publishedAt().stream()).toList();
        // Versions are told apart by their date, even where the clock was set back.
        Instant modified = published.stream()
                .max(Comparator.naturalOrder())
                .map(last -> last.plusMillis(1))
                .filter(next -> next.isAfter(now()))
                .orElseGet(this::now);
        Instant created = published.stream().min(Comparator.naturalOrder()).orElse(modified);
        return new Issue(advisory, publisher, members.names(), created, modified);
    }

    private static Prepared prepared(Issue issue, Members members, List<Version> versions) {
        List<Version> earlier = versions.stream()
                .filter(version -> version.publishedAt().isPresent())
                .toList();
        return new Prepared(report(issue, members), identity(issue), members, issue.modified(), earlier);
    }

    private static Assertion report(Issue issue, Members members) {
        byte[] content = ReportObject.report(issue);
        return new Assertion(
                issue.advisory().reportId(),
                issue.modified(),
                AdvisoryJson.sha256(content),
                content,
                classOf(issue.advisory().wording()),
                // Its publisher's identity is a member that ties nothing: whoever has the report has it, and it is left
                // when all others are trimmed.
                new References(Set.of(), Map.of(), members.conditions(), true, Set.of()));
    }

    /** The class of an advisory's report, before anything is tied to it. */
    static ReleaseClass classOf(Wording wording) {
        return classOf(wording, "report");
    }

    private static ReleaseClass classOf(Wording wording, String kind) {
        return new ReleaseClass(
                Markings.of(wording.content().level()),
                Topic.of(Feed.ADVISORIES, kind),
                Origin.of(PartnerId.EXCHANGE),
                wording.audience(),
                new ArrayList<>());
    }

    /** Asserted with each advisory anew, to its readers: to all others it would tell that there is one. */
    private static Assertion identity(Issue issue) {
        Publisher publisher = issue.publisher();
        byte[] content = ReportObject.identity(publisher);
        return new Assertion(
                publisher.identity(),
                publisher.createdAt(),
                AdvisoryJson.sha256(content),
                content,
                classOf(issue.advisory().wording(), "identity"),
                References.NONE);
    }
}
