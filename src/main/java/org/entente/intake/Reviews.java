package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.gate.Gate;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.LogWriter;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.From;
import org.entente.party.OperatorId;
import org.entente.release.Decisions;
import org.entente.stix.Candidate;
import org.entente.stix.StixLimits;
import org.entente.stix.StixReader;

/**
 * Operators' decisions on held objects. A released object is judged again, by the policy of now, before it enters the log:
 * the exchange may have learnt of it from elsewhere in the meantime.
 */
@ApplicationScoped
class Reviews {

    private final Gate gate;
    private final LogWriter log;
    private final HeldObjects held;
    private final Submissions submissions;
    private final Clock clock;

    Reviews(Gate gate, LogWriter log, HeldObjects held, Submissions submissions, Clock clock) {
        this.gate = gate;
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

    /** Releases into the log, from where policies decide who gets it. */
    Uni<HeldObject> release(UUID id, OperatorId operator, String reason) {
        return waiting(id)
                .chain(object -> gate.upToDate()
                        .chain(decisions -> rejudged(object, decisions))
                        .chain(verdict -> log.append(
                                UUID.randomUUID(),
                                List.of(verdict.assertion()),
                                (transaction, appended) -> decide(
                                        transaction, object, new Ruling("release", operator, reason), "accepted"))))
                .chain(() -> decided(id));
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

    private Uni<Verdict.Admitted> rejudged(HeldObject object, Decisions decisions) {
        byte[] content = Optional.ofNullable(object.object())
                .orElseThrow(ProblemException::notFound)
                .getBytes(StandardCharsets.UTF_8);
        Candidate candidate = new StixReader(StixLimits.defaults()).readObject(content);
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
        return Lookup.background(log, decisions, object.submitter(), List.of(valid.object()))
                .map(background -> new Judge(request, acceptNow(object, decisions), background)
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
    private static From acceptNow(HeldObject object, Decisions decisions) {
        From policy = decisions
                .directory()
                .partner(object.submitter())
                .map(Member::policy)
                .orElse(TrustPolicy.CLOSED)
                .from();
        return new From(policy.kinds(), policy.assumedTlp(), TrustPolicy.Mode.ACCEPT);
    }

    private static ProblemException noLongerGood(String why) {
        return new ProblemException(ProblemType.CONFLICT, "The object cannot be released now. " + why);
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
                .chain(() -> submissions.decide(
                        transaction,
                        object.submission(),
                        object,
                        ruling.decision().equals("release"),
                        message));
    }
}
