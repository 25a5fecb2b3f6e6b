package org.entente.retention;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.audit.AuditLog;
import org.entente.audit.Origin;
import org.entente.audit.Subject;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.HeldAssertions;
import org.entente.log.Purge;
import org.entente.log.PurgeBook;
import org.entente.log.PurgeWriter;
import org.entente.log.VersionFilter;
import org.entente.partner.Caller.OperatorCaller;
import org.entente.partner.Roles;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.entente.recall.RecallOrder;
import org.entente.recall.Recalls;
import org.entente.stix.StixId;
import org.jboss.logging.Logger;

/**
 * Erases single objects by order of operators: recalls them first, so that whoever has one is told to drop it and no exit serves it
 * any more. What an order could not do it does later, on whatever instance. Thread safe.
 */
@ApplicationScoped
class OrderedPurges {

    private static final Logger LOG = Logger.getLogger(OrderedPurges.class);

    /**
     * What an order is about: what was recalled by it, or before it, and whatever is sent in again by the same in these versions. What
     * others say since then is theirs, whoever recalls it later; and what a hold is about stays.
     */
    private static final String COVERED = """
            FROM log_purge p
            JOIN recall c ON c.object_id = p.object_id AND c.made_at <= coalesce(p.erased_at + interval '5 minutes', 'infinity') AND (
                c.made_at < p.made_at OR (c.cause = 'operator' AND c.made_by = p.made_by AND c.reason = p.reason))
            JOIN recall_scope s ON s.recall_number = c.recall_number AND s.classes = '{0}'
            JOIN log_entry e ON e.object_uuid = s.object_uuid AND e.kind_id = s.kind_id
                AND e.version BETWEEN s.version_from AND s.version_to
            JOIN release_class r ON r.class_id = e.stated_class_id AND r.submitter = s.submitter
            JOIN stix_kind k ON k.kind_id = e.kind_id
            WHERE p.cause = 'operator' AND e.class_id <> 0 AND NOT\s""" + Holds.HELD;

    private static final String POSITIONS =
            "SELECT DISTINCT e.position " + COVERED + " AND p.purge_number = $1 ORDER BY e.position LIMIT $2";

    private static final String AGAIN =
            "SELECT DISTINCT p.purge_number " + COVERED + " AND p.erased_at IS NOT NULL ORDER BY p.purge_number";

    private final Pool pool;
    private final AuditLog audit;
    private final PurgeWriter writer;
    private final PurgeBook book;
    private final Recalls recalls;
    private final Instance<HeldAssertions> waiting;
    private final Holds holds;
    private final RetentionConfig config;
    private final Clock clock;

    OrderedPurges(
            Pool pool,
            AuditLog audit,
            PurgeWriter writer,
            PurgeBook book,
            Recalls recalls,
            Instance<HeldAssertions> waiting,
            Holds holds,
            RetentionConfig config,
            Clock clock) {
        this.pool = pool;
        this.audit = audit;
        this.writer = writer;
        this.book = book;
        this.recalls = recalls;
        this.waiting = waiting;
        this.holds = holds;
        this.config = config;
        this.clock = clock;
    }

    /** Fails with 404 for what is not there, and with 409 for what is held or the exchange's own. */
    Uni<Purge> order(StixId object, String reason, OperatorId by) {
        Origin asked = Origin.current();
        UUID id = UUID.randomUUID();
        return isThere(object)
                .invoke(there -> {
                    if (!there) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> bounded(pool.withTransaction(transaction -> writer.holdOff(transaction)
                        .chain(() -> refuseAdvisories(transaction, object))
                        .chain(() -> refuseHeld(transaction, object))
                        .chain(() -> writer.order(transaction, order(id, object, reason, by)))
                        .chain(() -> audit.note(
                                transaction,
                                asked,
                                Act.of(Action.OBJECT_PURGED, new Subject("object", object.toString()))
                                        .because(reason)
                                        .with(Map.of("purge", id.toString())))))))
                .chain(() -> existing(id))
                .chain(purge -> carryOut(purge)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("What was ordered is not erased yet purge=%s: %s", id, failure))
                        .onFailure()
                        .transform(failure -> new ProblemException(
                                ProblemType.UNAVAILABLE,
                                "It is ordered, and will be erased as soon as possible: /api/v1/purges/" + id
                                        + " says how far it is.")))
                .chain(() -> existing(id));
    }

    private PurgeWriter.Order order(UUID id, StixId object, String reason, OperatorId by) {
        return new PurgeWriter.Order(
                id,
                Optional.of(object),
                Optional.empty(),
                Optional.empty(),
                reason,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                by.value());
    }

    private Uni<Boolean> isThere(StixId object) {
        return writer.presenceOf(object)
                .chain(presence -> presence.standing() || presence.waiting()
                        ? Uni.createFrom().item(true)
                        : isHeldForReview(object));
    }

    private Uni<Boolean> isHeldForReview(StixId object) {
        Uni<Boolean> found = Uni.createFrom().item(false);
        for (HeldAssertions some : waiting) {
            found = found.chain(before -> before
                    ? Uni.createFrom().item(true)
                    : some.waits(object, Optional.empty()).map(who -> !who.isEmpty()));
        }
        return found;
    }

    private Uni<Void> refuseAdvisories(SqlConnection transaction, StixId object) {
        return writer.isAsserted(transaction, object, PartnerId.EXCHANGE)
                .invoke(own -> {
                    if (own) {
                        throw new ProblemException(
                                ProblemType.CONFLICT,
                                "The exchange itself says this, in an advisory. Withdraw the advisory first.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> refuseHeld(SqlConnection transaction, StixId object) {
        return holds.of(transaction, object)
                .invoke(found -> {
                    if (!found.isEmpty()) {
                        throw new ProblemException(
                                ProblemType.CONFLICT,
                                "It is under a legal hold, which has to be lifted first: "
                                        + found.stream()
                                                .map(hold -> hold.id().toString())
                                                .collect(Collectors.joining(", "))
                                        + ".");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Purge> existing(UUID id) {
        return book.purge(id).map(found -> found.orElseThrow(ProblemException::notFound));
    }

    /** What is left of all orders. */
    Uni<Void> carryOutAll() {
        return book.open()
                .chain(open -> {
                    Uni<Void> done = Uni.createFrom().voidItem();
                    for (Purge purge : open) {
                        done = done.chain(() -> isolated(carryOut(purge)));
                    }
                    return done;
                })
                .chain(this::eraseWhatCameAgain);
    }

    /** Does as much of an order as can be done now. */
    private Uni<Void> carryOut(Purge purge) {
        StixId object = purge.object().orElseThrow();
        OperatorCaller by = new OperatorCaller(new OperatorId(purge.madeBy()), Set.of(Roles.ADMIN));
        RecallOrder recall = new RecallOrder(object, by, purge.reason(), Optional.empty(), new VersionFilter.All());
        return recalls.withdraw(recall, any -> true)
                .onFailure(OrderedPurges::isNotThere)
                .recoverWithNull()
                .chain(() -> batches(purge.number()))
                .chain(() -> isThere(object))
                .chain(left -> left ? Uni.createFrom().voidItem() : writer.done(purge.number()));
    }

    private static boolean isNotThere(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }

    private Uni<Void> batches(long number) {
        return writer.erase(number, transaction -> positions(transaction, number))
                .chain(batch ->
                        batch.erased() > 0 ? batches(number) : Uni.createFrom().voidItem());
    }

    private Uni<List<Long>> positions(SqlConnection transaction, long number) {
        return transaction
                .preparedQuery(POSITIONS)
                .execute(Tuple.of(number, config.batch()))
                .map(rows -> {
                    List<Long> positions = new ArrayList<>(rows.size());
                    rows.forEach(row -> positions.add(row.getLong("position")));
                    return positions;
                });
    }

    private Uni<Void> eraseWhatCameAgain() {
        return bounded(pool.query(AGAIN).execute()).chain(rows -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Row row : rows) {
                done = done.chain(() -> isolated(batches(row.getLong("purge_number"))));
            }
            return done;
        });
    }

    /** One that fails keeps no other from its turn. */
    private static Uni<Void> isolated(Uni<Void> work) {
        return work.onFailure()
                .invoke(failure -> LOG.warnf("What was ordered is not erased yet: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private <T> Uni<T> bounded(Uni<T> call) {
        return call.ifNoItem().after(config.queryTimeout()).fail();
    }
}
