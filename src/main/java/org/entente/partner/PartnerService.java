package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Creates, changes, suspends and resumes partners. When a call returns, every exit of this instance follows, and every
 * other instance's does before its next answer. Thread safe; every call may come from any thread.
 */
@ApplicationScoped
public class PartnerService {

    private final DirectoryChanges changes;
    private final CredentialService credentials;
    private final SubscriberProvisioning provisioning;
    private final Clock clock;

    PartnerService(
            DirectoryChanges changes, CredentialService credentials, SubscriberProvisioning provisioning, Clock clock) {
        this.changes = changes;
        this.credentials = credentials;
        this.provisioning = provisioning;
        this.clock = clock;
    }

    /**
     * A partner to be created.
     *
     * @param id its name for good
     * @param title what people call it
     * @param roles of {@link Roles#SUBMITTER} and {@link Roles#SUBSCRIBER}
     */
    public record NewPartner(PartnerId id, String title, Set<String> roles) {
        public NewPartner {
            roles = Set.copyOf(roles);
        }

        /** One that both submits and subscribes. */
        public static NewPartner of(PartnerId id, String title) {
            return new NewPartner(id, title, Roles.OF_PARTNERS);
        }
    }

    /**
     * A partner just created.
     *
     * @param password its first credential, user name equal to its id
     * @param kafka how it reads its topics; empty when it does not subscribe, and when the broker was not there, see {@link
     *     #renewKafka}
     */
    public record CreatedPartner(IssuedPassword password, Optional<SubscriberAccess.Access> kafka) {}

    /**
     * Creates a partner, with a policy that allows nothing yet.
     *
     * @param author who does it, for the history
     * @return fails with 409 when the name is taken
     */
    public Uni<CreatedPartner> create(NewPartner partner, String author) {
        return credentials
                .newPassword(
                        password -> changes.change(
                                noted(Action.PARTNER_CREATED, partner),
                                session -> insert(session, partner, password, author)),
                        partner.id().value())
                .chain(password -> kafkaOf(partner).map(kafka -> new CreatedPartner(password, kafka)));
    }

    private Uni<Optional<SubscriberAccess.Access>> kafkaOf(NewPartner partner) {
        return partner.roles().contains(Roles.SUBSCRIBER)
                ? provisioning.provision(partner.id())
                : Uni.createFrom().item(Optional.empty());
    }

    private static Act noted(Action action, NewPartner partner) {
        return Acts.partner(action, partner.id())
                .with(Map.of("title", partner.title(), "roles", Roles.join(partner.roles())));
    }

    private Uni<Void> insert(Mutiny.Session session, NewPartner partner, NewPassword password, String author) {
        String name = partner.id().value();
        Instant now = clock.instant();
        return DirectoryChanges.nameIsFree(session, name)
                .chain(() -> nextOrdinal(session))
                .chain(ordinal -> session.persist(row(partner, ordinal, now)))
                // The credential refers to it, and rows are written in no promised order.
                .call(session::flush)
                .chain(() -> session.persist(password.row(new Owner.OfPartner(partner.id()), name, now, author)));
    }

    private static Uni<Integer> nextOrdinal(Mutiny.Session session) {
        return session.createSelectionQuery(
                        "select coalesce(max(row.ordinal), -1) + 1 from PartnerRow row", Integer.class)
                .getSingleResult();
    }

    private static PartnerRow row(NewPartner partner, int ordinal, Instant now) {
        PartnerRow row = new PartnerRow();
        row.id = partner.id().value();
        row.ordinal = ordinal;
        row.title = partner.title();
        row.roles = Roles.join(partner.roles());
        row.createdAt = now;
        row.version = 1;
        SubscriberProvisioning.setState(row, row.subscribes() ? KafkaState.PENDING : KafkaState.CUT, now);
        return row;
    }

    /**
     * Changes title and roles. Losing the role {@code subscriber} cuts reading as {@link #suspend} does; gaining it makes
     * topics, and {@link #renewKafka} gives the credential.
     *
     * @param ifMatch as of {@link VersionTag#check}
     */
    public Uni<Void> change(NewPartner partner, @Nullable String ifMatch) {
        return update(noted(Action.PARTNER_CHANGED, partner), partner.id(), row -> {
                    VersionTag.check(ifMatch, row.version);
                    boolean subscribed = row.subscribes();
                    row.title = partner.title();
                    row.roles = Roles.join(partner.roles());
                    return row.suspendedAt == null && subscribed != row.subscribes() ? follow(row) : row.kafkaState;
                })
                .chain(state -> bringAbout(partner.id(), state))
                .replaceWithVoid();
    }

    /** Sets what the broker has yet to follow. */
    private KafkaState follow(PartnerRow row) {
        KafkaState state = row.suspendedAt == null && row.subscribes() ? KafkaState.PENDING : KafkaState.CUT_PENDING;
        SubscriberProvisioning.setState(row, state, clock.instant());
        return state;
    }

    private Uni<Optional<SubscriberAccess.Access>> bringAbout(PartnerId partner, KafkaState state) {
        return switch (state) {
            case PENDING -> provisioning.provision(partner);
            case CUT_PENDING -> provisioning.cut(partner).replaceWith(Optional.empty());
            case READY, CUT -> Uni.createFrom().item(Optional.empty());
        };
    }

    /** Cuts every access of a partner at once: HTTP and TAXII before this returns, Kafka too if the broker is there. */
    public Uni<Void> suspend(PartnerId partner, String reason) {
        Act act = Acts.partner(Action.PARTNER_SUSPENDED, partner).because(reason);
        return update(act, partner, row -> {
                    row.suspendedAt = row.suspendedAt == null ? clock.instant() : row.suspendedAt;
                    row.suspensionReason = reason;
                    return follow(row);
                })
                .chain(state -> bringAbout(partner, state))
                .replaceWithVoid();
    }

    /** Lets a suspended partner in again, a subscriber with a fresh Kafka credential. */
    public Uni<Optional<SubscriberAccess.Access>> resume(PartnerId partner) {
        return update(Acts.partner(Action.PARTNER_RESUMED, partner), partner, row -> {
                    if (row.suspendedAt == null) {
                        throw new ProblemException(ProblemType.CONFLICT, "The partner is not suspended.");
                    }
                    row.suspendedAt = null;
                    row.suspensionReason = null;
                    return follow(row);
                })
                .chain(state -> bringAbout(partner, state));
    }

    /** A fresh Kafka credential in place of the old one; empty when the broker is not there. */
    public Uni<Optional<SubscriberAccess.Access>> renewKafka(PartnerId partner) {
        return update(Acts.partner(Action.KAFKA_CREDENTIAL_RENEWED, partner), partner, row -> {
                    if (row.suspendedAt != null || !row.subscribes()) {
                        throw new ProblemException(
                                ProblemType.CONFLICT, "The partner is suspended, or is not a subscriber.");
                    }
                    return follow(row);
                })
                .chain(state -> bringAbout(partner, state));
    }

    /** The change tells the state in which access to topics is to be. */
    private Uni<KafkaState> update(Act act, PartnerId partner, Function<PartnerRow, KafkaState> change) {
        return changes.change(
                act,
                session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                        .map(row -> {
                            KafkaState state = change.apply(row);
                            row.version++;
                            return state;
                        }));
    }
}
