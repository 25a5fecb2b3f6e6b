package org.entente.relay;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.entente.log.LogReader;
import org.entente.log.LogSpot;
import org.jboss.logging.Logger;

/**
 * Progress as the offsets of the relay's consumer group, and the rest of a shard's state in a topic of its own, written in the
 * same transactions; with a copy of both in {@code relay_shard}. Brokers forget the offsets of a group without members after
 * {@code offsets.retention.minutes}; the topic, which holds the shard's position too, remembers then. Where the topic is lost,
 * the copy counts, whole, which may be seconds behind: what was delivered in them is delivered again, under the same ids and
 * sequence numbers.
 */
final class KafkaProgress implements ProgressStore {

    private static final Logger LOG = Logger.getLogger(KafkaProgress.class);

    /** Begins an offset's metadata; the number of the last recall follows. */
    private static final String FORMAT = "2;";

    private static final int STATE_SEGMENT_BYTES = 16 * 1024 * 1024;

    private final KafkaAdministration kafka;
    private final StateTopic state;
    private final Pool pool;
    private final LogReader log;
    private final Answers answers;
    private final RelayConfig config;

    KafkaProgress(
            KafkaAdministration kafka,
            KafkaSettings settings,
            Pool pool,
            LogReader log,
            Answers answers,
            RelayConfig config) {
        this.kafka = kafka;
        this.state = new StateTopic(kafka, settings, answers);
        this.pool = pool;
        this.log = log;
        this.answers = answers;
        this.config = config;
    }

    /** What an offset says besides the position: enough to tell whether the state topic is as far. */
    static String metadata(Progress progress) {
        return FORMAT + progress.recall();
    }

    @Override
    public ShardState committed(int shard) {
        ensureTopic(progressTopic());
        ensureTopic(stateTopic());
        return ofThisLog(shard, found(shard, inKafka(shard), state.read(shard)));
    }

    /** Holds what was delivered against the log, which may have been restored from a backup since. */
    private ShardState ofThisLog(int shard, ShardState committed) {
        long position = committed.progress().position();
        if (position == 0) {
            return committed;
        }
        LogSpot spot = answers.of(log.spot(position));
        if (spot.behind().isEmpty() && isDelivered(spot, committed)) {
            return committed;
        }
        if (!spot.restored()) {
            throw new RelayTrouble("The relay has delivered up to position " + position
                    + " of another log than this: the database is older than what was delivered from it."
                    + " Nothing is sent, because new entries would be taken for delivered ones."
                    + " If a backup was restored, run SELECT log_restored() in the database");
        }
        return takenBack(shard, committed, common(shard, committed, spot));
    }

    private static boolean isDelivered(LogSpot spot, ShardState committed) {
        return spot.dateAdded().isPresent()
                && (committed.added() == Landmark.UNKNOWN
                        || committed.added() == Landmark.of(spot.dateAdded().get()));
    }

    /**
     * As far as both logs are the same. Entries may have been placed before somebody said that a backup was restored: they are later
     * than what was delivered. Where no date is kept, this copy is what was in the backup.
     */
    private Progress common(int shard, ShardState committed, LogSpot spot) {
        Progress delivered = spot.behind().map(committed.progress()::notBeyond).orElse(committed.progress());
        if (committed.added() != Landmark.UNKNOWN) {
            return delivered.notBeyond(answers.of(log.lastPositionAt(Landmark.date(committed.added()))));
        }
        return copy(shard)
                .map(copy -> delivered.notBeyond(copy.progress().position()))
                .orElse(delivered);
    }

    private static ShardState takenBack(int shard, ShardState committed, Progress place) {
        LOG.warnf(
                "A backup was restored; the relay goes on from its end shard=%d position=%d delivered=%d",
                shard, place.position(), committed.progress().position());
        return committed.from(place);
    }

    /** What was not read whole from the topic is owed to it: transactions write what they change only. */
    private ShardState found(int shard, Optional<OffsetAndMetadata> offset, Map<String, String> texts) {
        Optional<ShardState> kept = ShardState.of(texts);
        if (offset.isEmpty()) {
            return kept.orElseGet(() -> copy(shard)
                    .map(copy -> goingOnFrom(shard, copy).insteadOf(texts))
                    .orElseGet(() -> {
                        LOG.infof("The relay starts at the beginning of the log shard=%d", shard);
                        return ShardState.NONE;
                    }));
        }
        OffsetAndMetadata place = offset.get();
        if (Progress.isFirstFormat(place.metadata())) {
            // Written by an exchange that kept no more than this; what is in the topic is older.
            return new ShardState(
                            Progress.ofFirstFormat(place.offset(), place.metadata()),
                            kept.orElse(ShardState.NONE).sequences())
                    .insteadOf(texts);
        }
        return kept.filter(known -> known.progress().position() == place.offset()
                        && metadata(known.progress()).equals(place.metadata()))
                .orElseGet(() -> copy(shard)
                        .map(copy -> goingOnFrom(shard, copy).insteadOf(texts))
                        .orElseThrow(() -> new RelayTrouble(
                                "The topic " + TopicNames.STATE_TOPIC + " has lost what the relay kept in it, and the"
                                        + " database has no copy. Nothing is sent, because partners would get"
                                        + " records twice and under sequence numbers they know")));
    }

    private static ShardState goingOnFrom(int shard, ShardState copy) {
        LOG.warnf(
                "Kafka has forgotten the relay's progress; it goes on from the copy in the database, and what was delivered"
                        + " in the seconds after it was written is delivered again shard=%d position=%d",
                shard, copy.progress().position());
        return copy;
    }

    @Override
    public void mark(int shard, ShardState committed) {
        String texts = committed.texts().entrySet().stream()
                .map(text -> text.getKey() + " " + text.getValue())
                .collect(Collectors.joining("\n"));
        answers.of(pool.preparedQuery("INSERT INTO relay_shard (shard, position, laggards, state, recorded_at)"
                        + " VALUES ($1, $2, '', $3, now()) ON CONFLICT (shard) DO UPDATE SET position = excluded.position,"
                        + " laggards = excluded.laggards, state = excluded.state, recorded_at = excluded.recorded_at"
                        + " WHERE relay_shard.position <= excluded.position")
                .execute(Tuple.of(shard, committed.progress().position(), texts)));
    }

    private Optional<ShardState> copy(int shard) {
        RowIterator<Row> rows = answers.of(
                        pool.preparedQuery("SELECT position, laggards, state FROM relay_shard WHERE shard = $1")
                                .execute(Tuple.of(shard)))
                .iterator();
        if (!rows.hasNext()) {
            return Optional.empty();
        }
        Row row = rows.next();
        String texts = row.getString(2);
        if (texts == null) {
            return Optional.of(new ShardState(
                    Progress.ofFirstFormat(row.getLong(0), row.getString(1)), ShardState.NONE.sequences()));
        }
        return ShardState.ofCopy(texts);
    }

    private NewTopic progressTopic() {
        return new NewTopic(
                TopicNames.PROGRESS_TOPIC,
                Optional.of(config.shards()),
                config.topic().replicationFactor());
    }

    /** Small segments, compacted early: a new start reads all of it. */
    private NewTopic stateTopic() {
        return new NewTopic(
                        TopicNames.STATE_TOPIC,
                        Optional.of(config.shards()),
                        config.topic().replicationFactor())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        String.valueOf(STATE_SEGMENT_BYTES),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.1"));
    }

    private void ensureTopic(NewTopic topic) {
        try {
            answers.of(kafka.call(admin -> admin.createTopics(Set.of(topic)).all()));
        } catch (RelayTrouble trouble) {
            if (!(trouble.getCause() instanceof TopicExistsException)) {
                throw trouble;
            }
            growTopic(topic.name());
        }
    }

    /** An administrator may have made it, with any number of partitions. */
    private void growTopic(String name) {
        int partitions = answers.of(kafka.call(admin ->
                        admin.describeTopics(Set.of(name)).topicNameValues().get(name)))
                .partitions()
                .size();
        if (partitions < config.shards()) {
            answers.of(kafka.call(
                    admin -> admin.createPartitions(Map.of(name, NewPartitions.increaseTo(config.shards())))
                            .all()));
        }
    }

    /** Stable offsets only: the last transaction of whoever was fenced may still be about to be completed. */
    private Optional<OffsetAndMetadata> inKafka(int shard) {
        TopicPartition key = new TopicPartition(TopicNames.PROGRESS_TOPIC, shard);
        Map<TopicPartition, OffsetAndMetadata> offsets = answers.of(kafka.call(admin -> admin.listConsumerGroupOffsets(
                        Map.of(
                                TopicNames.PROGRESS_GROUP,
                                new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(key))),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(TopicNames.PROGRESS_GROUP)));
        // Without an offset the key is there, with null. Where the broker has none to give yet, the client leaves the
        // key out; taking that for the beginning would send everything again.
        if (!offsets.containsKey(key)) {
            throw new RelayTrouble("The relay's last transaction is not over yet");
        }
        return Optional.ofNullable(offsets.get(key));
    }
}
