package org.entente.relay;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One shard's transactions. Records and the progress they make are committed together. Not thread safe; every call may
 * block, bounded by the producer's own time limits. After any exception but from {@link #abort} it is of no further use, and
 * whether the last commit happened is for Kafka to say.
 */
final class FeedProducer implements AutoCloseable {

    /** There is nothing to wait for: what is not committed is to be sent again anyway. */
    private static final Duration CLOSE_PATIENCE = Duration.ZERO;

    private final Producer<byte[], byte[]> producer;
    private final TopicPartition progressKey;
    private final AtomicReference<@Nullable SendFailure> firstFailure = new AtomicReference<>();

    /** Takes the producer over, and fences whoever produced for the shard before. */
    FeedProducer(Producer<byte[], byte[]> producer, int shard) {
        this.producer = producer;
        this.progressKey = new TopicPartition(TopicNames.PROGRESS_TOPIC, shard);
        try {
            producer.initTransactions();
        } catch (RuntimeException failed) {
            producer.close(CLOSE_PATIENCE);
            throw failed;
        }
    }

    void begin() {
        producer.beginTransaction();
    }

    /** Blocks while the producer's buffer is full. */
    void send(ProducerRecord<byte[], byte[]> feedRecord) {
        throwIfFailed();
        producer.send(feedRecord, (metadata, failure) -> {
            if (failure != null) {
                firstFailure.compareAndSet(null, new SendFailure(feedRecord.topic(), failure));
            }
        });
    }

    /**
     * Waits until everything sent is with the brokers, so that a commit after it is short.
     *
     * @throws TopicTrouble when only one topic is to blame
     * @throws KafkaException otherwise
     */
    void flush() {
        producer.flush();
        throwIfFailed();
    }

    /**
     * Makes progress part of the transaction, once a transaction.
     *
     * @throws TopicTrouble when only one topic is to blame
     * @throws KafkaException otherwise
     */
    void reach(Progress progress) {
        reach(progressKey, new OffsetAndMetadata(progress.position(), KafkaProgress.metadata(progress)));
    }

    /**
     * The same with progress of another kind.
     *
     * @param key what the offset is of
     */
    void reach(TopicPartition key, OffsetAndMetadata reached) {
        attempt(() -> producer.sendOffsetsToTransaction(
                Map.of(key, reached), new ConsumerGroupMetadata(TopicNames.PROGRESS_GROUP)));
    }

    /**
     * @throws TopicTrouble when only one topic is to blame
     * @throws KafkaException otherwise
     */
    void commit() {
        attempt(producer::commitTransaction);
    }

    private void attempt(Runnable call) {
        try {
            call.run();
        } catch (KafkaException failed) {
            throwIfFailed();
            throw failed;
        }
    }

    /** Takes back what was sent since {@link #begin}; the producer can be used again. */
    void abort() {
        producer.abortTransaction();
        // What an aborted transaction failed to send is no failure of the next one.
        firstFailure.set(null);
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }

    private void throwIfFailed() {
        SendFailure failed = firstFailure.get();
        if (failed != null) {
            throw failed.asException();
        }
    }

    /** The first record that failed tells the reason; all later ones fail because of it. */
    private record SendFailure(String topic, Exception cause) {

        RuntimeException asException() {
            boolean topicAlone = cause instanceof UnknownTopicOrPartitionException
                    || cause instanceof TopicAuthorizationException
                    || cause instanceof InvalidTopicException
                    || cause instanceof RecordTooLargeException;
            return topicAlone && cause instanceof ApiException refused
                    ? new TopicTrouble(topic, refused)
                    : new KafkaException("Records could not be sent", cause);
        }
    }
}
