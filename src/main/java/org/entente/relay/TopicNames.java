package org.entente.relay;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.entente.log.Feed;
import org.entente.party.PartnerId;

/** What things are called in Kafka. Partner ids hold no dots, so no name of one partner is a prefix of another's. */
public final class TopicNames {

    /** The consumer group whose offsets are the relay's progress. It never has members. */
    static final String PROGRESS_GROUP = "entente-relay";

    /** Carries no records: its partitions, one a shard, are what the progress group's offsets refer to. */
    static final String PROGRESS_TOPIC = "entente.relay.progress";

    /** What else a transaction keeps: a compacted topic, a partition a shard. */
    static final String STATE_TOPIC = "entente.relay.state";

    /** What the names of all feeds begin with. */
    static final String FEEDS = "entente.feed.";

    /** What the names of all topics of replays begin with. */
    static final String REPLAYS = "entente.replay.";

    private TopicNames() {}

    static String feed(PartnerId partner, Feed feed) {
        return FEEDS + partner.value() + "." + feed.label();
    }

    /** The partner's topics, in the order threats, mitigations, advisories. */
    public static List<String> feeds(PartnerId partner) {
        return Arrays.stream(Feed.values()).map(feed -> feed(partner, feed)).toList();
    }

    /** Where a partner's replays are. */
    static String replay(PartnerId partner) {
        return REPLAYS + partner.value();
    }

    /** Whose feed topic it is. */
    static Optional<PartnerId> partnerOf(String topic) {
        String[] parts = topic.split("\\.", -1);
        return parts.length == 4 && parts[0].equals("entente") && parts[1].equals("feed")
                ? PartnerId.tryParse(parts[2])
                : Optional.empty();
    }

    /** Who reads a topic: a feed of its own, or its replays. */
    static Optional<PartnerId> readerOf(String topic) {
        return topic.startsWith(REPLAYS) ? PartnerId.tryParse(topic.substring(REPLAYS.length())) : partnerOf(topic);
    }

    /** Which feed a topic is; none for one of replays. */
    static Optional<Feed> feedOf(String topic) {
        return Arrays.stream(Feed.values())
                .filter(feed -> topic.startsWith(FEEDS) && topic.endsWith("." + feed.label()))
                .findFirst();
    }

    /** Whether partners read it: a feed, or a topic of replays. */
    static boolean isOfPartner(String topic) {
        return topic.startsWith(FEEDS) || topic.startsWith(REPLAYS);
    }

    /** What the names of its consumer groups begin with. Ends in a dot: without it, {@code xb-cert} would own the groups of {@code xb-cert-2}. */
    public static String groupPrefix(PartnerId partner) {
        return partner.value() + ".";
    }

    static String transactionalId(int shard) {
        return "entente-relay-" + shard;
    }
}
