package org.entente.relay;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/** Makes the three topics of each partner. What exists is left as it is. Thread safe, idempotent. */
@ApplicationScoped
public class SubscriberTopics {

    private static final Logger LOG = Logger.getLogger(SubscriberTopics.class);

    /** What the controller writes for a topic beside one record a partition: the topic itself and two settings. */
    private static final int RECORDS = 3;

    private final KafkaAdministration kafka;
    private final KafkaSettings settings;
    private final RelayConfig.Topic config;

    SubscriberTopics(KafkaAdministration kafka, KafkaSettings settings, RelayConfig config) {
        this.kafka = kafka;
        this.settings = settings;
        this.config = config.topic();
    }

    /** Makes what is missing; the partners who still lack a topic. */
    Uni<Set<PartnerId>> make(Collection<PartnerId> partners) {
        return kafka.call(admin -> admin.listTopics().names())
                .map(names -> missing(partners, names))
                .chain(missing -> missing.isEmpty() ? Uni.createFrom().item(Set.<PartnerId>of()) : createAll(missing));
    }

    private Uni<Set<PartnerId>> createAll(Map<String, PartnerId> missing) {
        return Multi.createFrom()
                .iterable(Portions.of(missing.keySet(), RECORDS + config.partitions()))
                .onItem()
                .transformToUniAndConcatenate(topics -> kafka.callAll(admin -> create(admin, topics, missing)))
                .collect()
                .in(HashSet<PartnerId>::new, Set::addAll)
                .map(Set::copyOf);
    }

    private static Map<String, PartnerId> missing(Collection<PartnerId> partners, Set<String> names) {
        Map<String, PartnerId> missing = new HashMap<>();
        for (PartnerId partner : partners) {
            for (String topic : TopicNames.feeds(partner)) {
                if (!names.contains(topic)) {
                    missing.put(topic, partner);
                }
            }
        }
        return missing;
    }

    private CompletionStage<Set<PartnerId>> create(Admin admin, List<String> names, Map<String, PartnerId> missing) {
        List<NewTopic> topics = names.stream().map(this::newTopic).toList();
        Map<PartnerId, Throwable> failures = new HashMap<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        admin.createTopics(topics)
                .values()
                .forEach((topic, created) -> all.add(created.toCompletionStage()
                        .handle((done, failure) -> {
                            PartnerId partner = missing.get(topic);
                            if (failure != null && !(failure instanceof TopicExistsException) && partner != null) {
                                synchronized (failures) {
                                    failures.put(partner, failure);
                                }
                            }
                            return topic;
                        })
                        .toCompletableFuture()));
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).thenApply(done -> {
            failures.forEach((partner, failure) ->
                    LOG.warnf(failure, "A partner's topics cannot be made; its delivery waits partnerId=%s", partner));
            return Set.copyOf(failures.keySet());
        });
    }

    private NewTopic newTopic(String name) {
        return new NewTopic(name, Optional.of(config.partitions()), config.replicationFactor())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(config.retention().toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(settings.requestBytesMax())));
    }
}
