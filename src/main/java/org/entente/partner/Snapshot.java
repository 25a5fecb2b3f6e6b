package org.entente.partner;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * Everything this package stores except old policies, at one revision: the directory that others see, and what is needed
 * to answer operators and to recognise callers without asking the database. Immutable.
 */
record Snapshot(
        Directory directory,
        NavigableMap<PartnerId, Partner> partners,
        NavigableMap<CommunityId, CommunityFacts> communities,
        NavigableMap<OperatorId, Operator> operators,
        Access access) {

    static final Snapshot EMPTY = new Snapshot(
            Directory.of(0, List.of(), List.of()),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Access.of(List.of()));

    Snapshot {
        partners = Collections.unmodifiableNavigableMap(partners);
        communities = Collections.unmodifiableNavigableMap(communities);
        operators = Collections.unmodifiableNavigableMap(operators);
    }

    long revision() {
        return directory.revision();
    }

    Optional<Partner> partner(PartnerId id) {
        return Optional.ofNullable(partners.get(id));
    }

    Optional<CommunityFacts> community(CommunityId id) {
        return Optional.ofNullable(communities.get(id));
    }

    Optional<Operator> operator(OperatorId id) {
        return Optional.ofNullable(operators.get(id));
    }

    /** The caller an owner is now: empty while it is suspended, or when it is gone. */
    Optional<Caller> caller(Owner owner) {
        if (owner instanceof Owner.OfPartner of) {
            return partner(of.partner())
                    .filter(partner -> partner.suspendedAt() == null)
                    .map(partner -> new Caller.PartnerCaller(partner.id(), partner.roles()));
        }
        return operator(((Owner.OfOperator) owner).operator())
                .map(operator -> new Caller.OperatorCaller(operator.id(), operator.roles()));
    }

    /** What is known of a partner besides its {@link Directory.Member}. */
    record Partner(
            PartnerId id,
            String title,
            Set<String> roles,
            Instant createdAt,
            @Nullable Instant suspendedAt,
            KafkaState kafka,
            Instant kafkaSince,
            long version) {}

    /** What is known of a community besides its {@link Directory.Community}. */
    record CommunityFacts(CommunityId id, Instant createdAt, long version) {}

    /** One operator. */
    record Operator(OperatorId id, String title, Set<String> roles, Instant createdAt, long version) {}

    /** A credential with its secret's hash, where it has one. */
    record Login(Credential credential, @Nullable String secretHash) {

        @Override
        public String toString() {
            return "Login[" + credential + "]";
        }
    }

    /** All credentials, found by what a caller shows. */
    record Access(Map<UUID, Login> byId, Map<Credential.Proof, Login> byProof) {

        static Access of(List<Login> logins) {
            return new Access(
                    logins.stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    login -> login.credential().id(), Function.identity())),
                    logins.stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    login -> login.credential().proof(), Function.identity())));
        }

        Optional<Login> find(Credential.Proof proof) {
            return Optional.ofNullable(byProof.get(proof));
        }

        /** The same credential with the same secret, if it is still there. */
        Optional<Credential> unchanged(Credential earlier) {
            return Optional.ofNullable(byId.get(earlier.id()))
                    .map(Login::credential)
                    .filter(now -> now.secretSince().equals(earlier.secretSince()))
                    .filter(now -> now.owner().equals(earlier.owner()));
        }

        /** Of one owner, oldest first. */
        List<Credential> of(Owner owner) {
            return byId.values().stream()
                    .map(Login::credential)
                    .filter(credential -> credential.owner().equals(owner))
                    .sorted(java.util.Comparator.comparing(Credential::createdAt)
                            .thenComparing(Credential::id))
                    .toList();
        }
    }
}
