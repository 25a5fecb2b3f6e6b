package org.entente.partner;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings each partner's access to its topics to what the directory says. A broker that is down stops no operator: the
 * partner is marked, and a background task tries again until it is done. Thread safe.
 */
@ApplicationScoped
class SubscriberProvisioning {

    private static final Logger LOG = Logger.getLogger(SubscriberProvisioning.class);

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration EVERY = Duration.ofSeconds(15);

    /** Longer than any call of an operator takes, whose answer holds a secret that must not be replaced behind its back. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(45);

    private final SubscriberAccess access;
    private final DirectoryChanges changes;
    private final StoredPartners partners;
    private final Clock clock;
    private @Nullable Cancellable task;

    SubscriberProvisioning(SubscriberAccess access, DirectoryChanges changes, StoredPartners partners, Clock clock) {
        this.access = access;
        this.changes = changes;
        this.partners = partners;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        task = Multi.createFrom()
                .ticks()
                .every(EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> catchUp())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("Access to topics is no longer brought up to date", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        if (task != null) {
            task.cancel();
        }
    }

    /** Topics, rules and a fresh credential; empty when the broker could not be reached, and then it is tried again. */
    Uni<Optional<SubscriberAccess.Access>> provision(PartnerId partner) {
        return access.provision(partner)
                .ifNoItem()
                .after(CALL_TIMEOUT)
                .fail()
                .call(made -> mark(partner, KafkaState.PENDING, KafkaState.READY))
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "Topics could not be provisioned; trying again later: partnerId=%s", partner);
                    return Optional.empty();
                });
    }

    /** Takes access away; when the broker could not be reached it is tried again. */
    Uni<Void> cut(PartnerId partner) {
        return access.suspend(partner)
                .ifNoItem()
                .after(CALL_TIMEOUT)
                .fail()
                .chain(() -> mark(partner, KafkaState.CUT_PENDING, KafkaState.CUT))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "Topics could not be cut; trying again later: partnerId=%s", partner);
                    return Uni.createFrom().voidItem();
                });
    }

    /** Only from the state it was done for: in the meantime the partner may have been suspended, or resumed. */
    private Uni<Void> mark(PartnerId partner, KafkaState from, KafkaState to) {
        return changes.follow(session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                .invoke(row -> {
                    if (row.kafkaState == from) {
                        setState(row, to, clock.instant());
                    } else if (row.kafkaState == KafkaState.CUT && to == KafkaState.READY) {
                        setState(row, KafkaState.CUT_PENDING, Instant.EPOCH);
                    }
                })
                .replaceWithVoid());
    }

    static void setState(PartnerRow row, KafkaState state, Instant since) {
        row.kafkaState = state;
        row.kafkaStateSince = since;
    }

    /** One round of the background task. */
    Uni<Void> catchUp() {
        return partners.fresh()
                .map(this::overdue)
                .chain(overdue -> Multi.createFrom()
                        .iterable(overdue)
                        .onItem()
                        .transformToUniAndConcatenate(this::bringAbout)
                        .collect()
                        .last())
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("Access to topics could not be looked at; trying again later", failure);
                    return Uni.createFrom().voidItem();
                });
    }

    private List<Snapshot.Partner> overdue(Snapshot snapshot) {
        Instant now = clock.instant();
        return snapshot.partners().values().stream()
                .filter(partner -> partner.kafka() == KafkaState.PENDING || partner.kafka() == KafkaState.CUT_PENDING)
                // Later than now it was before the clock was set back.
                .filter(partner -> partner.kafkaSince().isBefore(now.minus(LEFT_ALONE))
                        || partner.kafkaSince().isAfter(now.plus(LEFT_ALONE)))
                .toList();
    }

    private Uni<Void> bringAbout(Snapshot.Partner partner) {
        return partner.kafka() == KafkaState.PENDING
                // Nobody is there to be shown the credential; an operator asks for one when it is wanted.
                ? provision(partner.id()).replaceWithVoid()
                : cut(partner.id());
    }
}
