package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import java.util.function.Supplier;
import org.entente.log.LogReader;
import org.entente.log.RecallLog;
import org.entente.release.Decisions;

/**
 * What replays are made with.
 *
 * @param replays what was asked for
 * @param log what there is to send
 * @param recalls what changed about it since
 * @param decisions the decisions in force at the time of the call
 * @param commits whom commits are announced to
 * @param progress how far each replay has come
 * @param traced what tells of a replay's next transaction
 * @param answers how long to wait for any of these
 * @param config limits
 */
record ReplayPorts(
        Replays replays,
        LogReader log,
        RecallLog recalls,
        Supplier<Uni<Decisions>> decisions,
        Commits commits,
        KafkaReplayProgress progress,
        Function<Replay, TracedTransaction> traced,
        Answers answers,
        RelayConfig config) {}
