package org.entente.relay;

import java.time.Duration;

/** The ranges of {@link RelayConfig}, so that a wrong value stops start-up with a sentence instead of the relay at night. */
final class RelayLimits {

    private static final int ENTRIES_READ_MAX = 10_000;

    /** Kafka's own limit of a record batch is an int, and the exchange holds several. */
    private static final int RECORD_BYTES_MAX = 256 * 1024 * 1024;

    private RelayLimits() {}

    /** @throws IllegalStateException with a sentence that says what to set */
    static void check(RelayConfig config) {
        range("entries-read-max", config.entriesReadMax(), 1, ENTRIES_READ_MAX);
        range("transaction-bytes-max", config.transactionBytesMax(), 1, Long.MAX_VALUE);
        range("topic.partitions", config.topic().partitions(), 1, Integer.MAX_VALUE);
        range("topic.record-bytes-max", config.topic().recordBytesMax(), 1024, RECORD_BYTES_MAX);
        range("replay.records-per-second-max", config.replay().recordsPerSecondMax(), 1, Integer.MAX_VALUE);
        positive("transaction-duration-max", config.transactionDurationMax());
        positive("progress-refresh", config.progressRefresh());
        positive("retry-delay-min", config.retryDelayMin());
        positive("call-timeout", config.callTimeout());
        positive("stop-timeout", config.stopTimeout());
        positive("reconcile-interval", config.reconcileInterval());
        positive("topic.retention", config.topic().retention());
        range("poll-interval in milliseconds", config.pollInterval().toMillis(), 10, 10_000);
        if (config.retryDelayMax().compareTo(config.retryDelayMin()) < 0) {
            throw new IllegalStateException("Set entente.relay.retry-delay-max to at least retry-delay-min");
        }
    }

    private static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalStateException(
                    "Set entente.relay." + name + " to a number from " + least + " to " + most + ", not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalStateException("Set entente.relay." + name + " to more than nothing, such as 1s");
        }
    }
}
