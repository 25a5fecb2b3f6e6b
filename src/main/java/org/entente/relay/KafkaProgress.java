package org.entente.relay;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entente.log.LogReader;
import org.jboss.logging.Logger;

/**
 * Progress as the offsets of the relay's consumer group, with a copy in {@code relay_shard}. Brokers forget the offsets of a
 * group without members after {@code offsets.retention.minutes}; then the copy counts, which may be seconds behind.
 */
final class KafkaProgress implements ProgressStore {

    private static final Logger LOG = Logger.getLogger(KafkaProgress.class);

    private final KafkaAdministration kafka;
    private final Pool pool;
    private final LogReader log;
    private final Answers answers;
    private final RelayConfig config;

    KafkaProgress(KafkaAdministration kafka, Pool pool, LogReader log, Answers answers, RelayConfig config) {
        this.kafka = kafka;
        this.pool = pool;
        this.log = log;
        this.answers = answers;
        this.config = config;
    }

    @Override
    public Progress committed(int shard) {
        ensureTopic();
        Progress progress = inKafka(shard).orElseGet(() -> fallback(shard));
        long last = answers.of(log.lastPosition());
        if (progress.position() > last) {
            throw new RelayTrouble("The relay has delivered up to position " + progress.position()
                    + " of a log that ends at " + last + ": the database is older than what was delivered from it."
                    + " Nothing is sent, because new entries would be taken for delivered ones");
        }
        return progress;
    }

    @Override
    public void mark(int shard, Progress committed) {
        answers.of(pool.preparedQuery("INSERT INTO relay_shard (shard, position, laggards, recorded_at)"
                        + " VALUES ($1, $2, $3, now()) ON CONFLICT (shard) DO UPDATE SET position = excluded.position,"
                        + " laggards = excluded.laggards, recorded_at = excluded.recorded_at"
                        + " WHERE relay_shard.position <= excluded.position")
                .execute(Tuple.of(shard, committed.position(), committed.laggardsText())));
    }

    private void ensureTopic() {
        NewTopic topic = new NewTopic(
                TopicNames.PROGRESS_TOPIC,
                Optional.of(config.shards()),
                config.topic().replicationFactor());
        try {
            answers.of(kafka.call(admin -> admin.createTopics(Set.of(topic)).all()));
        } catch (RelayTrouble trouble) {
            if (!(trouble.getCause() instanceof TopicExistsException)) {
                throw trouble;
            }
            growTopic();
        }
    }

    /** An administrator may have made it, with any number of partitions. */
    private void growTopic() {
        int partitions = answers.of(kafka.call(admin -> admin.describeTopics(Set.of(TopicNames.PROGRESS_TOPIC))
                        .topicNameValues()
                        .get(TopicNames.PROGRESS_TOPIC)))
                .partitions()
                .size();
        if (partitions < config.shards()) {
            answers.of(kafka.call(admin -> admin.createPartitions(
                            Map.of(TopicNames.PROGRESS_TOPIC, NewPartitions.increaseTo(config.shards())))
                    .all()));
        }
    }

    /** Stable offsets only: the last transaction of whoever was fenced may still be about to be completed. */
    private Optional<Progress> inKafka(int shard) {
        TopicPartition key = new TopicPartition(TopicNames.PROGRESS_TOPIC, shard);
        Map<TopicPartition, OffsetAndMetadata> offsets = answers.of(kafka.call(admin -> admin.listConsumerGroupOffsets(
                        Map.of(
                                TopicNames.PROGRESS_GROUP,
                                new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(key))),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(TopicNames.PROGRESS_GROUP)));
        // Without an offset the key is there, with null. Where the broker has none to give yet, the client leaves the
        // key out;
        // taking that for the beginning would send everything again.
        if (!offsets.containsKey(key)) {
            throw new RelayTrouble("The relay's last transaction is not over yet");
        }
        return Optional.ofNullable(offsets.get(key)).map(offset -> Progress.of(offset.offset(), offset.metadata()));
    }

    private Progress fallback(int shard) {
        RowIterator<Row> rows = answers.of(
                        pool.preparedQuery("SELECT position, laggards FROM relay_shard WHERE shard = $1")
                                .execute(Tuple.of(shard)))
                .iterator();
        if (!rows.hasNext()) {
            LOG.infof("The relay starts at the beginning of the log shard=%d", shard);
            return Progress.NONE;
        }
        Row row = rows.next();
        Progress marked = Progress.of(row.getLong(0), row.getString(1));
        LOG.warnf(
                "Kafka has forgotten the relay's progress; it goes on from the copy in the database, and what was delivered"
                        + " in the seconds after it was written is delivered again shard=%d position=%d",
                shard, marked.position());
        return marked;
    }
}
