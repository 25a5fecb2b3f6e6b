package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import org.entente.audit.Act;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * The one way to change what this package stores. Changes come one after the other, over all instances, so a change may
 * first look and then act; and none is acknowledged before every exit follows it. Thread safe.
 */
@ApplicationScoped
class DirectoryChanges {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Mutiny.SessionFactory sessions;
    private final DatabaseThread database;
    private final StoredPartners partners;
    private final ExitBarrier barrier;
    private final AuditLog audit;

    DirectoryChanges(
            Mutiny.SessionFactory sessions,
            DatabaseThread database,
            StoredPartners partners,
            ExitBarrier barrier,
            AuditLog audit) {
        this.sessions = sessions;
        this.database = database;
        this.partners = partners;
        this.barrier = barrier;
        this.audit = audit;
    }

    /**
     * Runs the work in a transaction, all or nothing, with its note for the audit trail; then lets every listener follow, and
     * waits for what is on its way out. Fails when that cannot be had in time; the work is stored all the same.
     */
    <T> Uni<T> change(Act act, Function<Mutiny.Session, Uni<T>> work) {
        return change(done -> act, work);
    }

    /** The same, where what was done shows only when it is. */
    <T> Uni<T> change(Function<T, Act> act, Function<Mutiny.Session, Uni<T>> work) {
        return follow(noted(act, work));
    }

    /** Keeps the directory in step with what an operator's act, noted when it was done, brought about elsewhere. */
    <T> Uni<T> follow(Function<Mutiny.Session, Uni<T>> work) {
        return inTurn(session ->
                        locked(session).chain(revision -> work.apply(session).invoke(done -> revision.revision++)))
                .call(partners::fresh)
                .call(barrier::passed);
    }

    /** The same for what the directory does not show: nobody has to follow it. */
    <T> Uni<T> record(Function<T, Act> act, Function<Mutiny.Session, Uni<T>> work) {
        Function<Mutiny.Session, Uni<T>> noted = noted(act, work);
        return inTurn(session -> locked(session).chain(revision -> noted.apply(session)));
    }

    /** Notes what changed nothing that is stored. */
    Uni<Void> note(Act act) {
        Origin origin = Origin.current();
        return inTurn(session -> audit.note(session, origin, act));
    }

    /** Taken along from the asker's context: the work has one of its own. */
    private <T> Function<Mutiny.Session, Uni<T>> noted(Function<T, Act> act, Function<Mutiny.Session, Uni<T>> work) {
        Origin origin = Origin.current();
        return session -> work.apply(session).call(done -> audit.note(session, origin, act.apply(done)));
    }

    private <T> Uni<T> inTurn(Function<Mutiny.Session, Uni<T>> work) {
        return database.run(() -> sessions.withTransaction(work))
                .ifNoItem()
                .after(TIMEOUT)
                .failWith(() -> new ProblemException(
                        ProblemType.UNAVAILABLE, "The database did not answer in time; look before you repeat this."));
    }

    /** Runs the work in a transaction that changes nothing. */
    <T> Uni<T> read(Function<Mutiny.Session, Uni<T>> work) {
        return database.run(() -> sessions.withSession(work));
    }

    private static Uni<RevisionRow> locked(Mutiny.Session session) {
        return session.find(RevisionRow.class, true, LockMode.PESSIMISTIC_WRITE);
    }

    /** The row, or 404 where there is none. */
    static <T> Uni<T> existing(Mutiny.Session session, Class<T> type, Object id) {
        Uni<@Nullable T> found = session.find(type, id);
        return found.onItem().ifNull().failWith(ProblemException::notFound);
    }

    /** Refuses a name that a partner, an operator or a password has already: logs and histories tell people apart by it. */
    static Uni<Void> nameIsFree(Mutiny.Session session, String name) {
        if (name.equals(PartnerId.EXCHANGE.value())) {
            throw new ProblemException(ProblemType.CONFLICT, "The exchange itself speaks under the name " + name + ".");
        }
        return count(session, "select count(*) from PartnerRow row where row.id = :name", name)
                .chain(partners -> count(session, "select count(*) from OperatorRow row where row.id = :name", name)
                        .map(operators -> partners + operators))
                .chain(named -> count(
                                session, "select count(*) from CredentialRow row where row.username = :name", name)
                        .map(users -> named + users))
                .invoke(taken -> {
                    if (taken > 0) {
                        throw new ProblemException(ProblemType.CONFLICT, "The name " + name + " is taken.");
                    }
                })
                .replaceWithVoid();
    }

    static Uni<Long> count(Mutiny.Session session, String query, String name) {
        return session.createSelectionQuery(query, Long.class)
                .setParameter("name", name)
                .getSingleResult();
    }
}
