package org.entente.review;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue;
import org.entente.intake.Reviewer;
import org.entente.intake.Reviews;
import org.entente.review.BulkRows.Shown;

/**
 * The same decision on many held objects, in two steps: what it would do is shown, and then it is done as it was shown, or not
 * at all where anything has changed. Once begun, what fails fails alone; asked again, it goes on where it was, and answers as it
 * did. Thread safe.
 */
@ApplicationScoped
public class BulkReviews {

    /** Long enough to read it. */
    private static final Duration VALID = Duration.ofMinutes(15);

    private final BulkPreviews previews;
    private final BulkRows rows;
    private final ReviewQueue queue;
    private final Reviews reviews;
    private final Clock clock;

    BulkReviews(BulkPreviews previews, BulkRows rows, ReviewQueue queue, Reviews reviews, Clock clock) {
        this.previews = previews;
        this.rows = rows;
        this.queue = queue;
        this.reviews = reviews;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    /** What would be done. Fails with 400 for what is not held, or is too much at once. */
    public Uni<Bulk.Preview> preview(Bulk.Order order) {
        UUID token = UUID.randomUUID();
        return previews.of(order)
                .call(plan -> rows.save(token, order, plan.items(), clock.instant()))
                .map(plan -> new Bulk.Preview(
                        token,
                        clock.instant().plus(VALID),
                        order.action().label(),
                        (int) plan.items().stream()
                                .filter(item -> item.hindrance() == null)
                                .count(),
                        plan.items(),
                        Bulk.Recipient.of(plan.items())));
    }

    /**
     * Does it.
     *
     * @return fails with 404 for a token that was not given to this operator, 412 where anything is not as it was shown
     */
    public Uni<Bulk.Result> carryOut(UUID token, Reviewer by) {
        return rows.shown(token, by.operator())
                .chain(shown -> shown.result()
                        .map(result -> Uni.createFrom().item(result))
                        .orElseGet(() -> planned(shown)
                                .chain(groups -> done(shown, by, groups))
                                .chain(result -> rows.finish(token, result))));
    }

    /** What was begun before is carried on with what is left of it, whatever that looks like now. */
    private Uni<List<List<UUID>>> planned(Shown shown) {
        if (!shown.begun() && clock.instant().isAfter(shown.at().plus(VALID))) {
            throw changed("Too much time has passed.");
        }
        return previews.of(shown.order())
                .invoke(plan -> {
                    if (!shown.begun() && !shown.isStill(Bulk.fingerprint(shown.order(), plan.items()))) {
                        throw changed("Something has changed, or somebody else would get them now.");
                    }
                })
                .call(() -> rows.begin(shown.token(), clock.instant()))
                .map(BulkPreviews.Plan::groups);
    }

    private static ProblemException changed(String why) {
        return new ProblemException(ProblemType.STALE, why + " Ask for a new preview.");
    }

    private Uni<Bulk.Result> done(Shown shown, Reviewer by, List<List<UUID>> groups) {
        List<List<UUID>> all = new ArrayList<>(groups);
        Set<UUID> grouped = groups.stream().flatMap(List::stream).collect(Collectors.toCollection(HashSet::new));
        shown.order().items().stream().filter(id -> !grouped.contains(id)).forEach(id -> all.add(List.of(id)));
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(group -> done(shown, by, new HashSet<>(group)))
                .collect()
                .asList()
                .map(found -> {
                    List<Bulk.ResultItem> items = found.stream()
                            .flatMap(List::stream)
                            .sorted(Comparator.comparing(Bulk.ResultItem::id))
                            .toList();
                    int done =
                            (int) items.stream().filter(Bulk.ResultItem::done).count();
                    return new Bulk.Result(shown.order().action().label(), done, items.size() - done, items);
                });
    }

    /** One group. Only what was expected to fail is an outcome; anything else ends the call, and asking again goes on. */
    private Uni<List<Bulk.ResultItem>> done(Shown shown, Reviewer by, Set<UUID> group) {
        return queue.whole(group).chain(objects -> {
            if (objects.stream().allMatch(object -> isDone(shown, object))) {
                return Uni.createFrom().item(all(objects, ""));
            }
            // Deferred: what is refused before anything is asked of the database is an outcome too.
            return Uni.createFrom()
                    .deferred(() -> carriedOut(shown, by, objects))
                    .map(none -> all(objects, ""))
                    .onFailure(ProblemException.class)
                    .recoverWithItem(failure -> all(objects, String.valueOf(failure.getMessage())));
        });
    }

    private static List<Bulk.ResultItem> all(List<HeldObject> group, String message) {
        return group.stream()
                .map(object -> new Bulk.ResultItem(object.id(), object.objectId(), message.isEmpty(), message))
                .toList();
    }

    private Uni<Void> carriedOut(Shown shown, Reviewer by, List<HeldObject> objects) {
        Bulk.Order order = shown.order();
        for (HeldObject object : objects) {
            if (!object.isOpen() || !isAsShown(shown, object, 0)) {
                throw new ProblemException(ProblemType.CONFLICT, "It was decided or changed since it was shown.");
            }
        }
        return switch (order.action()) {
            case RELEASE -> reviews.release(objects, by, order.words());
            case REFUSE -> reviews.refuse(objects.get(0), by, order.words());
            case ASK -> reviews.ask(objects.get(0), order.words(), order.expiresIn(), by);
        };
    }

    private static boolean isAsShown(Shown shown, HeldObject object, long steps) {
        return Long.valueOf(object.revision() - steps).equals(shown.revisions().get(object.id()));
    }

    /** Whether this very order did it already: it is one step further, by this operator, in these words. */
    private static boolean isDone(Shown shown, HeldObject object) {
        Bulk.Order order = shown.order();
        if (!isAsShown(shown, object, 1)) {
            return false;
        }
        if (order.action() == Bulk.Action.ASK) {
            return object.question() != null && object.question().words().equals(order.words());
        }
        return order.action().label().equals(object.decision())
                && order.by().value().equals(object.decidedBy())
                && order.words().equals(object.reason());
    }
}
