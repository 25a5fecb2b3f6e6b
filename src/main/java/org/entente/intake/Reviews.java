package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.HeldHistory.Step;
import org.entente.log.Assertion;
import org.entente.log.LogWriter;
import org.entente.party.Audience;

/**
 * What operators do with held objects. Each call acts on the objects as its caller saw them, and fails with 409 where somebody
 * else has changed them since. Nothing here makes an audience wider: see {@link Questions}. Thread safe.
 */
@ApplicationScoped
public class Reviews {

    private final Pool pool;
    private final LogWriter log;
    private final HeldObjects held;
    private final HeldHistory history;
    private final Questions questions;
    private final Submissions submissions;
    private final Releases releases;
    private final HiddenConflicts conflicts;
    private final Clock clock;

    Reviews(
            Pool pool,
            LogWriter log,
            HeldObjects held,
            HeldHistory history,
            Questions questions,
            Submissions submissions,
            Releases releases,
            HiddenConflicts conflicts,
            Clock clock) {
        this.pool = pool;
        this.log = log;
        this.held = held;
        this.history = history;
        this.questions = questions;
        this.submissions = submissions;
        this.releases = releases;
        this.conflicts = conflicts;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    private Step step(Reviewer by, String words) {
        return new Step(by.operator().value(), words, clock.instant(), Optional.of(by.origin()));
    }

    /** Refuses: the submitter reads the reason, the content is not kept. */
    public Uni<Void> refuse(HeldObject object, Reviewer by, String reason) {
        Step step = step(by, reason);
        return changed(
                object,
                transaction -> decide(transaction, object, "refuse", step)
                        .chain(() -> submissions.decide(
                                transaction, object.submission(), object, false, "refused: " + reason)));
    }

    /**
     * Releases objects of one submission together into the log, from where policies decide who gets them: all or none. What
     * ties others together goes with those or after them: alone it would not know how restricted they are.
     *
     * @param together with their content; at least one
     */
    public Uni<Void> release(List<HeldObject> together, Reviewer by, String reason) {
        // As the database orders ids: two that lock the same rows wait for one another instead of deadlocking.
        List<HeldObject> sorted = together.stream()
                .sorted(Comparator.comparing(object -> object.id().toString()))
                .toList();
        sorted.forEach(Reviews::refuseDecided);
        Step step = step(by, reason);
        return held.waitingFor(ids(sorted))
                .invoke(waits -> refuseBeforeOthers(
                        ids(sorted),
                        waits.values().stream().flatMap(Set::stream).collect(Collectors.toSet())))
                .chain(() -> releases.of(sorted))
                .map(Reviews::admitted)
                .chain(admitted -> append(sorted, admitted, step));
    }

    private static Set<UUID> ids(List<HeldObject> objects) {
        return objects.stream().map(HeldObject::id).collect(Collectors.toSet());
    }

    private static void refuseDecided(HeldObject object) {
        if (!object.isOpen()) {
            throw new ProblemException(ProblemType.CONFLICT, "This object has been decided already.");
        }
    }

    private static void refuseBeforeOthers(Set<UUID> together, Set<UUID> tied) {
        Set<UUID> missing = new HashSet<>(tied);
        missing.removeAll(together);
        if (!missing.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "It refers to an object of the same submission, or is marked with one, that is not released; release that one"
                            + " first or together with this one, or refuse this one.");
        }
    }

    private static List<Verdict.Admitted> admitted(List<Releases.Outcome> outcomes) {
        List<Verdict.Admitted> admitted = new ArrayList<>();
        for (Releases.Outcome outcome : outcomes) {
            admitted.add(outcome.admitted()
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.CONFLICT, "The object cannot be released now. " + outcome.hindrance())));
        }
        return admitted;
    }

    private Uni<Void> append(List<HeldObject> objects, List<Verdict.Admitted> admitted, Step step) {
        List<Assertion> assertions =
                admitted.stream().map(Verdict.Admitted::assertion).toList();
        HeldObject first = objects.get(0);
        return log.append(
                        UUID.randomUUID(), assertions, (transaction, appended) -> released(transaction, objects, step))
                .invoke(() -> conflicts.lookFor(first.submitter(), first.submission(), admitted));
    }

    private Uni<Void> released(SqlConnection transaction, List<HeldObject> objects, Step step) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (HeldObject object : objects) {
            done = done.chain(() -> decide(transaction, object, "release", step));
        }
        return done.chain(() -> submissions.released(transaction, objects.get(0).submission(), objects));
    }

    private Uni<Void> decide(SqlConnection transaction, HeldObject object, String decision, Step step) {
        return held.decide(transaction, object.id(), decision, step, Optional.of(object.revision()))
                .chain(() -> questions.close(transaction, object, step))
                .chain(() -> history.note(transaction, object, decision, step));
    }

    /** Takes recipients away. Fails with 409 where the audience might reach anybody more: that needs the submitter's consent. */
    public Uni<Void> narrow(HeldObject object, Audience narrower, Reviewer by, String reason) {
        if (!AudienceRule.isNarrower(object.audience(), narrower, object.heldTlp())) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "This audience may reach somebody whom the present one does not; ask the submitter for its"
                            + " consent.");
        }
        Step step = step(by, reason);
        return changed(
                object,
                transaction -> held.touch(transaction, object)
                        .chain(() -> withdrawnConsent(transaction, object, step))
                        .chain(() -> held.narrow(transaction, object.id(), narrower))
                        .chain(() -> history.note(transaction, object, "narrow", step, Optional.of(narrower))));
    }

    /** A consent asked for before would undo what is narrowed now; a question is still one. */
    private Uni<Void> withdrawnConsent(SqlConnection transaction, HeldObject object, Step step) {
        return object.question() != null && object.question().asksConsent()
                ? questions
                        .close(transaction, object, step)
                        .chain(() -> submissions.note(transaction, object, Questions.HELD))
                : Uni.createFrom().voidItem();
    }

    /** Asks the submitter something; until it has answered the object waits. */
    public Uni<Void> ask(HeldObject object, String question, Duration expiresIn, Reviewer by) {
        return ask(object, step(by, question), Optional.empty(), expiresIn);
    }

    /** Asks the submitter to agree to another audience, as a whole. */
    public Uni<Void> askConsent(HeldObject object, Audience wider, String why, Duration expiresIn, Reviewer by) {
        if (AudienceRule.isNarrower(object.audience(), wider, object.heldTlp())) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "This audience is no wider than the present one; it needs no consent.");
        }
        return ask(object, step(by, why), Optional.of(wider), expiresIn);
    }

    private Uni<Void> ask(HeldObject object, Step step, Optional<Audience> wider, Duration expiresIn) {
        return changed(
                object,
                transaction -> held.touch(transaction, object)
                        .chain(() -> questions.ask(
                                transaction, object, step, wider, step.at().plus(expiresIn))));
    }

    /** Takes back what was asked; the object waits for an operator again. */
    public Uni<Void> withdraw(HeldObject object, Reviewer by) {
        if (object.question() == null) {
            throw new ProblemException(ProblemType.CONFLICT, "Nothing is asked about this object.");
        }
        Step step = step(by, "");
        return changed(
                object,
                transaction -> held.touch(transaction, object)
                        .chain(() -> questions.close(transaction, object, step))
                        .chain(() -> submissions.note(transaction, object, Questions.HELD)));
    }

    private Uni<Void> changed(HeldObject object, Function<SqlConnection, Uni<Void>> change) {
        refuseDecided(object);
        return pool.withTransaction(change);
    }
}
