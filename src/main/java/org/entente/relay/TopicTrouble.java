package org.entente.relay;

import org.apache.kafka.common.errors.ApiException;

/** Kafka took a shard's records, but not those for one topic. */
final class TopicTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String topic;

    TopicTrouble(String topic, ApiException cause) {
        super("Kafka refused records for a topic", cause);
        this.topic = topic;
    }

    String topic() {
        return topic;
    }
}
