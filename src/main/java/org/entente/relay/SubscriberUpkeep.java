package org.entente.relay;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.entente.audit.Origin;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.Partners;
import org.entente.party.PartnerId;
import org.entente.relay.RelayConfig.SubscriberAuthentication;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps topics and access rules as they should be, whatever an administrator or an accident did to them, and says what it
 * found. Credentials it only reports on: a lost one can be replaced by a fresh one alone, which somebody has to be given.
 *
 * <p>Thread safe. Several instances may do it at once; every step is idempotent.
 */
@ApplicationScoped
public class SubscriberUpkeep {

    private static final Logger LOG = Logger.getLogger(SubscriberUpkeep.class);

    private final Partners partners;
    private final KafkaAdministration kafka;
    private final SubscriberTopics topics;
    private final SubscriberClaims claims;
    private final RelayConfig config;
    private final RepairNotes notes;
    private final Clock clock;
    private @Nullable Cancellable task;

    // What was reported last, so that it is reported once; used by one run at a time.
    private volatile Set<PartnerId> reported = Set.of();
    private volatile Set<AclBinding> reportedRules = Set.of();
    private volatile Optional<Report> last = Optional.empty();

    SubscriberUpkeep(
            Partners partners,
            KafkaAdministration kafka,
            SubscriberTopics topics,
            SubscriberClaims claims,
            RelayConfig config,
            RepairNotes notes,
            Clock clock) {
        this.notes = notes;
        this.partners = partners;
        this.kafka = kafka;
        this.topics = topics;
        this.claims = claims;
        this.config = config;
        this.clock = clock;
    }

    /**
     * What was not as it should be.
     *
     * @param lackingTopics partners that may read, whose topics could not be made
     * @param rulesAdded rules that were missing
     * @param rulesRemoved rules that nobody should have, among them all of partners that may not read
     * @param rulesOfOthers rules by which somebody else may read partners' topics; left as they are, since whoever made them may
     *     mean them
     * @param credentialMissing partners that may read, without a credential; none where they have certificates
     */
    record Differences(
            Set<PartnerId> lackingTopics,
            List<AclBinding> rulesAdded,
            List<AclBinding> rulesRemoved,
            List<AclBinding> rulesOfOthers,
            Set<PartnerId> credentialMissing) {}

    /** @param checkedAt when that was so */
    record Report(Instant checkedAt, Differences differences) {}

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        task = Multi.createFrom()
                .ticks()
                .every(config.reconcileInterval())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick -> run().replaceWithVoid().onFailure().recoverWithUni(failure -> {
                            LOG.debug(
                                    "Subscribers' topics and rules could not be looked at; trying again later",
                                    failure);
                            return Uni.createFrom().voidItem();
                        }))
                .subscribe()
                .with(done -> {}, failure -> LOG.error("Subscribers' topics and rules are no longer kept up", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable running = task;
        if (running != null) {
            running.cancel();
        }
    }

    /** Compares and repairs, once. */
    Uni<Differences> run() {
        Origin asked = Origin.current();
        return Uni.combine()
                .all()
                .unis(partners.upToDate(), claims.claimed(), rules(), usersWithCredential())
                .with(Found::new)
                .chain(found -> topics.make(found.readers()).map(found::differences))
                .call(this::repair)
                .call(differences -> notes.note(asked, differences))
                .invoke(this::report)
                .invoke(differences -> last = Optional.of(new Report(clock.instant(), differences)));
    }

    /** What this instance found and repaired last; empty before it has looked. */
    Optional<Report> last() {
        return last;
    }

    private Uni<Collection<AclBinding>> rules() {
        return kafka.call(admin -> admin.describeAcls(AclBindingFilter.ANY).values());
    }

    /** Empty where nobody needs one. */
    private Uni<Optional<Map<String, UserScramCredentialsDescription>>> usersWithCredential() {
        return config.subscriberAuthentication() == SubscriberAuthentication.MTLS
                ? Uni.createFrom().item(Optional.empty())
                : kafka.call(admin -> admin.describeUserScramCredentials().all())
                        .map(Optional::of);
    }

    private Uni<Void> repair(Differences differences) {
        List<AclBindingFilter> surplus =
                differences.rulesRemoved().stream().map(AclBinding::toFilter).toList();
        Uni<Void> removed = Portions.inTurn(
                surplus, 1, rules -> kafka.call(admin -> admin.deleteAcls(rules).all()));
        return differences.rulesAdded().isEmpty()
                ? removed
                : removed.chain(() -> Portions.inTurn(
                                differences.rulesAdded(),
                                1,
                                rules -> kafka.call(
                                        admin -> admin.createAcls(rules).all())))
                        .chain(this::takeBackFromOthers);
    }

    /** A partner may have been suspended or lost its role, and its rules with it, between the look and the repair. */
    private Uni<Void> takeBackFromOthers() {
        return partners.upToDate()
                .map(directory -> directory.partners().values().stream()
                        .filter(member -> !member.reads())
                        .map(member -> AccessRules.all(member.id()))
                        .toList())
                .chain(filters -> filters.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : kafka.call(admin -> admin.deleteAcls(filters).all()).replaceWithVoid());
    }

    private void report(Differences differences) {
        differences.rulesAdded().forEach(rule -> LOG.infof("An access rule was missing and is added rule=%s", rule));
        differences
                .rulesRemoved()
                .forEach(rule -> LOG.warnf("An access rule was too much and is removed rule=%s", rule));
        for (AclBinding rule : differences.rulesOfOthers()) {
            if (!reportedRules.contains(rule)) {
                LOG.warnf("Somebody who is no partner may read partners' topics rule=%s", rule);
            }
        }
        reportedRules = Set.copyOf(differences.rulesOfOthers());
        for (PartnerId partner : differences.credentialMissing()) {
            if (!reported.contains(partner)) {
                LOG.warnf(
                        "A partner has no Kafka credential; renew it if it is to read its topics partnerId=%s",
                        partner);
            }
        }
        reported = differences.credentialMissing();
    }

    /** What is, beside what should be. */
    private record Found(
            Directory directory,
            Set<PartnerId> claimed,
            Collection<AclBinding> rules,
            Optional<Map<String, UserScramCredentialsDescription>> users) {

        /** Rules for a user the exchange did not make would let somebody else read a partner's topics. */
        List<Member> ours() {
            return directory.partners().values().stream()
                    .filter(member -> claimed.contains(member.id()))
                    .toList();
        }

        List<PartnerId> readers() {
            return ours().stream().filter(Member::reads).map(Member::id).toList();
        }

        Differences differences(Set<PartnerId> lackingTopics) {
            Map<String, Set<AclBinding>> wanted = new HashMap<>();
            for (Member member : ours()) {
                wanted.put(
                        AccessRules.principal(member.id()),
                        member.reads() ? new HashSet<>(AccessRules.of(member.id())) : Set.of());
            }
            Set<AclBinding> missing = new HashSet<>();
            wanted.values().forEach(missing::addAll);
            rules.forEach(missing::remove);
            List<AclBinding> surplus = rules.stream()
                    .filter(rule -> {
                        Set<AclBinding> right = wanted.get(rule.entry().principal());
                        return right != null && !right.contains(rule);
                    })
                    .toList();
            return new Differences(
                    lackingTopics,
                    new ArrayList<>(missing),
                    surplus,
                    rules.stream()
                            .filter(rule -> !wanted.containsKey(rule.entry().principal()))
                            .filter(AccessRules::readsPartners)
                            .toList(),
                    users.map(this::withoutCredential).orElse(Set.of()));
        }

        private Set<PartnerId> withoutCredential(Map<String, UserScramCredentialsDescription> users) {
            Set<PartnerId> without = new HashSet<>(readers());
            without.removeIf(partner -> {
                UserScramCredentialsDescription user = users.get(partner.value());
                return user != null
                        && user.credentialInfos().stream()
                                .anyMatch(credential -> credential.mechanism() == ScramMechanism.SCRAM_SHA_512);
            });
            return without;
        }
    }
}
