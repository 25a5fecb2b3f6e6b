package org.entente.partner;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.CommunityId;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** What the REST API of this package answers with. */
public final class Views {

    private Views() {}

    /** A partner. */
    @Schema(name = "Partner")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PartnerView(
            PartnerId id,
            String title,
            Set<String> roles,
            @Schema(enumeration = {"active", "suspended"}) String status,
            @Nullable Instant suspendedAt,
            SortedSet<CommunityId> communities,

            @Schema(description = "Access to its topics: pending, ready, cut-pending or cut")
            String kafka,

            long policyVersion,
            Instant createdAt) {

        static PartnerView of(Snapshot snapshot, Snapshot.Partner partner) {
            Directory.Member member = snapshot.directory().partners().get(partner.id());
            return new PartnerView(
                    partner.id(),
                    partner.title(),
                    partner.roles(),
                    partner.suspendedAt() == null ? "active" : "suspended",
                    partner.suspendedAt(),
                    new TreeSet<>(member == null ? Set.of() : member.communities()),
                    partner.kafka().label(),
                    member == null ? 0 : member.policyVersion(),
                    partner.createdAt());
        }
    }

    /** A partner with secrets that are shown once. */
    @Schema(name = "CreatedPartner")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CreatedPartnerView(
            PartnerView partner,
            @Nullable IssuedPassword credential,
            @Nullable KafkaView kafka) {}

    /** How to read topics, shown once. */
    @Schema(name = "KafkaAccess")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KafkaView(
            @Schema(description = "How to sign in: scram (SCRAM-SHA-512 over TLS) or mtls (a client certificate)")
            String authentication,

            @Schema(description = "The user, or the name that the certificate has to prove")
            String username,

            @Schema(description = "Not there with mtls: the exchange makes no certificates") @Nullable
            String password,

            Topics topics,
            String groupPrefix) {

        static KafkaView of(SubscriberAccess.Access access) {
            List<String> topics = access.topics();
            return new KafkaView(
                    access.password().isPresent() ? "scram" : "mtls",
                    access.username(),
                    access.password().orElse(null),
                    new Topics(topics.get(0), topics.get(1), topics.get(2)),
                    access.groupPrefix());
        }

        @Override
        public String toString() {
            return "KafkaView[" + username + "]";
        }
    }

    /** Topic names by feed. */
    public record Topics(String threats, String mitigations, String advisories) {}

    /** A community. */
    @Schema(name = "Community")
    public record CommunityView(
            CommunityId id, UUID collection, String title, SortedSet<PartnerId> members, Instant createdAt) {

        static CommunityView of(Directory.Community community, Snapshot.CommunityFacts facts) {
            return new CommunityView(
                    community.id(),
                    community.collection(),
                    community.title(),
                    new TreeSet<>(community.members()),
                    facts.createdAt());
        }
    }

    /** An operator. */
    @Schema(name = "Operator")
    public record OperatorView(OperatorId id, String title, Set<String> roles, Instant createdAt) {

        static OperatorView of(Snapshot.Operator operator) {
            return new OperatorView(operator.id(), operator.title(), operator.roles(), operator.createdAt());
        }
    }

    /** An operator with the password that is shown once. */
    @Schema(name = "CreatedOperator")
    public record CreatedOperatorView(OperatorView operator, IssuedPassword credential) {}

    /** A credential, without its secret. */
    @Schema(name = "Credential")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CredentialView(
            UUID id,
            String kind,
            @Nullable String username,
            @Nullable String issuer,
            @Nullable String subject,
            @Nullable String fingerprint,
            Instant createdAt,
            String createdBy,
            Instant secretSince,

            @Schema(description = "Who made the present secret, and so could have kept it")
            String secretBy,

            @Schema(description = "Of a new password only, and this once") @Nullable
            String password) {

        static CredentialView of(Credential credential) {
            CredentialRow row = CredentialRows.of(
                    credential.owner(),
                    credential.id(),
                    credential.proof(),
                    credential.createdAt(),
                    credential.createdBy());
            return new CredentialView(
                    row.id,
                    row.kind.label(),
                    row.username,
                    row.issuer,
                    row.subject,
                    row.fingerprint,
                    row.createdAt,
                    row.createdBy,
                    credential.secretSince(),
                    credential.secretBy(),
                    null);
        }

        CredentialView with(IssuedPassword issued) {
            return new CredentialView(
                    id,
                    kind,
                    username,
                    issuer,
                    subject,
                    fingerprint,
                    createdAt,
                    createdBy,
                    secretSince,
                    secretBy,
                    issued.password());
        }

        @Override
        public String toString() {
            return "CredentialView[" + id + "]";
        }
    }

    /** Who is calling. */
    @Schema(name = "Me")
    public record MeView(
            @Schema(enumeration = {"partner", "operator"}) String kind, String id, Set<String> roles) {

        static MeView of(Caller caller) {
            return new MeView(
                    caller instanceof Caller.PartnerCaller ? "partner" : "operator",
                    caller.name(),
                    new TreeSet<>(caller.roles()));
        }
    }
}
