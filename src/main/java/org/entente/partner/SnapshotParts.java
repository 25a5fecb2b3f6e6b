package org.entente.partner;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/** Rows on their way to a {@link Snapshot}. Pure; used by one thread at a time. */
final class SnapshotParts {

    private static final Logger LOG = Logger.getLogger(SnapshotParts.class);

    long revision;
    List<PartnerRow> partners = List.of();
    List<CommunityRow> communities = List.of();
    List<MembershipRow> memberships = List.of();
    List<OperatorRow> operators = List.of();
    List<CredentialRow> credentials = List.of();
    List<PolicyRow> policies = List.of();

    Snapshot toSnapshot() {
        return new Snapshot(
                directory(),
                sorted(partners, row -> new PartnerId(row.id), SnapshotParts::partner),
                sorted(communities, row -> new CommunityId(row.id), SnapshotParts::community),
                sorted(operators, row -> new OperatorId(row.id), SnapshotParts::operator),
                Snapshot.Access.of(
                        credentials.stream().map(SnapshotParts::login).toList()));
    }

    private Directory directory() {
        Map<String, PolicyRow> policyOf =
                policies.stream().collect(Collectors.toMap(row -> row.partnerId, Function.identity()));
        Map<String, Set<CommunityId>> communitiesOf = memberships.stream()
                .collect(Collectors.groupingBy(
                        row -> row.partnerId,
                        Collectors.mapping(row -> new CommunityId(row.communityId), Collectors.toSet())));
        Map<String, Set<PartnerId>> membersOf = memberships.stream()
                .collect(Collectors.groupingBy(
                        row -> row.communityId,
                        Collectors.mapping(row -> new PartnerId(row.partnerId), Collectors.toSet())));
        return Directory.of(
                revision,
                partners.stream()
                        .map(row -> member(
                                row,
                                communitiesOf.getOrDefault(row.id, Set.of()),
                                Optional.ofNullable(policyOf.get(row.id))))
                        .toList(),
                communities.stream()
                        .map(row -> new Directory.Community(
                                new CommunityId(row.id),
                                row.collection,
                                row.title,
                                membersOf.getOrDefault(row.id, Set.of())))
                        .toList());
    }

    private static Directory.Member member(PartnerRow row, Set<CommunityId> communities, Optional<PolicyRow> policy) {
        return new Directory.Member(
                new PartnerId(row.id),
                row.title,
                row.ordinal,
                row.suspendedAt == null,
                row.subscribes(),
                communities,
                policy.map(SnapshotParts::policy).orElse(TrustPolicy.CLOSED),
                policy.map(found -> found.number).orElse(0L));
    }

    /** A document that cannot be read any more must not become a guess. */
    private static TrustPolicy policy(PolicyRow row) {
        return PolicyDocument.ofStored(row.document).orElseGet(() -> {
            LOG.errorf(
                    "A stored policy cannot be read and allows nothing: partnerId=%s version=%d",
                    row.partnerId, row.number);
            return TrustPolicy.CLOSED;
        });
    }

    private static Snapshot.Partner partner(PartnerRow row) {
        return new Snapshot.Partner(
                new PartnerId(row.id),
                row.title,
                Roles.split(row.roles),
                row.createdAt,
                row.suspendedAt,
                row.kafkaState,
                row.kafkaStateSince,
                row.version);
    }

    private static Snapshot.CommunityFacts community(CommunityRow row) {
        return new Snapshot.CommunityFacts(new CommunityId(row.id), row.createdAt, row.version);
    }

    private static Snapshot.Operator operator(OperatorRow row) {
        return new Snapshot.Operator(
                new OperatorId(row.id), row.title, Roles.split(row.roles), row.createdAt, row.version);
    }

    static Snapshot.Login login(CredentialRow row) {
        return new Snapshot.Login(
                new Credential(
                        row.id, owner(row), proof(row), row.createdAt, row.createdBy, row.secretSince, row.secretBy),
                row.secretHash);
    }

    private static Owner owner(CredentialRow row) {
        return row.partnerId != null
                ? new Owner.OfPartner(new PartnerId(row.partnerId))
                : new Owner.OfOperator(new OperatorId(present(row.operatorId)));
    }

    private static Credential.Proof proof(CredentialRow row) {
        return switch (row.kind) {
            case PASSWORD -> new Credential.Password(present(row.username));
            case TOKEN -> new Credential.TokenSubject(present(row.issuer), present(row.subject));
            case CERTIFICATE -> new Credential.Certificate(present(row.fingerprint));
        };
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T column) {
        if (column == null) {
            throw new IllegalStateException("A credential row lacks a column that the database demands of its kind");
        }
        return column;
    }

    private static <R, K extends Comparable<K>, V> NavigableMap<K, V> sorted(
            List<R> rows, Function<R, K> key, Function<R, V> value) {
        NavigableMap<K, V> map = new TreeMap<>();
        rows.forEach(row -> map.put(key.apply(row), value.apply(row)));
        return map;
    }
}
