package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.entente.http.VersionTag;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every version of every trust policy. A new version is in force, at every exit, when the call returns. Thread safe;
 * every call may come from any thread.
 */
@ApplicationScoped
public class PolicyService {

    private final DirectoryChanges changes;
    private final Clock clock;

    PolicyService(DirectoryChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * A policy that is to replace the one in force.
     *
     * @param author who writes it
     * @param reason why, for the history
     */
    public record NewPolicy(TrustPolicy policy, String author, String reason) {}

    /** Puts a policy in force; {@code ifMatch} as of {@link VersionTag#check}, against the version in force. */
    public Uni<PolicyVersion> put(PartnerId partner, NewPolicy policy, @Nullable String ifMatch) {
        return changes.change(session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                .chain(() -> highest(session, partner))
                .invoke(present -> VersionTag.check(ifMatch, present))
                .map(present -> row(partner, present + 1, policy))
                .call(session::persist)
                .map(PolicyService::version));
    }

    private static Uni<Long> highest(Mutiny.Session session, PartnerId partner) {
        return DirectoryChanges.count(
                session,
                "select coalesce(max(row.number), 0) from PolicyRow row where row.partnerId = :name",
                partner.value());
    }

    private PolicyRow row(PartnerId partner, long number, NewPolicy policy) {
        PolicyRow row = new PolicyRow();
        row.partnerId = partner.value();
        row.number = number;
        row.document = PolicyDocument.text(policy.policy());
        row.author = policy.author();
        row.reason = policy.reason();
        row.createdAt = clock.instant();
        return row;
    }

    /** One version; empty when there is none of this number. */
    public Uni<Optional<PolicyVersion>> version(PartnerId partner, long number) {
        return changes.read(session -> session.find(PolicyRow.class, new PolicyRow.Key(partner.value(), number))
                .map(row -> Optional.ofNullable(row).map(PolicyService::version)));
    }

    /** Versions above a number, ascending. */
    public Uni<List<PolicyVersion>> versions(PartnerId partner, long after, int limit) {
        return changes.read(session -> session.createSelectionQuery(
                        "from PolicyRow row where row.partnerId = :partner and row.number > :after order by row.number",
                        PolicyRow.class)
                .setParameter("partner", partner.value())
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(PolicyService::version).toList()));
    }

    private static PolicyVersion version(PolicyRow row) {
        TrustPolicy policy = PolicyDocument.ofStored(row.document).orElse(TrustPolicy.CLOSED);
        return new PolicyVersion(row.number, policy, row.author, row.reason, row.createdAt);
    }
}
