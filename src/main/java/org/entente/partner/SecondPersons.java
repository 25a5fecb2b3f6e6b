package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.party.OperatorId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Asks whether an operator is another person than those who had a hand in something. Thread safe. */
@ApplicationScoped
public class SecondPersons {

    private static final Logger LOG = Logger.getLogger(SecondPersons.class);

    private final DirectoryChanges changes;
    private final Duration coolingPeriod;
    private final Clock clock;

    SecondPersons(DirectoryChanges changes, PartnerSettings settings, Clock clock) {
        this.changes = changes;
        this.coolingPeriod = settings.coolingPeriod();
        this.clock = clock;
    }

    /**
     * Fails with a {@link ProblemException} (403) where the operator, or whoever could have signed in as one of both sides, is
     * on both.
     *
     * @param hands whoever wrote, edited or submitted it
     * @param by who would approve it
     * @param what it is called in the answer that refuses, such as {@code advisory}
     * @param name which one, for the log
     */
    public Uni<Void> check(Set<OperatorId> hands, OperatorId by, String what, String name) {
        return changes.read(this::makers)
                .invoke(makers -> {
                    makers.isSecond(hands, by, what);
                    // Allowed, so that an exchange with one administrator can be run, but not unseen.
                    Set<String> one = makers.neverCooled().behind(Set.of(by), hands);
                    if (!one.isEmpty()) {
                        LOG.warnf(
                                "One operator made the credentials of both persons behind something approved; what=%s"
                                        + " name=%s approver=%s maker=%s",
                                what, name, by, one);
                    }
                })
                .replaceWithVoid();
    }

    Uni<SecretMakers> makers(Mutiny.Session session) {
        return session.createSelectionQuery(
                        "from CredentialRow row where row.operatorId is not null", CredentialRow.class)
                .getResultList()
                .map(rows -> new SecretMakers(
                        rows.stream()
                                .map(row -> new SecretMakers.Secret(
                                        Objects.requireNonNull(row.operatorId), row.secretBy, row.secretSince))
                                .toList(),
                        clock.instant().minus(coolingPeriod)));
    }
}
