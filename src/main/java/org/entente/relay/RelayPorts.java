package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.entente.release.Decisions;

/**
 * What all shards of an instance work with.
 *
 * @param log what there is to send
 * @param recalls what there is to take back
 * @param decisions the decisions in force at the time of the call
 * @param progress how far each shard has come
 * @param commits which commits are under way
 * @param stops partners whose delivery is stopped
 * @param topics partners' topics
 * @param traced makes what tells of the deliveries of one start of a shard
 * @param answers how long to wait for any of these
 * @param config limits
 * @param nanoTime as {@link System#nanoTime}
 */
record RelayPorts(
        LogReader log,
        RecallLog recalls,
        Supplier<Uni<Decisions>> decisions,
        ProgressStore progress,
        Commits commits,
        Stops stops,
        FeedTopics topics,
        Supplier<TracedDeliveries> traced,
        Answers answers,
        RelayConfig config,
        LongSupplier nanoTime) {}
