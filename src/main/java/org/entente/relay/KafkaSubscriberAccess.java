package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.entente.partner.SubscriberAccess;
import org.entente.party.PartnerId;
import org.entente.relay.RelayConfig.SubscriberAuthentication;
import org.jboss.logging.Logger;

/**
 * Access of subscribers by Kafka's own means: topics, access rules, and a SCRAM-SHA-512 credential for a user named as the
 * partner, unless subscribers prove that name by a certificate. Thread safe, idempotent. A call that fails half way is completed
 * by calling again.
 */
@ApplicationScoped
public class KafkaSubscriberAccess implements SubscriberAccess {

    private static final Logger LOG = Logger.getLogger(KafkaSubscriberAccess.class);

    /** Slows guessing of weak passwords; those made here are beyond guessing, so Kafka's least will do. */
    private static final int ITERATIONS = 4096;

    private static final int SECRET_BYTES = 32;

    private final KafkaAdministration kafka;
    private final KafkaSettings settings;
    private final SubscriberTopics topics;
    private final SubscriberClaims claims;
    private final boolean byCertificate;
    private final SecureRandom random = new SecureRandom();

    KafkaSubscriberAccess(
            KafkaAdministration kafka,
            KafkaSettings settings,
            SubscriberTopics topics,
            SubscriberClaims claims,
            RelayConfig config) {
        this.kafka = kafka;
        this.settings = settings;
        this.topics = topics;
        this.claims = claims;
        this.byCertificate = config.subscriberAuthentication() == SubscriberAuthentication.MTLS;
    }

    @Override
    public Uni<Access> provision(PartnerId partner) {
        return claim(partner)
                .chain(() -> topics.make(Set.of(partner)))
                .invoke(KafkaSubscriberAccess::refuseWithoutTopics)
                .chain(() -> kafka.call(
                        admin -> admin.createAcls(AccessRules.of(partner)).all()))
                .chain(() -> byCertificate ? noCredential(partner) : freshCredential(partner))
                .invoke(() -> LOG.infof("Subscriber access provisioned partnerId=%s", partner));
    }

    @Override
    public Uni<Void> suspend(PartnerId partner) {
        if (settings.isOwnUser(partner.value())) {
            return Uni.createFrom().failure(ownUser());
        }
        return claims.claimed()
                .chain(claimed -> claimed.contains(partner)
                        ? remove(partner)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> remove(PartnerId partner) {
        // Both are tried whatever becomes of the other: either alone stops the partner from reading sooner or later.
        return Uni.combine()
                .all()
                .unis(removeRules(partner), removeCredential(partner))
                .collectFailures()
                .discardItems()
                .invoke(() -> LOG.infof("Subscriber access removed partnerId=%s", partner));
    }

    private Uni<Void> removeRules(PartnerId partner) {
        // The broker asks for the rule at every fetch, so connections that are open stop reading too.
        return kafka.call(admin ->
                        admin.deleteAcls(List.of(AccessRules.all(partner))).all())
                .replaceWithVoid();
    }

    private Uni<Void> removeCredential(PartnerId partner) {
        return kafka.call(admin -> admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion(partner.value(), ScramMechanism.SCRAM_SHA_512)))
                        .all())
                .onFailure(ResourceNotFoundException.class)
                .recoverWithNull();
    }

    private Uni<Access> freshCredential(PartnerId partner) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        ScramCredentialInfo kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        return kafka.call(admin -> admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialUpsertion(partner.value(), kind, password)))
                        .all())
                .replaceWith(() -> access(partner, Optional.of(password)));
    }

    /** A password of the time before certificates were asked for must not go on to open the same topics. */
    private Uni<Access> noCredential(PartnerId partner) {
        return removeCredential(partner).replaceWith(() -> access(partner, Optional.empty()));
    }

    private static Access access(PartnerId partner, Optional<String> password) {
        return new Access(partner.value(), password, TopicNames.feeds(partner), TopicNames.groupPrefix(partner));
    }

    /** A broker may have users of its own; whoever may name partners must not get to reset their passwords. */
    private Uni<Void> claim(PartnerId partner) {
        if (settings.isOwnUser(partner.value())) {
            return Uni.createFrom().failure(ownUser());
        }
        return claims.claimed()
                .chain(claimed -> claimed.contains(partner) ? Uni.createFrom().voidItem() : claimUser(partner));
    }

    private Uni<Void> claimUser(PartnerId partner) {
        return Uni.combine()
                .all()
                .unis(hasCredential(partner), hasRules(partner))
                .with((credential, rules) -> credential || rules)
                .invoke(taken -> {
                    if (taken) {
                        throw new IllegalStateException(
                                "Kafka has a user of the partner's name that the exchange did not"
                                        + " make; remove that user or choose another name");
                    }
                })
                .chain(() -> claims.claim(partner));
    }

    private Uni<Boolean> hasCredential(PartnerId partner) {
        return kafka.call(admin -> admin.describeUserScramCredentials(List.of(partner.value()))
                        .description(partner.value()))
                .replaceWith(true)
                .onFailure(ResourceNotFoundException.class)
                .recoverWithItem(false);
    }

    /** Of somebody known by a certificate nothing else can be seen, and a broker takes certificates beside passwords. */
    private Uni<Boolean> hasRules(PartnerId partner) {
        return kafka.call(admin -> admin.describeAcls(AccessRules.all(partner)).values())
                .map(rules -> !rules.isEmpty());
    }

    private static IllegalStateException ownUser() {
        return new IllegalStateException("A partner cannot have the name of the exchange's own Kafka user");
    }

    private static void refuseWithoutTopics(Set<PartnerId> lacking) {
        if (!lacking.isEmpty()) {
            throw new IllegalStateException("Kafka does not let the exchange make the partner's topics");
        }
    }
}
