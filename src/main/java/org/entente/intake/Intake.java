package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.Assertion;
import org.entente.log.LogWriter;
import org.entente.log.LogWriter.Appended;
import org.entente.partner.TrustPolicy.From;
import org.entente.partner.TrustPolicy.Quotas;
import org.entente.stix.Candidate;
import org.entente.stix.StixBody;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.trace.Figure;
import org.entente.trace.Stage;
import org.entente.trace.Traces;

/**
 * Takes submissions: read, look up what is known, judge, append, and only then answer. Thread safe.
 */
@ApplicationScoped
class Intake {

    /** PostgreSQL's unique_violation: another request under the same idempotency key was faster. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final Lookup lookup;
    private final LogWriter log;
    private final Submissions submissions;
    private final JointTransactions joint;
    private final HeldObjects held;
    private final HiddenConflicts conflicts;
    private final QuotaLedger quotas;
    private final IntakeMeter meter;
    private final Traces traces;
    private final IntakeConfig config;
    private final Clock clock;
    private final StixReader reader;

    Intake(
            Lookup lookup,
            LogWriter log,
            Submissions submissions,
            HeldObjects held,
            HiddenConflicts conflicts,
            QuotaLedger quotas,
            IntakeMeter meter,
            Traces traces,
            IntakeConfig config,
            Clock clock) {
        this.lookup = lookup;
        this.log = log;
        this.submissions = submissions;
        this.joint = new JointTransactions(log, submissions);
        this.held = held;
        this.conflicts = conflicts;
        this.quotas = quotas;
        this.meter = meter;
        this.traces = traces;
        this.config = config;
        this.clock = clock;
        this.reader = new StixReader(config.limits());
    }

    /**
     * Takes one submission.
     *
     * @return its status, committed unless it was a dry run
     * @throws ProblemException as the failure of the Uni, when the body as a whole cannot be taken
     */
    Uni<SubmissionStatus> take(SubmissionRequest asked) {
        SubmissionRequest request = asked.within(traces.current());
        return Uni.createFrom()
                .item(() -> RequestFingerprint.of(request))
                .runSubscriptionOn(executor(request))
                .chain(fingerprint -> take(request, fingerprint))
                .onFailure()
                .invoke(meter::failed);
    }

    /** A large body keeps a thread busy for long; a small one is done before another thread could take over. */
    private Executor executor(SubmissionRequest request) {
        return request.body().length < config.offloadBytes() ? Runnable::run : Infrastructure.getDefaultWorkerPool();
    }

    private Uni<SubmissionStatus> take(SubmissionRequest request, byte[] fingerprint) {
        Optional<String> key = request.dryRun() ? Optional.empty() : request.idempotencyKey();
        return key.map(k -> repeated(request, k, fingerprint))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(before -> before.map(status -> Uni.createFrom().item(status))
                        .orElseGet(() -> takeNew(request, fingerprint)));
    }

    private Uni<Optional<SubmissionStatus>> repeated(SubmissionRequest request, String key, byte[] fingerprint) {
        return submissions
                .byKey(request.submitter(), key)
                .map(found -> found.map(stored -> sameRequest(stored, fingerprint)));
    }

    private static SubmissionStatus sameRequest(Submissions.Stored stored, byte[] fingerprint) {
        if (!stored.isRepeatOf(fingerprint)) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE,
                    "This Idempotency-Key was used for another request; give every new submission a new key.");
        }
        return stored.status();
    }

    private Uni<SubmissionStatus> takeNew(SubmissionRequest request, byte[] fingerprint) {
        Instant received = clock.instant();
        Uni<Judged> judged = request.trace().around(Stage.VALIDATE, step -> {
            step.with(Figure.BYTES, request.body().length);
            return read(request)
                    .invoke(body -> step.with(Figure.OBJECTS, body.candidates().size()))
                    .chain(body -> judged(request, body));
        });
        if (request.dryRun()) {
            return judged.map(j -> j.foreseen(received));
        }
        return judged.chain(j -> append(request, j, received, fingerprint))
                .onFailure(
                        failure -> isRepeat(failure) && request.idempotencyKey().isPresent())
                .recoverWithUni(() -> repeated(request, request.idempotencyKey().orElseThrow(), fingerprint)
                        .map(Optional::orElseThrow));
    }

    private static boolean isRepeat(Throwable failure) {
        return failure instanceof PgException pg && UNIQUE_VIOLATION.equals(pg.getSqlState());
    }

    private Uni<StixBody.Read> read(SubmissionRequest request) {
        return Uni.createFrom().item(() -> readable(request)).runSubscriptionOn(executor(request));
    }

    private StixBody.Read readable(SubmissionRequest request) {
        StixBody body = request.shape() == SubmissionRequest.Shape.BUNDLE
                ? reader.readBundle(request.body())
                : reader.readEnvelope(request.body());
        if (body instanceof StixBody.Read read) {
            return read;
        }
        throw UnreadableBody.problem(((StixBody.Unreadable) body).finding());
    }

    /** A body with what was made of it, before anything is kept. */
    private record Judged(StixBody.Read body, List<Verdict> verdicts, Quotas quotas, Background background) {

        List<Verdict.Admitted> admitted() {
            return only(Verdict.Admitted.class);
        }

        List<Verdict.Held> held() {
            return only(Verdict.Held.class);
        }

        private <V extends Verdict> List<V> only(Class<V> kind) {
            return verdicts.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        SubmissionStatus status(UUID id, Instant received, List<Appended> appended) {
            return new StatusWriter(id, received).write(body.findings(), verdicts, appended);
        }

        /** Whether nothing stands in the way of committing it with others. */
        boolean isJoint() {
            List<Verdict.Admitted> admitted = admitted();
            return quotas.equals(Quotas.UNLIMITED)
                    && held().isEmpty()
                    && admitted.stream().noneMatch(a -> background.isRepeated(a.assertion()))
                    && admitted.stream()
                                    .map(a -> a.assertion().id() + " "
                                            + a.assertion().version().truncatedTo(ChronoUnit.MICROS))
                                    .distinct()
                                    .count()
                            == admitted.size();
        }

        List<Assertion> assertions() {
            return admitted().stream().map(Verdict.Admitted::assertion).toList();
        }

        /** Places among the assertions of those whose bytes others sent in before. */
        Set<Integer> stored() {
            List<Assertion> assertions = assertions();
            return IntStream.range(0, assertions.size())
                    .filter(i -> background.isStored(assertions.get(i)))
                    .boxed()
                    .collect(Collectors.toSet());
        }

        /** The status where its submitter asserts everything admitted for the first time. */
        SubmissionStatus fresh(UUID id, Instant received) {
            List<Appended> all = admitted().stream().map(a -> Appended.NEW).toList();
            return status(id, received, all);
        }

        DayUsage.Amount amount(List<Appended> appended, long bytes) {
            long fresh = appended.stream().filter(a -> a == Appended.NEW).count();
            return new DayUsage.Amount(fresh + held().size(), bytes);
        }

        /** What it adds at the least: what its submitter asserts already it may assert on other terms now, which counts. */
        DayUsage.Amount least(long bytes) {
            long fresh = assertions().stream()
                    .filter(assertion -> !background.isRepeated(assertion))
                    .count();
            return new DayUsage.Amount(fresh + held().size(), bytes);
        }

        /** What a dry run answers: nothing is appended, so everything admitted counts as accepted. */
        SubmissionStatus foreseen(Instant received) {
            return fresh(UUID.randomUUID(), received);
        }
    }

    private Uni<Judged> judged(SubmissionRequest request, StixBody.Read body) {
        return lookup.background(request.submitter(), objects(body))
                .emitOn(executor(request))
                .map(background -> {
                    From policy = background.policy();
                    Judge judge = new Judge(request, policy, background);
                    List<Verdict> verdicts = judge.judge(body.candidates());
                    return new Judged(body, verdicts, policy.quotas(), background);
                });
    }

    /** Judges as for a dry run, for whoever asks what would become of it; one verdict an object. */
    Uni<List<Verdict>> foreseen(SubmissionRequest request) {
        return read(request).chain(body -> judged(request, body)).map(Judged::verdicts);
    }

    private static List<StixObject> objects(StixBody.Read body) {
        return body.candidates().stream()
                .flatMap(c -> c instanceof Candidate.Valid valid ? Stream.of(valid.object()) : Stream.empty())
                .toList();
    }

    private Uni<SubmissionStatus> append(
            SubmissionRequest request, Judged judged, Instant received, byte[] fingerprint) {
        return request.trace()
                .around(Stage.APPEND, step -> {
                    step.with(Figure.OBJECTS, judged.admitted().size());
                    return judged.isJoint()
                            ? jointly(request, judged, received, fingerprint)
                            : joint.alone(
                                    request,
                                    judged.assertions(),
                                    !judged.quotas().equals(Quotas.UNLIMITED),
                                    () -> alone(request, judged, received, fingerprint));
                })
                .invoke(status -> meter.taken(status, judged.verdicts()))
                .invoke(status -> conflicts.lookFor(request.submitter(), status.id(), judged.admitted()));
    }

    private Uni<SubmissionStatus> jointly(
            SubmissionRequest request, Judged judged, Instant received, byte[] fingerprint) {
        SubmissionStatus status = judged.fresh(UUID.randomUUID(), received);
        return joint.append(
                new JointTransactions.Submission(
                        new LogWriter.Submitted(
                                status.id(),
                                judged.assertions(),
                                judged.stored(),
                                request.trace().parent()),
                        new Submissions.Fresh(request, received, fingerprint, status)),
                status,
                () -> alone(request, judged, received, fingerprint));
    }

    private Uni<SubmissionStatus> alone(
            SubmissionRequest request, Judged judged, Instant received, byte[] fingerprint) {
        SubmissionStatus foreseen = judged.fresh(UUID.randomUUID(), received);
        LogWriter.Submitted submitted = new LogWriter.Submitted(
                foreseen.id(), judged.assertions(), request.trace().parent());
        return log.append(
                submitted,
                new ByItself(request, judged, new Submissions.Fresh(request, received, fingerprint, foreseen)));
    }

    /** What goes along with a submission that is a transaction of its own. */
    private final class ByItself implements LogWriter.Completion<SubmissionStatus> {
        private final SubmissionRequest request;
        private final Judged judged;
        private final Submissions.Fresh foreseen;

        ByItself(SubmissionRequest request, Judged judged, Submissions.Fresh foreseen) {
            this.request = request;
            this.judged = judged;
            this.foreseen = foreseen;
        }

        /** Whatever could refuse it; its key first, so that a repetition is answered as such, however much its first has used up. */
        @Override
        public Uni<Void> before(SqlConnection transaction) {
            DayUsage.Amount least = judged.least(request.body().length);
            return submissions
                    .save(transaction, foreseen)
                    .chain(() -> quotas.check(
                            transaction, request.submitter(), judged.quotas(), least, foreseen.received()));
        }

        @Override
        public Uni<SubmissionStatus> write(SqlConnection transaction, List<Appended> appended) {
            SubmissionStatus status = judged.status(foreseen.status().id(), foreseen.received(), appended);
            DayUsage.Amount taken = judged.amount(appended, request.body().length);
            return quotas.count(transaction, request.submitter(), judged.quotas(), taken, foreseen.received())
                    .chain(() -> status.equals(foreseen.status())
                            ? Uni.createFrom().voidItem()
                            : submissions.change(transaction, status))
                    .chain(() -> held.save(transaction, request, status, judged.held(), foreseen.received()))
                    .replaceWith(status);
        }
    }
}
