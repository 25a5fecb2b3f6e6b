package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.partner.DraftRows.Kept;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Keeps every version of every trust policy. A new version is in force, at every exit, when the call returns. New versions
 * come from {@link PolicyDrafts}. Thread safe; every call may come from any thread.
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
     * A policy for a partner that has none.
     *
     * @param author who writes it
     * @param reason why, for the history
     */
    public record Founding(TrustPolicy policy, String author, String reason) {}

    /**
     * The first policy of a partner, from one person: for exchanges that make their own partners before there is any operator.
     * Not for the REST API, where a policy takes two. Changes nothing when the partner has a policy.
     */
    public Uni<Void> found(PartnerId partner, Founding first) {
        Act act = Acts.partner(Action.POLICY_FOUNDED, partner)
                .because(first.reason())
                .with(Map.of("author", first.author()));
        return changes.change(
                act,
                session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                        .chain(() -> highest(session, partner))
                        .chain(present -> present == 0
                                ? session.persist(row(partner, 1, first)).replaceWithVoid()
                                : Uni.createFrom().voidItem()));
    }

    /** The number in force; 0 when no policy was written. */
    static Uni<Long> highest(Mutiny.Session session, PartnerId partner) {
        return DirectoryChanges.count(
                session,
                "select coalesce(max(row.number), 0) from PolicyRow row where row.partnerId = :name",
                partner.value());
    }

    private PolicyRow row(PartnerId partner, long number, Founding policy) {
        PolicyRow row = new PolicyRow();
        row.partnerId = partner.value();
        row.number = number;
        row.document = PolicyDocument.text(policy.policy());
        row.author = policy.author();
        row.reason = policy.reason();
        row.createdAt = clock.instant();
        return row;
    }

    /** The next version is this draft; answers its number. Belongs to a change of the directory. */
    Uni<Long> enact(Mutiny.Session session, Kept kept, OperatorId approver) {
        PartnerId partner = kept.draft().partner();
        Founding content = new Founding(
                DraftRows.readable(kept.row()),
                kept.draft().author().value(),
                kept.draft().reason());
        return highest(session, partner)
                .map(present -> row(partner, present + 1, content))
                .invoke(row -> {
                    row.approver = approver.value();
                    row.draft = kept.draft().number();
                })
                .call(session::persist)
                .map(row -> row.number);
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
        return new PolicyVersion(
                row.number,
                policy,
                row.author,
                Optional.ofNullable(row.approver).map(OperatorId::new),
                row.draft == null ? OptionalLong.empty() : OptionalLong.of(row.draft),
                row.reason,
                row.createdAt);
    }
}
