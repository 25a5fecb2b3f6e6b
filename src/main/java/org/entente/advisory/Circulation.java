package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.Advisory.Action;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.AdvisoryRows.Turn;
import org.entente.advisory.Publications.Prepared;
import org.entente.log.LogWriter;
import org.entente.log.VersionFilter;
import org.entente.partner.Caller;
import org.entente.party.Audience;
import org.entente.recall.RecallOrder;
import org.entente.recall.Recalls;

/** Puts advisories into the log and takes them back. Thread safe. Fails as {@link Advisories} does. */
@ApplicationScoped
class Circulation {

    /** Whoever it is told is not to know that there is a newer version. */
    private static final String NARROWED = "Those who publish it have narrowed whom it is for.";

    private final Pool pool;
    private final LogWriter log;
    private final Publications publications;
    private final Recalls recalls;
    private final AdvisoryChanges changes;
    private final OneAtATime withdrawals = new OneAtATime();

    Circulation(Pool pool, LogWriter log, Publications publications, Recalls recalls, AdvisoryChanges changes) {
        this.pool = pool;
        this.log = log;
        this.publications = publications;
        this.recalls = recalls;
        this.changes = changes;
    }

    /**
     * Puts an approved version into the log. When the answer arrives it is on its way to everybody who may have it, and whoever it is
     * not for any more has lost the versions before. Those are taken back first: where publishing fails then it is done again, and
     * nobody has had both. Fails with 503 where one of those is not in the log yet and is to be taken back.
     */
    Uni<Advisory> publish(TrackingId id, Caller.OperatorCaller by, Step step) {
        return AdvisoryRows.read(pool, id)
                .invoke(advisory -> AdvisoryRules.publish(advisory, step.ifMatch()))
                .chain(advisory -> publications
                        .prepare(advisory)
                        .invoke(Prepared::refuseGone)
                        .call(prepared -> narrow(advisory, prepared.earlier(), by))
                        .chain(prepared -> log.append(
                                UUID.randomUUID(),
                                prepared.assertions(),
                                (transaction, appended) -> published(transaction, id, prepared, step))));
    }

    private Uni<Void> narrow(Advisory advisory, List<Version> earlier, Caller.OperatorCaller by) {
        Audience audience = advisory.wording().audience();
        Set<Instant> versions = earlier.stream()
                .filter(before -> !before.wording().audience().equals(audience))
                .flatMap(before -> before.publishedAt().stream())
                .collect(Collectors.toSet());
        return versions.isEmpty()
                ? Uni.createFrom().voidItem()
                : recalls.narrow(new RecallOrder(
                        advisory.reportId(),
                        by,
                        NARROWED,
                        Optional.of(audience),
                        new VersionFilter.Any(false, false, versions)));
    }

    private Uni<Advisory> published(SqlConnection transaction, TrackingId id, Prepared prepared, Step step) {
        return AdvisoryRows.locked(transaction, id)
                // Again, now that nobody else can change it: what is appended was made of the version they have read.
                .invoke(advisory -> AdvisoryRules.publish(advisory, step.ifMatch()))
                .call(advisory -> VersionRows.published(transaction, advisory, step.by(), prepared.at()))
                .call(advisory -> changes.move(
                        transaction,
                        advisory,
                        new Turn(
                                advisory.version() == 1 ? State.PUBLISHED : State.AMENDED,
                                advisory.version(),
                                OptionalLong.of(advisory.version())),
                        advisory.version(),
                        Action.PUBLISHED,
                        step))
                .chain(advisory -> AdvisoryRows.read(transaction, id));
    }

    /**
     * Ends it. What was published is recalled: when the answer arrives no exit serves it any more, and whoever had it is told the
     * reason. The row stays locked meanwhile, so that no version is published behind the recall's back; where this fails
     * afterwards it is done again, and the recall finds nothing left to do. One at a time: another meanwhile fails with 503.
     *
     * @param by needs a reason in the step
     */
    Uni<Advisory> withdraw(TrackingId id, Caller.OperatorCaller by, Step step) {
        return withdrawals.run(changes.change(
                id,
                advisory -> AdvisoryRules.withdraw(advisory, step.ifMatch()),
                (transaction, advisory) -> recall(advisory, by, step)
                        .chain(() -> changes.turn(transaction, advisory, State.WITHDRAWN, Action.WITHDRAWN, step))));
    }

    private Uni<Void> recall(Advisory advisory, Caller.OperatorCaller by, Step step) {
        return advisory.published().isEmpty()
                ? Uni.createFrom().voidItem()
                : recalls.withdraw(
                        new RecallOrder(
                                advisory.reportId(),
                                by,
                                step.reason().orElseThrow(),
                                Optional.empty(),
                                new VersionFilter.All()),
                        any -> true);
    }
}
