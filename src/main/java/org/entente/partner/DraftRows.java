package org.entente.partner;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.entente.http.ProblemException;
import org.entente.partner.PolicyDraft.Action;
import org.entente.partner.PolicyDraft.Event;
import org.entente.partner.PolicyDraft.State;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;

/** Drafts in the database: each call belongs to one session. */
final class DraftRows {

    private DraftRows() {}

    /** A draft with its row, to be changed in the session it was read in. */
    record Kept(DraftRow row, PolicyDraft draft) {}

    /** Something to be done with a draft. */
    record Step(Action action, OperatorId by, Instant at, Optional<String> reason) {}

    /** The draft of this number of this partner, or 404: numbers of other partners lead nowhere here. */
    static Uni<Kept> existing(Mutiny.Session session, DraftRow.Key key) {
        return DirectoryChanges.existing(session, DraftRow.class, key)
                .chain(row -> events(session, key).map(events -> new Kept(row, draft(row, events))));
    }

    private static Uni<List<DraftEventRow>> events(Mutiny.Session session, DraftRow.Key key) {
        return session.createSelectionQuery(
                        "from DraftEventRow row where row.partnerId = :partner and row.draft = :draft order by"
                                + " row.number",
                        DraftEventRow.class)
                .setParameter("partner", key.partnerId())
                .setParameter("draft", key.number())
                .getResultList();
    }

    /** Drafts above a number, ascending; with the first event only. */
    static Uni<List<PolicyDraft>> list(
            Mutiny.Session session, PartnerId partner, Optional<State> state, long after, int limit) {
        return session.createSelectionQuery(
                        "from DraftRow row where row.partnerId = :partner and row.number > :after"
                                + " and (:any = true or row.state = :state) order by row.number",
                        DraftRow.class)
                .setParameter("partner", partner.value())
                .setParameter("after", after)
                .setParameter("any", state.isEmpty())
                .setParameter("state", state.orElse(State.DRAFT))
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> draft(row, List.of(written(row))))
                        .toList());
    }

    private static DraftEventRow written(DraftRow row) {
        DraftEventRow event = new DraftEventRow();
        event.action = Action.WRITTEN;
        event.operatorId = row.author;
        event.at = row.createdAt;
        return event;
    }

    /** Adds an event to a draft that is in the database already. */
    static Uni<PolicyDraft> note(Mutiny.Session session, DraftRow row, Step step) {
        DraftRow.Key key = new DraftRow.Key(row.partnerId, row.number);
        return events(session, key)
                .chain(events -> session.persist(event(row, events.size() + 1L, step)))
                .call(session::flush)
                .chain(() -> events(session, key))
                .map(events -> draft(row, events));
    }

    private static DraftEventRow event(DraftRow draft, long number, Step step) {
        DraftEventRow row = new DraftEventRow();
        row.partnerId = draft.partnerId;
        row.draft = draft.number;
        row.number = number;
        row.action = step.action();
        row.operatorId = step.by().value();
        row.at = step.at();
        row.reason = step.reason().orElse(null);
        row.document = draft.document;
        return row;
    }

    private static PolicyDraft draft(DraftRow row, List<DraftEventRow> events) {
        return new PolicyDraft(
                new PartnerId(row.partnerId),
                row.number,
                row.state,
                PolicyDocument.ofStored(row.document).orElse(TrustPolicy.CLOSED),
                row.reason,
                row.base,
                row.policyVersion == null ? OptionalLong.empty() : OptionalLong.of(row.policyVersion),
                row.version,
                events.stream().map(DraftRows::event).toList());
    }

    private static Event event(DraftEventRow row) {
        return new Event(row.action, new OperatorId(row.operatorId), row.at, Optional.ofNullable(row.reason));
    }

    /** How many of a partner can still become something. */
    static Uni<Long> open(Mutiny.Session session, PartnerId partner) {
        return DirectoryChanges.count(
                session,
                "select count(*) from DraftRow row where row.partnerId = :name and row.state in (DRAFT, SUBMITTED)",
                partner.value());
    }

    /** The number of the newest draft; 0 when there is none. */
    static Uni<Long> newest(Mutiny.Session session, PartnerId partner) {
        return DirectoryChanges.count(
                session,
                "select coalesce(max(row.number), 0) from DraftRow row where row.partnerId = :name",
                partner.value());
    }

    /** The draft in force, if there is one, is so no longer. */
    static Uni<Integer> supersede(Mutiny.Session session, String partner) {
        return session.createMutationQuery(
                        "update DraftRow row set row.state = SUPERSEDED, row.version = row.version + 1"
                                + " where row.partnerId = :partner and row.state = ACTIVE")
                .setParameter("partner", partner)
                .executeUpdate();
    }

    /** What is stored must still be readable before it is put in force. */
    static TrustPolicy readable(DraftRow row) {
        return PolicyDocument.ofStored(row.document)
                .orElseThrow(() -> new ProblemException(
                        org.entente.http.ProblemType.CONFLICT,
                        "The draft is of a shape this exchange no longer reads. Write a new one."));
    }
}
