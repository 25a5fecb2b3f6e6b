package org.entente.relay;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Takes what was erased off partners' topics, live ones and those of replays. Kafka gives up a topic's records only from its
 * beginning, so all up to the last erased one go; a topic that holds nothing erased is left as it is. Thread safe.
 *
 * <p>A record tells by its time which entry it is of, whatever view its reader gets: no two entries have the same.
 */
@ApplicationScoped
public class TopicPurge {

    private static final Logger LOG = Logger.getLogger(TopicPurge.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PARTITIONS_AT_ONCE = 30;

    /** When nothing can be read for so long, the look fails, and begins anew later. */
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final KafkaAdministration kafka;
    private final KafkaSettings settings;
    private final Answers answers;
    private volatile boolean stopping;

    TopicPurge(KafkaAdministration kafka, KafkaSettings settings, RelayConfig config) {
        this.kafka = kafka;
        this.settings = settings;
        this.answers = new Answers(config.callTimeout());
    }

    /**
     * What one look did.
     *
     * @param topics that were looked at
     * @param truncated those that held something erased
     */
    public record Report(int topics, Set<String> truncated) {
        public Report {
            truncated = Set.copyOf(truncated);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Looks at every record of every partner there is when it is called, also those of transactions that were taken back.
     *
     * @param erased which of some dates are those of erased entries
     */
    public Uni<Report> look(Function<Collection<Instant>, Uni<Set<Instant>>> erased) {
        return Uni.createFrom().item(() -> lookNow(erased)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Report lookNow(Function<Collection<Instant>, Uni<Set<Instant>>> erased) {
        Set<String> topics = new TreeSet<>();
        Set<String> truncated = new TreeSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.reader(settings.everythingConsumer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (Map.Entry<String, List<PartitionInfo>> topic :
                    consumer.listTopics().entrySet()) {
                if (TopicNames.isOfPartner(topic.getKey())) {
                    topics.add(topic.getKey());
                    topic.getValue().forEach(found -> all.add(new TopicPartition(found.topic(), found.partition())));
                }
            }
            for (int from = 0; from < all.size(); from += PARTITIONS_AT_ONCE) {
                Map<TopicPartition, Long> last = lastErased(
                        consumer, all.subList(from, Math.min(all.size(), from + PARTITIONS_AT_ONCE)), erased);
                truncate(last);
                last.keySet().forEach(partition -> truncated.add(partition.topic()));
            }
        }
        return new Report(topics.size(), truncated);
    }

    /** The last erased record of each partition that has one. */
    private Map<TopicPartition, Long> lastErased(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Function<Collection<Instant>, Uni<Set<Instant>>> erased) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> last = new HashMap<>();
        long movedNanos = System.nanoTime();
        while (!ends.isEmpty()) {
            if (stopping) {
                throw new RelayTrouble("The exchange is stopping");
            }
            ConsumerRecords<byte[], byte[]> read = consumer.poll(POLL);
            note(read, erased, last);
            if (ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue()) || !read.isEmpty()) {
                movedNanos = System.nanoTime();
            } else if (System.nanoTime() - movedNanos > STALLED.toNanos()) {
                throw new RelayTrouble("Partners' topics cannot be read to their ends");
            }
        }
        return last;
    }

    private void note(
            ConsumerRecords<byte[], byte[]> read,
            Function<Collection<Instant>, Uni<Set<Instant>>> erased,
            Map<TopicPartition, Long> last) {
        Set<Instant> dates = new HashSet<>();
        read.forEach(each -> dateOf(each).ifPresent(dates::add));
        if (dates.isEmpty()) {
            return;
        }
        Set<Instant> gone = answers.of(erased.apply(dates));
        for (ConsumerRecord<byte[], byte[]> each : read) {
            if (dateOf(each).filter(gone::contains).isPresent()) {
                last.merge(new TopicPartition(each.topic(), each.partition()), each.offset(), Math::max);
            }
        }
    }

    private static Optional<Instant> dateOf(ConsumerRecord<byte[], byte[]> each) {
        Header time = each.headers().lastHeader("ce_time");
        if (time == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(new String(time.value(), StandardCharsets.UTF_8)));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    private void truncate(Map<TopicPartition, Long> last) {
        if (last.isEmpty()) {
            return;
        }
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        last.forEach((partition, offset) -> before.put(partition, RecordsToDelete.beforeOffset(offset + 1)));
        answers.of(kafka.call(admin -> admin.deleteRecords(before).all()));
        last.forEach((partition, offset) -> LOG.infof(
                "A topic held what was erased, and gave up everything up to it topic=%s partition=%d offset=%d",
                partition.topic(), partition.partition(), offset));
    }
}
