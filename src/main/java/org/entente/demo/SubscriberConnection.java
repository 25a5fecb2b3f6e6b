package org.entente.demo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.entente.relay.TopicNames;
import org.entente.standalone.AccessDocument;

/** Adds to a partner's access how it connects to Kafka. */
@ApplicationScoped
class SubscriberConnection {

    private final String protocol;
    private final String mechanism;
    private final Optional<String> caFile;

    SubscriberConnection(
            @ConfigProperty(name = "entente.kafka.client.security-protocol", defaultValue = "SASL_SSL") String protocol,
            @ConfigProperty(name = "entente.kafka.client.sasl-mechanism", defaultValue = "SCRAM-SHA-512")
                    String mechanism,
            @ConfigProperty(name = "entente.kafka.client.ca-file") Optional<String> caFile) {
        this.protocol = protocol;
        this.mechanism = mechanism;
        this.caFile = caFile;
    }

    AccessDocument.Caller of(AccessDocument.Caller caller, PartnerId id, String password) {
        List<String> topics = TopicNames.feeds(id);
        AccessDocument.Kafka kafka = new AccessDocument.Kafka(
                protocol,
                mechanism,
                id.value(),
                password,
                caFile.orElse(null),
                new AccessDocument.Topics(
                        topics.get(Feed.THREATS.ordinal()),
                        topics.get(Feed.MITIGATIONS.ordinal()),
                        topics.get(Feed.ADVISORIES.ordinal())),
                TopicNames.groupPrefix(id));
        return new AccessDocument.Caller(caller.username(), caller.password(), caller.token(), kafka);
    }
}
