package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicAgesTest {

    private static final PartnerId READER = new PartnerId("xb-cert");
    private static final String FEED = TopicNames.feed(READER, Feed.THREATS);
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    private final RelayConfig config =
            new RelayWorld().with("topic.retention", "30d").config();
    private MuteBroker broker;
    private TopicAges ages;

    @BeforeEach
    void begin() throws IOException {
        broker = new MuteBroker();
        ages = new TopicAges(new KafkaAdministration(broker.settings(config, Duration.ofSeconds(1)), config), config);
    }

    @AfterEach
    void end() throws IOException {
        broker.close();
    }

    @Test
    void topicThatKeepsForTooLongIsLoweredAndItsFilesWithIt() {
        assertThat(changes(keeps("30"), Optional.of(TEN_DAYS), Set.of(TEN_DAYS)))
                .containsExactlyInAnyOrder(
                        set(TopicConfig.RETENTION_MS_CONFIG, TEN_DAYS),
                        set(TopicConfig.SEGMENT_MS_CONFIG, Duration.ofDays(1)));
        assertThat(changes(keeps("10"), Optional.of(TEN_DAYS), Set.of(TEN_DAYS)))
                .as("it is already")
                .isEmpty();
    }

    @Test
    void topicThatKeepsForEverIsLoweredToo() {
        assertThat(changes(keeps("forever"), Optional.of(TEN_DAYS), Set.of(TEN_DAYS)))
                .contains(set(TopicConfig.RETENTION_MS_CONFIG, TEN_DAYS));
    }

    @Test
    void filesAreOfAnHourAtLeast() {
        Duration hours = Duration.ofHours(5);

        assertThat(changes(keeps("30"), Optional.of(hours), Set.of(hours)))
                .contains(set(TopicConfig.SEGMENT_MS_CONFIG, Duration.ofHours(1)));
    }

    @Test
    void whatARuleLoweredIsAsUsualOnceThereIsNone() {
        assertThat(changes(keeps("10"), Optional.empty(), Set.of(TEN_DAYS)))
                .containsExactlyInAnyOrder(
                        set(TopicConfig.RETENTION_MS_CONFIG, Duration.ofDays(30)),
                        new AlterConfigOp(new ConfigEntry(TopicConfig.SEGMENT_MS_CONFIG, null), OpType.DELETE));
    }

    @Test
    void whatOneRuleLoweredIsRaisedToWhatAnotherSays() {
        assertThat(changes(keeps("10"), Optional.of(Duration.ofDays(20)), Set.of(TEN_DAYS, Duration.ofDays(20))))
                .containsExactlyInAnyOrder(
                        set(TopicConfig.RETENTION_MS_CONFIG, Duration.ofDays(20)),
                        set(TopicConfig.SEGMENT_MS_CONFIG, Duration.ofDays(2)));
    }

    @Test
    void whatSomebodyElseSetIsNeverRaised() {
        assertThat(changes(keeps("10"), Optional.empty(), Set.of(Duration.ofDays(9))))
                .isEmpty();
    }

    @Test
    void nothingIsRaisedWhileTopicsMayHoldWhatWasErased() {
        assertThat(changes(
                        keeps("10"), new TopicAges.Wanted((reader, feed) -> Optional.empty(), Set.of(TEN_DAYS), false)))
                .isEmpty();
    }

    @Test
    void rulesAreAskedOfTheTopicsReaderAndFeed() {
        ConfigResource mitigations = topic(TopicNames.feed(READER, Feed.MITIGATIONS));
        ConfigResource replay = topic(TopicNames.replay(READER));
        ConfigResource own = topic(TopicNames.STATE_TOPIC);
        Config usual = keeps("30");

        Set<ConfigResource> changed = ages.changes(
                        Map.of(topic(FEED), usual, mitigations, usual, replay, usual, own, usual),
                        new TopicAges.Wanted(
                                (reader, feed) -> reader.equals(READER) && !feed.equals(Optional.of(Feed.MITIGATIONS))
                                        ? Optional.of(TEN_DAYS)
                                        : Optional.empty(),
                                Set.of(TEN_DAYS),
                                true))
                .keySet();

        assertThat(changed).containsExactlyInAnyOrder(topic(FEED), replay);
    }

    private Collection<AlterConfigOp> changes(Config now, Optional<Duration> longest, Set<Duration> lowered) {
        return changes(now, new TopicAges.Wanted((reader, feed) -> longest, lowered, true));
    }

    private Collection<AlterConfigOp> changes(Config now, TopicAges.Wanted wanted) {
        return ages.changes(Map.of(topic(FEED), now), wanted).getOrDefault(topic(FEED), List.of());
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    /** As many days, and files of a tenth of that, set for this topic. */
    private static Config keeps(String days) {
        if (days.equals("forever")) {
            return config(entry(TopicConfig.RETENTION_MS_CONFIG, -1, ConfigSource.DYNAMIC_TOPIC_CONFIG));
        }
        Duration kept = Duration.ofDays(Long.parseLong(days));
        return config(
                entry(TopicConfig.RETENTION_MS_CONFIG, kept.toMillis(), ConfigSource.DYNAMIC_TOPIC_CONFIG),
                entry(TopicConfig.SEGMENT_MS_CONFIG, kept.dividedBy(10).toMillis(), ConfigSource.DYNAMIC_TOPIC_CONFIG));
    }

    private static Config config(ConfigEntry... entries) {
        return new Config(Arrays.asList(entries));
    }

    private static ConfigEntry entry(String name, long value, ConfigSource source) {
        return new ConfigEntry(
                name, String.valueOf(value), source, false, false, List.of(), ConfigEntry.ConfigType.LONG, "");
    }

    private static AlterConfigOp set(String name, Duration value) {
        return new AlterConfigOp(new ConfigEntry(name, String.valueOf(value.toMillis())), OpType.SET);
    }
}
