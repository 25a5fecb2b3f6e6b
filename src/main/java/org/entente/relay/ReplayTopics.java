package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/** Makes partners' replay topics when they are first needed. Thread safe, idempotent. */
@ApplicationScoped
class ReplayTopics {

    private static final Logger LOG = Logger.getLogger(ReplayTopics.class);

    /** A replay is read from its beginning to its end, in order. */
    private static final int PARTITIONS = 1;

    private final KafkaAdministration kafka;
    private final KafkaSettings settings;
    private final RelayConfig config;

    ReplayTopics(KafkaAdministration kafka, KafkaSettings settings, RelayConfig config) {
        this.kafka = kafka;
        this.settings = settings;
        this.config = config;
    }

    /** Fails with 503 where Kafka does not let it. */
    Uni<Void> make(PartnerId partner) {
        NewTopic topic = new NewTopic(
                        TopicNames.replay(partner),
                        Optional.of(PARTITIONS),
                        config.topic().replicationFactor())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(config.topic().retention().toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(settings.requestBytesMax())));
        return kafka.call(admin -> admin.createTopics(Set.of(topic)).all())
                .onFailure(TopicExistsException.class)
                .recoverWithNull()
                .onFailure()
                .transform(failure -> {
                    LOG.warnf(failure, "A replay topic cannot be made partnerId=%s", partner);
                    return new ProblemException(
                            ProblemType.UNAVAILABLE,
                            "Kafka does not make your replay topic at the moment. Try again later.");
                });
    }
}
