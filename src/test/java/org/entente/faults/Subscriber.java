package org.entente.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.entente.faults.Ledger.Posted;
import org.jboss.logging.Logger;

/**
 * A subscriber's program that reads everything on its topic of threats from the beginning, committed records only, and notes what
 * is wrong with each. It keeps its place itself, so that what it sees twice is there twice.
 */
final class Subscriber implements Runnable {

    private static final Logger LOG = Logger.getLogger(Subscriber.class);
    private static final Pattern VERSION = Pattern.compile("\"modified\":\"([^\"]+)\"");

    /** Further ones say nothing new. */
    private static final int WRONGS_MAX = 20;

    private final String partner;
    private final Map<String, Object> connection;
    private final Ledger ledger;
    private final TopicPartition topic;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<String> eventIds = ConcurrentHashMap.newKeySet();
    private final List<String> order = new ArrayList<>();
    private final Map<Integer, Integer> turns = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private final Pauses pauses = new Pauses();
    private long place;
    private volatile boolean stopping;

    Subscriber(String partner, String brokers, Ledger ledger) {
        this.partner = partner;
        this.ledger = ledger;
        this.topic = new TopicPartition("entente.feed." + partner + ".threats", 0);
        this.connection = Map.of(
                "bootstrap.servers", brokers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                // Records that vanish are a loss, not a reason to go on elsewhere.
                "auto.offset.reset", "none");
    }

    void stop() {
        stopping = true;
    }

    boolean has(Set<String> keys) {
        return seen.containsAll(keys);
    }

    int count() {
        return seen.size();
    }

    Pauses pauses() {
        return pauses;
    }

    String partner() {
        return partner;
    }

    /** What it got, in order; once it has stopped. */
    List<String> order() {
        return order;
    }

    /** What was wrong with it. */
    Queue<String> wrongs() {
        return wrongs;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(topic));
                consumer.seek(topic, place);
                while (!stopping) {
                    consumer.poll(Duration.ofMillis(200)).forEach(this::read);
                    place = consumer.position(topic);
                }
            } catch (KafkaException away) {
                // As a subscriber's supervisor would: from its own place, once more.
                LOG.infof("A subscriber begins anew: %s", away.getMessage());
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> event) {
        place = event.offset() + 1;
        pauses.happened();
        String content = new String(event.value(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(content);
        String key = Ledger.Posted.key(event.key(), version.find() ? version.group(1) : "");
        order.add(key);
        if (!seen.add(key) || !eventIds.add(header(event, "ce_id"))) {
            wrong("twice: " + key);
        }
        if (!header(event, "ce_sequence").equals(String.valueOf(order.size()))) {
            wrong("number " + header(event, "ce_sequence") + " in place " + order.size());
        }
        Posted posted = ledger.find(key);
        if (posted == null || !posted.content().equals(content)) {
            wrong("not as anybody sent it: " + key);
            return;
        }
        String type = posted.first() ? "org.entente.object.released.v1" : "org.entente.object.revised.v1";
        if (!header(event, "ce_type").equals(type)) {
            wrong(header(event, "ce_type") + " instead of " + type + ": " + key);
        }
        if (turns.merge(posted.client(), posted.turn(), Math::max) > posted.turn()) {
            wrong("after what was sent once it had been accepted: " + key);
        }
    }

    private void wrong(String what) {
        if (wrongs.size() < WRONGS_MAX) {
            wrongs.add(partner + " got " + what);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> event, String name) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
