package org.entente.intake;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.intake.HeldHistory.Step;
import org.entente.log.HeldAssertions;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/** Refuses what waits for review when it is recalled. */
@ApplicationScoped
class RecalledWhileHeld implements HeldAssertions {

    private static final String REFUSE = "refuse";

    private final HeldObjects held;
    private final HeldHistory history;
    private final Questions questions;
    private final Submissions submissions;
    private final Clock clock;

    RecalledWhileHeld(
            HeldObjects held, HeldHistory history, Questions questions, Submissions submissions, Clock clock) {
        this.held = held;
        this.history = history;
        this.questions = questions;
        this.submissions = submissions;
        this.clock = clock;
    }

    @Override
    public Uni<Set<PartnerId>> waits(StixId object, Optional<PartnerId> submitter) {
        return held.openOf(object, submitter)
                .map(found -> found.stream().map(HeldObject::submitter).collect(Collectors.toSet()));
    }

    @Override
    public Uni<Void> refuse(
            SqlConnection transaction, StixId object, Optional<PartnerId> submitter, String by, String reason) {
        return held.openOf(transaction, object, submitter).chain(waiting -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (HeldObject one : waiting) {
                done = done.chain(() -> refuse(transaction, one, by, reason));
            }
            return done;
        });
    }

    private Uni<Void> refuse(SqlConnection transaction, HeldObject object, String by, String reason) {
        Step step = new Step(by, reason, clock.instant(), Optional.empty());
        return held.decide(transaction, object.id(), REFUSE, step, Optional.empty())
                .chain(() -> questions.close(transaction, object, step))
                .chain(() -> history.note(transaction, object, "recall", step))
                .chain(() -> submissions.decide(transaction, object.submission(), object, false, "refused: " + reason));
    }
}
