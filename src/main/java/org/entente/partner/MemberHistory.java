package org.entente.partner;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;

/**
 * What decisions look at of a partner, as it was each time it changed. Thread safe. Answers come on a worker: each fact has a policy to be
 * read.
 */
@ApplicationScoped
public class MemberHistory {

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);

    /** A fact ends with the very next of the partner, whether that is asked for or not. */
    private static final String FOUND = """
            SELECT s.number, f.*, p.title, p.ordinal, v.document, n.since AS ended, n.last_position AS ended_position
            """;

    private static final String WITH_DOCUMENT_AND_END = """
            JOIN partner p ON p.partner_id = f.partner_id
            LEFT JOIN policy_version v ON v.partner_id = f.partner_id AND v.number = f.policy_version
            LEFT JOIN LATERAL (
                SELECT e.since, e.last_position FROM member_fact e
                WHERE e.partner_id = f.partner_id AND e.revision > f.revision ORDER BY e.revision LIMIT 1) n ON true
            ORDER BY s.number, f.revision""";

    private static final String FACTS = FOUND + """
            FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS s(partner_id, first, number)
            CROSS JOIN LATERAL (
                (SELECT * FROM member_fact m
                WHERE m.partner_id = s.partner_id AND m.revision >= s.first ORDER BY m.revision LIMIT 2)
                UNION
                (SELECT * FROM member_fact m
                WHERE m.partner_id = s.partner_id AND m.revision >= s.first AND m.active AND m.subscribes
                ORDER BY m.revision LIMIT $3)) f
            """ + WITH_DOCUMENT_AND_END;

    private static final String FACTS_OF_SPANS = FOUND + """
            FROM unnest($1::text[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS s(partner_id, first, last, number)
            CROSS JOIN LATERAL (
                SELECT * FROM member_fact m
                WHERE m.partner_id = s.partner_id AND m.revision BETWEEN s.first AND s.last
                ORDER BY m.revision DESC LIMIT $4) f
            """ + WITH_DOCUMENT_AND_END;

    private static final String FACTS_BEFORE = FOUND + """
            FROM unnest($1::text[], $2::bigint[], $3::timestamptz[]) WITH ORDINALITY AS s(partner_id, revision, moment, number)
            CROSS JOIN LATERAL (
                SELECT * FROM member_fact m
                WHERE m.partner_id = s.partner_id AND m.active AND m.subscribes AND m.revision < s.revision AND m.revision >= coalesce((
                    SELECT max(b.revision) FROM member_fact b
                    WHERE b.partner_id = s.partner_id AND b.revision < s.revision AND b.since <= s.moment), 0)
                ORDER BY m.revision DESC LIMIT $4) f
            """ + WITH_DOCUMENT_AND_END;

    private static final String RENAMED = """
            SELECT partner_id FROM policy_version WHERE partner_id = ANY($1::text[])
            GROUP BY partner_id HAVING min(naming) <> max(naming)""";

    private final Pool pool;

    MemberHistory(Pool pool) {
        this.pool = pool;
    }

    /**
     * A partner from one change to the next.
     *
     * @param revision of the directory that made it so
     * @param member as it was
     * @param lastPosition the last of the log when it became so
     * @param since when
     * @param ended by the next change; empty while it is so
     */
    public record Fact(long revision, Member member, long lastPosition, Instant since, Optional<End> ended) {

        /** The directory, but with this partner as it was. */
        public Directory in(Directory directory) {
            Map<PartnerId, Member> partners = new HashMap<>(directory.partners());
            partners.put(member.id(), member);
            Map<CommunityId, Community> communities = new HashMap<>();
            directory.communities().forEach((id, community) -> {
                Set<PartnerId> members = new HashSet<>(community.members());
                members.remove(member.id());
                if (member.communities().contains(id)) {
                    members.add(member.id());
                }
                communities.put(id, new Community(id, community.collection(), community.title(), members));
            });
            return new Directory(directory.revision(), partners, communities);
        }
    }

    /**
     * When a change made it otherwise.
     *
     * @param lastPosition the last of the log then
     */
    public record End(Instant at, long lastPosition) {}

    /**
     * Facts of a partner from one on.
     *
     * @param first revision, inclusive
     */
    public record Start(PartnerId partner, long first) {}

    /**
     * The first two facts from each start, and of those after them the ones by which the partner reads whenever its agreement holds: the
     * others may be so many that they would leave no room for the one that counts. In order, as many lists as starts.
     *
     * @param limit of facts by which it could read, 2 or more; what has fewer facts is whole
     */
    public Uni<List<List<Fact>>> since(SqlClient database, List<Start> starts, int limit) {
        return lists(
                database,
                FACTS,
                starts.size(),
                Tuple.tuple()
                        .addValue(starts.stream().map(s -> s.partner().value()).toArray(String[]::new))
                        .addValue(starts.stream().map(Start::first).toArray(Long[]::new))
                        .addInteger(limit));
    }

    /**
     * Facts of a partner from one to another.
     *
     * @param first revision, inclusive
     * @param last inclusive
     */
    public record Span(PartnerId partner, long first, long last) {}

    /** The facts of each span in order, the newest of them where there are more than the limit; as many lists as spans. */
    public Uni<List<List<Fact>>> of(List<Span> spans, int limit) {
        return lists(
                pool,
                FACTS_OF_SPANS,
                spans.size(),
                Tuple.tuple()
                        .addValue(spans.stream().map(s -> s.partner().value()).toArray(String[]::new))
                        .addValue(spans.stream().map(Span::first).toArray(Long[]::new))
                        .addValue(spans.stream().map(Span::last).toArray(Long[]::new))
                        .addInteger(limit));
    }

    /**
     * What a partner was like before a fact, as far back as a moment.
     *
     * @param moment at which the first of them was in force
     */
    public record Until(Fact fact, Instant moment) {}

    /**
     * The facts before each by which the partner could read, in order, the newest of them where there are more than the limit; as many
     * lists as asked for.
     */
    public Uni<List<List<Fact>>> before(List<Until> asked, int limit) {
        return lists(
                pool,
                FACTS_BEFORE,
                asked.size(),
                Tuple.tuple()
                        .addValue(asked.stream()
                                .map(u -> u.fact().member().id().value())
                                .toArray(String[]::new))
                        .addValue(asked.stream().map(u -> u.fact().revision()).toArray(Long[]::new))
                        .addValue(asked.stream()
                                .map(u -> u.moment().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .addInteger(limit));
    }

    /** Those of some partners that had policies under which views have different ids. */
    public Uni<Set<PartnerId>> renamed(Collection<PartnerId> partners) {
        return pool.preparedQuery(RENAMED)
                .execute(Tuple.tuple()
                        .addValue(partners.stream().map(PartnerId::value).toArray(String[]::new)))
                .ifNoItem()
                .after(QUERY_TIMEOUT)
                .fail()
                .map(rows -> {
                    Set<PartnerId> renamed = new HashSet<>();
                    rows.forEach(row -> renamed.add(new PartnerId(row.getString("partner_id"))));
                    return renamed;
                });
    }

    private static Uni<List<List<Fact>>> lists(SqlClient database, String statement, int count, Tuple values) {
        if (count == 0) {
            return Uni.createFrom().item(List.of());
        }
        return database.preparedQuery(statement)
                .execute(values)
                .ifNoItem()
                .after(QUERY_TIMEOUT)
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> lists(count, rows));
    }

    private static List<List<Fact>> lists(int count, RowSet<Row> rows) {
        List<List<Fact>> facts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            facts.add(new ArrayList<>());
        }
        rows.forEach(row -> facts.get((int) (row.getLong("number") - 1)).add(fact(row)));
        return facts;
    }

    private static Fact fact(Row row) {
        Set<CommunityId> communities = Arrays.stream(row.getArrayOfStrings("communities"))
                .map(CommunityId::new)
                .collect(Collectors.toSet());
        TrustPolicy policy = Optional.ofNullable(row.getString("document"))
                .flatMap(PolicyDocument::ofStored)
                .orElse(TrustPolicy.CLOSED);
        return new Fact(
                row.getLong("revision"),
                new Member(
                        new PartnerId(row.getString("partner_id")),
                        row.getString("title"),
                        row.getInteger("ordinal"),
                        row.getBoolean("active"),
                        row.getBoolean("subscribes"),
                        communities,
                        policy,
                        row.getLong("policy_version")),
                row.getLong("last_position"),
                row.getOffsetDateTime("since").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("ended"))
                        .map(at -> new End(at.toInstant(), row.getLong("ended_position"))));
    }
}
