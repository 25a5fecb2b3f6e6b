/**
 * From the log, through the release decision, onto each partner's Kafka topics, exactly once and in log order; and the
 * topics, access rules and credentials subscribers need for that. Flows in: log entries by position, decisions from the
 * gate, provisioning calls from {@code partner}; out: records on {@code entente.feed.<partner>.<feed>}.
 *
 * <p>The rule it protects: a record and the progress that covers it are committed in one Kafka transaction or not at all,
 * so that no crash, zombie or broken broker loses or repeats anything for a {@code read_committed} reader. Nothing is sent
 * that is not a {@link org.entente.release.Released} value. It owns the tables {@code relay_layout},
 * {@code relay_shard}, {@code relay_commit}, {@code relay_subscriber} and {@code quarantine}, and the topics
 * {@code entente.relay.progress} and {@code entente.relay.state}.
 *
 * <p>A {@code Relay} runs one {@code ShardWorker} thread a shard; each, once elected, runs a {@code Delivery} until trouble,
 * and starts anew from what Kafka says was committed. There is no other way to recover, so there is one to test.
 */
@NullMarked
package org.entente.relay;

import org.jspecify.annotations.NullMarked;
