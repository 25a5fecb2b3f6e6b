package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.entente.log.PurgeWriter;
import org.entente.log.PurgeWriter.Batch;
import org.entente.recall.StillToBeTold;
import org.entente.retention.Rule.State;

/** Follows the rules in force, batch by batch. One that broke off goes on from what is still there. Thread safe. */
@ApplicationScoped
class Runs {

    /** Then others have their turn, orders and topics; a long run goes on in the next. */
    private static final Duration TURN_MAX = Duration.ofMinutes(1);

    private final Pool pool;
    private final RunBook book;
    private final Rules rules;
    private final Due due;
    private final PurgeWriter writer;
    private final StillToBeTold partners;
    private final RetentionConfig config;
    private final Clock clock;
    private volatile boolean stopping;
    private volatile boolean cut;

    Runs(
            Pool pool,
            RunBook book,
            Rules rules,
            Due due,
            PurgeWriter writer,
            StillToBeTold partners,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.book = book;
        this.rules = rules;
        this.due = due;
        this.writer = writer;
        this.partners = partners;
        this.config = config;
        this.clock = clock;
    }

    void stop() {
        stopping = true;
    }

    /** Whether the last turn ended with more to do at once. */
    boolean wasCut() {
        return cut;
    }

    /** Goes on with what is under way, or begins where one is due. */
    Uni<Void> follow() {
        cut = false;
        return book.all(Long.MAX_VALUE, 1)
                .chain(newest -> newest.isEmpty() || newest.get(0).finishedAt() != null
                        ? ifDue(newest.stream().findFirst())
                        : Uni.createFrom().item(newest.stream().findFirst()))
                .chain(run ->
                        run.isPresent() ? follow(run.get()) : Uni.createFrom().voidItem());
    }

    private Uni<Optional<Run>> ifDue(Optional<Run> last) {
        boolean isDue = config.enabled()
                && last.map(run -> !run.startedAt().plus(config.interval()).isAfter(clock.instant()))
                        .orElse(true);
        return !isDue
                ? Uni.createFrom().item(Optional.empty())
                : rules.all(Optional.of(State.ACTIVE))
                        .chain(active -> active.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : book.start(Optional.empty()));
    }

    /**
     * @param waits set once something has to be waited for, which is done without keeping the turn
     * @param until as {@link System#nanoTime} says
     */
    private record Turn(Run run, AtomicBoolean waits, long until) {}

    private boolean isOver(Turn turn) {
        return stopping || cut || turn.waits().get();
    }

    private Uni<Void> follow(Run run) {
        Turn turn = new Turn(run, new AtomicBoolean(), System.nanoTime() + TURN_MAX.toNanos());
        return mayErase(turn).chain(() -> rules.all(Optional.of(State.ACTIVE))).chain(active -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Rule rule : active) {
                done = done.chain(() -> unless(turn, () -> follow(turn, rule)));
            }
            return done.chain(() -> unless(turn, () -> book.finish(run)));
        });
    }

    private Uni<Void> unless(Turn turn, Supplier<Uni<Void>> next) {
        return isOver(turn) ? Uni.createFrom().voidItem() : next.get();
    }

    /** What a partner is still to be told of is found out by what is in the log: it is not erased before. */
    private Uni<Boolean> mayErase(Turn turn) {
        return partners.now().chain(behind -> {
            turn.waits().set(!behind.isEmpty());
            return behind.isEmpty() && turn.run().waitsFor().isEmpty()
                    ? Uni.createFrom().item(true)
                    : book.wait(turn.run(), behind).replaceWith(behind.isEmpty());
        });
    }

    private Uni<Void> follow(Turn turn, Rule rule) {
        return due.classes(rule)
                .chain(classes -> classes.length == 0
                        ? Uni.createFrom().voidItem()
                        : ordered(turn.run(), rule)
                                .chain(number -> erase(new Work(turn, rule, classes, number, new AtomicLong()))
                                        .chain(() -> unless(turn, () -> doneIfInForce(rule, number)))));
    }

    /** Under a rule that ended meanwhile the rest is left, which is noted when the run is over. */
    private Uni<Void> doneIfInForce(Rule rule, long number) {
        return isInForce(rule)
                .chain(inForce ->
                        inForce ? writer.done(number) : Uni.createFrom().voidItem());
    }

    /** The same for the same run and rule, so that one that goes on counts on. */
    private Uni<Long> ordered(Run run, Rule rule) {
        UUID id = UUID.nameUUIDFromBytes((run.id() + "\n" + rule.id()).getBytes(StandardCharsets.UTF_8));
        return bounded(pool.withTransaction(transaction -> writer.order(
                transaction,
                new PurgeWriter.Order(
                        id,
                        Optional.empty(),
                        Optional.of(rule.id()),
                        Optional.of(run.id()),
                        rule.says(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        ""))));
    }

    /** @param after where the next batch begins to look */
    private record Work(Turn turn, Rule rule, Integer[] classes, long number, AtomicLong after) {}

    private record Step(Batch batch, List<Long> positions) {
        boolean isLast() {
            return positions.isEmpty();
        }
    }

    private Uni<Void> erase(Work work) {
        return Uni.createFrom()
                .deferred(() -> step(work))
                .onItem()
                .delayIt()
                .by(config.pause())
                .repeat()
                .until(step -> isOver(work.turn()) || step.isLast())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Step> step(Work work) {
        List<Long> positions = new ArrayList<>();
        return mayErase(work.turn())
                .chain(may -> may ? isInForce(work.rule()) : Uni.createFrom().item(false))
                .chain(inForce -> !inForce
                        ? Uni.createFrom().item(new Step(new Batch(0, 0), List.of()))
                        : writer.erase(
                                        work.number(),
                                        transaction ->
                                                positions(transaction, work).invoke(positions::addAll))
                                .map(batch -> new Step(batch, List.copyOf(positions)))
                                .invoke(step -> goOn(work, step)));
    }

    /** Whom to wait for is asked again where it cannot change any more: what the batch waited for may have been such a change. */
    private Uni<List<Long>> positions(SqlConnection transaction, Work work) {
        return partners.now(transaction).chain(behind -> {
            work.turn().waits().set(!behind.isEmpty());
            return behind.isEmpty()
                    ? due.positions(
                            transaction,
                            work.rule(),
                            work.classes(),
                            work.after().get())
                    : Uni.createFrom().item(List.of());
        });
    }

    /** Somebody may end a rule while it is followed, and means that. */
    private Uni<Boolean> isInForce(Rule rule) {
        return rules.one(rule.id()).map(now -> now.state() == State.ACTIVE);
    }

    /** What could not be erased just now is left to the next run, once nothing else of its batch could be. */
    private void goOn(Work work, Step step) {
        // Only where something went, or a turn that begins anew would come as far as what cannot go and never further.
        cut = step.batch().erased() > 0 && System.nanoTime() - work.turn().until() > 0;
        if (!step.isLast()) {
            List<Long> positions = step.positions();
            work.after().set(step.batch().erased() > 0 ? positions.get(0) - 1 : positions.get(positions.size() - 1));
        }
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
