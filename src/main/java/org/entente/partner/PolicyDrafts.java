package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.DraftRows.Kept;
import org.entente.partner.DraftRows.Step;
import org.entente.partner.PolicyDraft.Action;
import org.entente.partner.PolicyDraft.State;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Changes of policies, each by two persons: one writes and submits a draft, another approves it. An approved draft is in
 * force, at every exit, when the call returns. Thread safe; every call may come from any thread.
 *
 * <p>Every call fails with a {@link ProblemException} that says what is not possible: 404 for a partner or draft that is not
 * there, 403 for the wrong person, 409 for the wrong moment, 412 and 428 as of {@link DraftRules}.
 */
@ApplicationScoped
public class PolicyDrafts {

    private static final Logger LOG = Logger.getLogger(PolicyDrafts.class);

    /** More of one partner are a sign of a script gone wrong. */
    private static final int OPEN_MAX = 100;

    private final DirectoryChanges changes;
    private final PolicyService policies;
    private final SecondPersons secondPersons;
    private final Clock clock;

    PolicyDrafts(DirectoryChanges changes, PolicyService policies, SecondPersons secondPersons, Clock clock) {
        this.secondPersons = secondPersons;
        this.changes = changes;
        this.policies = policies;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    /**
     * What a draft proposes.
     *
     * @param policy to be in force
     * @param reason why, for the history
     */
    public record Proposal(TrustPolicy policy, String reason) {}

    /** A new draft, resting on the version in force. */
    public Uni<PolicyDraft> write(PartnerId partner, Proposal proposal, OperatorId by) {
        return changes.record(
                Acts::draft,
                session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                        .chain(() -> DraftRows.open(session, partner))
                        .invoke(PolicyDrafts::isBounded)
                        .chain(() -> DraftRows.newest(session, partner))
                        .map(newest -> row(partner, newest + 1, by))
                        .call(row -> rest(session, row, proposal))
                        .call(session::persist)
                        .call(session::flush)
                        .chain(row -> DraftRows.note(session, row, step(Action.WRITTEN, by, Optional.empty()))));
    }

    private static void isBounded(long open) {
        if (open >= OPEN_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "There are " + OPEN_MAX + " open drafts of this partner. Withdraw some first.");
        }
    }

    private DraftRow row(PartnerId partner, long number, OperatorId by) {
        DraftRow row = new DraftRow();
        row.partnerId = partner.value();
        row.number = number;
        row.author = by.value();
        row.createdAt = clock.instant();
        return row;
    }

    /** The proposal, resting on what is in force now. */
    private static Uni<Void> rest(Mutiny.Session session, DraftRow row, Proposal proposal) {
        return PolicyService.highest(session, new PartnerId(row.partnerId))
                .invoke(inForce -> {
                    row.document = PolicyDocument.text(proposal.policy());
                    row.reason = proposal.reason();
                    row.state = State.DRAFT;
                    row.base = inForce;
                    row.version++;
                })
                .replaceWithVoid();
    }

    private Step step(Action action, OperatorId by, Optional<String> reason) {
        return new Step(action, by, clock.instant(), reason);
    }

    /** Says something else, resting on the version in force; a submitted draft has to be submitted again. */
    public Uni<PolicyDraft> edit(
            PartnerId partner, long number, Proposal proposal, OperatorId by, @Nullable String ifMatch) {
        return changes.record(
                Acts::draft,
                session -> DraftRows.existing(session, key(partner, number))
                        .invoke(kept -> DraftRules.edit(kept.draft(), ifMatch))
                        .call(kept -> rest(session, kept.row(), proposal))
                        .chain(kept -> DraftRows.note(session, kept.row(), step(Action.EDITED, by, Optional.empty()))));
    }

    /** Asks for a second person. */
    public Uni<PolicyDraft> submit(PartnerId partner, long number, OperatorId by, @Nullable String ifMatch) {
        return changes.record(
                Acts::draft,
                session -> DraftRows.existing(session, key(partner, number))
                        .call(kept -> PolicyService.highest(session, partner)
                                .invoke(inForce -> DraftRules.submit(kept.draft(), inForce, ifMatch)))
                        .chain(kept ->
                                end(session, kept, State.SUBMITTED, step(Action.SUBMITTED, by, Optional.empty()))));
    }

    private static Uni<PolicyDraft> end(Mutiny.Session session, Kept kept, State state, Step step) {
        kept.row().state = state;
        kept.row().version++;
        return DraftRows.note(session, kept.row(), step);
    }

    /** Puts it in force; {@code ifMatch} must name the version the second person has read. */
    public Uni<PolicyDraft> approve(
            PartnerId partner, long number, OperatorId by, Optional<String> reason, @Nullable String ifMatch) {
        return changes.change(
                Acts::draft,
                session -> DraftRows.existing(session, key(partner, number))
                        .call(kept -> mayApprove(session, kept.draft(), by, ifMatch))
                        .call(kept -> DraftRows.supersede(session, partner.value()))
                        .call(kept ->
                                policies.enact(session, kept, by).invoke(version -> kept.row().policyVersion = version))
                        .chain(kept -> end(session, kept, State.ACTIVE, step(Action.APPROVED, by, reason))));
    }

    private Uni<Void> mayApprove(Mutiny.Session session, PolicyDraft draft, OperatorId by, @Nullable String ifMatch) {
        return secondPersons
                .makers(session)
                .chain(makers -> PolicyService.highest(session, draft.partner())
                        .invoke(inForce -> DraftRules.approve(draft, by, makers, inForce, ifMatch))
                        .invoke(() -> tellOfOneMaker(draft, by, makers)))
                .replaceWithVoid();
    }

    /** It is allowed, so that an exchange with one administrator can be run, but not unseen. */
    private static void tellOfOneMaker(PolicyDraft draft, OperatorId by, SecretMakers makers) {
        Set<String> one = makers.neverCooled().behind(Set.of(by), draft.hands());
        if (!one.isEmpty()) {
            LOG.warnf(
                    "One operator made the credentials of both persons behind a policy; partnerId=%s draft=%d"
                            + " approver=%s maker=%s",
                    draft.partner(), draft.number(), by, one);
        }
    }

    /** The second person does not agree. */
    public Uni<PolicyDraft> reject(
            PartnerId partner, long number, OperatorId by, String reason, @Nullable String ifMatch) {
        return changes.record(
                Acts::draft,
                session -> DraftRows.existing(session, key(partner, number))
                        .invoke(kept -> DraftRules.reject(kept.draft(), ifMatch))
                        .chain(kept ->
                                end(session, kept, State.REJECTED, step(Action.REJECTED, by, Optional.of(reason)))));
    }

    /** Nothing will become of it. */
    public Uni<PolicyDraft> withdraw(
            PartnerId partner, long number, Caller.OperatorCaller by, @Nullable String ifMatch) {
        return changes.record(
                Acts::draft,
                session -> DraftRows.existing(session, key(partner, number))
                        .invoke(kept -> DraftRules.withdraw(kept.draft(), by, ifMatch))
                        .chain(kept -> end(
                                session,
                                kept,
                                State.WITHDRAWN,
                                step(Action.WITHDRAWN, by.operator(), Optional.empty()))));
    }

    /** One draft with its history, or 404. */
    public Uni<PolicyDraft> draft(PartnerId partner, long number) {
        return changes.read(
                session -> DraftRows.existing(session, key(partner, number)).map(Kept::draft));
    }

    /** Drafts above a number, ascending; their history is left out but for its first event. */
    public Uni<List<PolicyDraft>> drafts(PartnerId partner, Optional<State> state, long after, int limit) {
        return changes.read(session -> DraftRows.list(session, partner, state, after, limit));
    }

    private static DraftRow.Key key(PartnerId partner, long number) {
        return new DraftRow.Key(partner.value(), number);
    }
}
