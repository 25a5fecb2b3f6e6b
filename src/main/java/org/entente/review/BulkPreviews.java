package org.entente.review;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.explain.ObjectAudience.Assertion;
import org.entente.http.ProblemException;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue;
import org.entente.party.PartnerId;
import org.entente.review.Comparisons.Foretaste;

/** Works out what a decision on many held objects would do; keeps nothing. Thread safe. */
@ApplicationScoped
class BulkPreviews {

    /** Content that is in memory at once. */
    private static final long BYTES_MAX = 64L * 1024 * 1024;

    private static final String DECIDED = "It has been decided already.";

    private final ReviewQueue queue;
    private final Comparisons comparisons;

    BulkPreviews(ReviewQueue queue, Comparisons comparisons) {
        this.queue = queue;
        this.comparisons = comparisons;
    }

    /**
     * What would be done.
     *
     * @param items one each, in the order of the ids
     * @param groups of what is released together
     */
    record Plan(List<Bulk.PreviewItem> items, List<List<UUID>> groups) {}

    /** Fails with 400 for what is not held. */
    Uni<Plan> of(Bulk.Order order) {
        return queue.briefly(order.items())
                .invoke(found -> checkAll(order, found))
                .chain(found -> order.action() == Bulk.Action.RELEASE
                        ? releasing(found)
                        : Uni.createFrom().item(told(found)));
    }

    private static void checkAll(Bulk.Order order, List<HeldObject> found) {
        Set<UUID> known = found.stream().map(HeldObject::id).collect(Collectors.toSet());
        for (UUID id : order.items()) {
            if (!known.contains(id)) {
                throw ProblemException.invalidBody("/items", "There is no held object " + id + ".");
            }
        }
        boolean releases = order.action() == Bulk.Action.RELEASE;
        if (releases && found.stream().mapToLong(HeldObject::bytes).sum() > BYTES_MAX) {
            throw ProblemException.invalidBody(
                    "/items", "These objects are larger than " + BYTES_MAX + " bytes together; release them in parts.");
        }
    }

    /** What is refused or asked about goes to nobody. */
    private static Plan told(List<HeldObject> found) {
        return new Plan(
                found.stream()
                        .map(object -> item(
                                object, object.isOpen() ? Optional.empty() : Optional.of(DECIDED), Optional.empty()))
                        .toList(),
                found.stream()
                        .filter(HeldObject::isOpen)
                        .map(object -> List.of(object.id()))
                        .toList());
    }

    private Uni<Plan> releasing(List<HeldObject> found) {
        List<UUID> ids = found.stream().map(HeldObject::id).toList();
        Map<UUID, String> decided = found.stream()
                .filter(object -> !object.isOpen())
                .collect(Collectors.toMap(HeldObject::id, object -> DECIDED));
        return queue.waitingFor(ids).chain(waits -> {
            ReleasePlan first = ReleasePlan.of(ids, waits, decided);
            return foretold(found, first).map(tastes -> planned(found, waits, first, tastes));
        });
    }

    private static Plan planned(
            List<HeldObject> found, Map<UUID, Set<UUID>> waits, ReleasePlan first, Map<UUID, Foretaste> tastes) {
        Map<UUID, String> hindrances = new HashMap<>(first.hindered());
        tastes.forEach((id, taste) -> taste.hindrance().ifPresent(why -> hindrances.put(id, why)));
        ReleasePlan plan = ReleasePlan.of(found.stream().map(HeldObject::id).toList(), waits, hindrances);
        return new Plan(
                found.stream()
                        .map(object -> item(
                                object,
                                Optional.ofNullable(plan.hindered().get(object.id())),
                                Optional.ofNullable(tastes.get(object.id()))
                                        .flatMap(taste ->
                                                Optional.ofNullable(taste.item().audience()))))
                        .toList(),
                plan.groups());
    }

    /** Of each submission those that go together, judged as if they came alone. */
    private Uni<Map<UUID, Foretaste>> foretold(List<HeldObject> found, ReleasePlan plan) {
        Map<UUID, List<UUID>> bySubmission = new TreeMap<>();
        found.stream()
                .filter(object -> !plan.hindered().containsKey(object.id()))
                .forEach(object -> bySubmission
                        .computeIfAbsent(object.submission(), id -> new ArrayList<>())
                        .add(object.id()));
        return Multi.createFrom()
                .iterable(bySubmission.values())
                .onItem()
                .transformToUniAndConcatenate(this::foretold)
                .collect()
                .in(HashMap::new, Map::putAll);
    }

    private Uni<Map<UUID, Foretaste>> foretold(Collection<UUID> together) {
        return queue.whole(together)
                .map(read -> read.stream().filter(HeldObject::isOpen).toList())
                .chain(open -> open.isEmpty()
                        ? Uni.createFrom().item(Map.<UUID, Foretaste>of())
                        : comparisons.foretaste(open));
    }

    private static Bulk.PreviewItem item(HeldObject object, Optional<String> hindrance, Optional<Assertion> audience) {
        Optional<Assertion> shown = hindrance.isPresent() ? Optional.empty() : audience;
        return new Bulk.PreviewItem(
                object.id(),
                object.objectId(),
                object.version(),
                object.title(),
                object.tlp(),
                object.submitter(),
                object.revision(),
                hindrance.orElse(null),
                partners(object, shown, "release"),
                partners(object, shown, "redact"));
    }

    private static List<PartnerId> partners(HeldObject object, Optional<Assertion> audience, String decision) {
        return audience.stream()
                .flatMap(one -> one.partners().stream())
                .filter(line ->
                        line.decision().equals(decision) && !line.partner().equals(object.submitter()))
                .map(line -> line.partner())
                .toList();
    }
}
