package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.Actor;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogWriter;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.From;
import org.entente.party.OperatorId;
import org.entente.stix.Candidate;

/**
 * Operators' decisions on held objects. A released object is judged again, by the policy of now, before it enters the log:
 * the exchange may have learnt of it from elsewhere in the meantime.
 */
@ApplicationScoped
class Reviews {

    private final Lookup lookup;
    private final LogWriter log;
    private final HeldObjects held;
    private final Submissions submissions;
    private final HiddenConflicts conflicts;
    private final AuditLog audit;
    private final Clock clock;

    Reviews(
            Lookup lookup,
            LogWriter log,
            HeldObjects held,
            Submissions submissions,
            HiddenConflicts conflicts,
            AuditLog audit,
            Clock clock) {
        this.audit = audit;
        this.lookup = lookup;
        this.conflicts = conflicts;
        this.log = log;
        this.held = held;
        this.submissions = submissions;
        this.clock = clock;
    }

    /** Refuses: the submitter reads the reason, the content is not kept. */
    Uni<HeldObject> refuse(UUID id, OperatorId operator, String reason) {
        return waiting(id)
                .chain(object -> log.append(
                                UUID.randomUUID(),
                                List.of(),
                                (transaction, none) -> decide(
                                        transaction,
                                        object,
                                        new Ruling("refuse", operator, reason),
                                        "refused: " + reason))
                        .chain(() -> decided(id)));
    }

    /**
     * Releases into the log, from where policies decide who gets it. What ties others together goes after those: alone it
     * would not know how restricted they are.
     */
    Uni<HeldObject> release(UUID id, OperatorId operator, String reason) {
        UUID entry = UUID.randomUUID();
        return waiting(id)
                .call(() -> held.waitsForOthers(id).invoke(Reviews::refuseBeforeOthers))
                .chain(object -> rejudged(object)
                        .chain(verdict -> log.append(
                                        entry,
                                        List.of(verdict.assertion()),
                                        (transaction, appended) -> decide(
                                                transaction,
                                                object,
                                                new Ruling("release", operator, reason),
                                                "accepted"))
                                .invoke(() ->
                                        conflicts.lookFor(object.submitter(), object.submission(), List.of(verdict)))))
                .chain(() -> decided(id));
    }

    private static void refuseBeforeOthers(boolean waits) {
        if (waits) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "It refers to an object of the same submission that is not released; decide that one first, or refuse this one.");
        }
    }

    private record Ruling(String decision, OperatorId operator, String reason) {}

    private Uni<HeldObject> waiting(UUID id) {
        return decided(id).invoke(object -> {
            if (object.decision() != null) {
                throw new ProblemException(ProblemType.CONFLICT, "This object has been decided already.");
            }
        });
    }

    private Uni<HeldObject> decided(UUID id) {
        return held.byId(id).map(found -> found.orElseThrow(ProblemException::notFound));
    }

    private Uni<Verdict.Admitted> rejudged(HeldObject object) {
        byte[] content = Optional.ofNullable(object.object())
                .orElseThrow(ProblemException::notFound)
                .getBytes(StandardCharsets.UTF_8);
        Candidate candidate = StoredObjects.candidate(content);
        if (!(candidate instanceof Candidate.Valid valid)) {
            throw noLongerGood("It no longer keeps the rules for STIX objects.");
        }
        SubmissionRequest request = new SubmissionRequest(
                object.submitter(),
                SubmissionRequest.Shape.BUNDLE,
                content,
                object.audience(),
                false,
                Optional.empty());
        return lookup.background(object.submitter(), List.of(valid.object()))
                .map(background -> new Judge(request, accepting(background.policy()), background)
                        .judge(List.of(candidate))
                        .get(0))
                .map(verdict -> {
                    if (verdict instanceof Verdict.Admitted admitted) {
                        return admitted;
                    }
                    throw noLongerGood(
                            verdict instanceof Verdict.Refused refused ? refused.message() : "It cannot be released.");
                });
    }

    /** The submitter's policy as it is, save that the operator's word replaces the hold. */
    private static From accepting(From policy) {
        return policy.mode() == TrustPolicy.Mode.HOLD ? policy.withMode(TrustPolicy.Mode.ACCEPT) : policy;
    }

    private static ProblemException noLongerGood(String why) {
        return new ProblemException(ProblemType.CONFLICT, "The object cannot be released now. " + why);
    }

    private static Act act(HeldObject object, Ruling ruling) {
        Action action = ruling.decision().equals("release") ? Action.REVIEW_RELEASED : Action.REVIEW_REFUSED;
        return Act.of(action, new Subject("review", object.id().toString()))
                .because(ruling.reason())
                .with(Map.of(
                        "object",
                        object.objectId(),
                        "submission",
                        object.submission().toString()));
    }

    private Uni<Void> decide(SqlConnection transaction, HeldObject object, Ruling ruling, String message) {
        return held.decide(
                        transaction,
                        object.id(),
                        ruling.decision(),
                        clock.instant(),
                        ruling.operator().value(),
                        ruling.reason())
                .invoke(first -> {
                    if (!first) {
                        throw new ProblemException(ProblemType.CONFLICT, "This object has been decided already.");
                    }
                })
                .chain(() ->
                        audit.note(transaction, Origin.current().by(Actor.of(ruling.operator())), act(object, ruling)))
                .chain(() -> submissions.decide(
                        transaction,
                        object.submission(),
                        object,
                        ruling.decision().equals("release"),
                        message));
    }
}
