package org.entente.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.jboss.logging.Logger;

/**
 * How long partners' topics keep records: for less than usual where something on them must go sooner, and as usual again when nothing must. What
 * is wanted is worked out anew each time, so it does not matter where somebody broke off. Thread safe.
 */
@ApplicationScoped
public class TopicAges {

    private static final Logger LOG = Logger.getLogger(TopicAges.class);

    /** A broker gives up whole files of records: of a topic that is to keep them a month, one of three days. */
    private static final int FILES_OF_RETENTION = 10;

    private static final Duration FILE_MIN = Duration.ofHours(1);

    /** Of one topic: how old records may be, and files. */
    private static final int SETTINGS = 2;

    private final KafkaAdministration kafka;
    private final Duration usual;

    TopicAges(KafkaAdministration kafka, RelayConfig config) {
        this.kafka = kafka;
        this.usual = config.topic().retention();
    }

    /**
     * What is wanted.
     *
     * @param longest for which a topic of a partner may keep records; of a feed, or of replays of all where none is named. Empty for as
     *     long as usual
     * @param lowered what topics were lowered to: one that keeps records for another time was set so by somebody else, and is never raised
     * @param mayRaise whether any may be raised now
     */
    public record Wanted(
            BiFunction<PartnerId, Optional<Feed>, Optional<Duration>> longest,
            Set<Duration> lowered,
            boolean mayRaise) {
        public Wanted {
            lowered = Set.copyOf(lowered);
        }
    }

    /** Brings all there are in line. */
    public Uni<Void> align(Wanted wanted) {
        return kafka.call(admin -> admin.listTopics().names())
                .map(names -> names.stream()
                        .filter(TopicNames::isOfPartner)
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .chain(topics ->
                        kafka.call(admin -> admin.describeConfigs(topics).all()))
                .map(found -> changes(found, wanted))
                .chain(changes -> Portions.inTurn(changes.keySet(), SETTINGS, some -> alter(some, changes)));
    }

    private Uni<Void> alter(List<ConfigResource> topics, Map<ConfigResource, Collection<AlterConfigOp>> changes) {
        Map<ConfigResource, Collection<AlterConfigOp>> some = new HashMap<>(changes);
        some.keySet().retainAll(Set.copyOf(topics));
        return kafka.call(admin -> admin.incrementalAlterConfigs(some).all())
                .invoke(done -> tell(some.keySet()))
                .replaceWithVoid();
    }

    private static void tell(Set<ConfigResource> topics) {
        Set<String> names = new TreeSet<>();
        topics.forEach(topic -> names.add(topic.name()));
        LOG.infof("Topics keep records for as long as rules of retention say, or as usual topics=%s", names);
    }

    Map<ConfigResource, Collection<AlterConfigOp>> changes(Map<ConfigResource, Config> found, Wanted wanted) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        found.forEach((topic, config) -> TopicNames.readerOf(topic.name()).ifPresent(reader -> {
            Optional<Duration> longest = wanted.longest().apply(reader, TopicNames.feedOf(topic.name()));
            List<AlterConfigOp> some =
                    longest.map(most -> lowered(config, most)).orElse(List.of());
            if (some.isEmpty() && wanted.mayRaise()) {
                some = raised(config, longest, wanted.lowered());
            }
            if (!some.isEmpty()) {
                changes.put(topic, some);
            }
        }));
        return changes;
    }

    private static List<AlterConfigOp> lowered(Config config, Duration most) {
        List<AlterConfigOp> some = new ArrayList<>();
        if (isAbove(config, TopicConfig.RETENTION_MS_CONFIG, most)) {
            some.add(set(TopicConfig.RETENTION_MS_CONFIG, most));
        }
        if (isAbove(config, TopicConfig.SEGMENT_MS_CONFIG, file(most))) {
            some.add(set(TopicConfig.SEGMENT_MS_CONFIG, file(most)));
        }
        return some;
    }

    private List<AlterConfigOp> raised(Config config, Optional<Duration> longest, Set<Duration> lowered) {
        List<AlterConfigOp> some = new ArrayList<>();
        Duration target = longest.filter(most -> most.compareTo(usual) < 0).orElse(usual);
        long now = millis(config, TopicConfig.RETENTION_MS_CONFIG);
        if (now >= 0 && now < target.toMillis() && lowered.contains(Duration.ofMillis(now))) {
            some.add(set(TopicConfig.RETENTION_MS_CONFIG, target));
        }
        if (isFileLowered(config, lowered)) {
            some.addAll(longest.map(most -> raisedFile(config, most))
                    .orElseGet(() -> List.of(
                            new AlterConfigOp(new ConfigEntry(TopicConfig.SEGMENT_MS_CONFIG, null), OpType.DELETE))));
        }
        return some;
    }

    /**
     * Whether a rule made files smaller, also one that left the age of records as it was, being for as long as usual. They are put back to
     * what brokers do by themselves, since the exchange sets nothing else.
     */
    private static boolean isFileLowered(Config config, Set<Duration> lowered) {
        ConfigEntry entry = config.get(TopicConfig.SEGMENT_MS_CONFIG);
        long now = millis(config, TopicConfig.SEGMENT_MS_CONFIG);
        return entry != null
                && entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG
                && lowered.stream().anyMatch(most -> file(most).toMillis() == now);
    }

    private static List<AlterConfigOp> raisedFile(Config config, Duration most) {
        return millis(config, TopicConfig.SEGMENT_MS_CONFIG) < file(most).toMillis()
                ? List.of(set(TopicConfig.SEGMENT_MS_CONFIG, file(most)))
                : List.of();
    }

    private static Duration file(Duration longest) {
        Duration part = longest.dividedBy(FILES_OF_RETENTION);
        return part.compareTo(FILE_MIN) < 0 ? FILE_MIN : part;
    }

    private static boolean isAbove(Config config, String name, Duration most) {
        long now = millis(config, name);
        return now < 0 || now > most.toMillis();
    }

    /** Below 0 stands for ever. */
    private static long millis(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }

    private static AlterConfigOp set(String name, Duration value) {
        return new AlterConfigOp(new ConfigEntry(name, String.valueOf(value.toMillis())), OpType.SET);
    }
}
