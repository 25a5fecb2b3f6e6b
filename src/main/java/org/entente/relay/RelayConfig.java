package org.entente.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * How the exchange delivers to Kafka. How it reaches Kafka is set by the ordinary client properties under {@code kafka.},
 * such as {@code kafka.bootstrap.servers}.
 */
@ConfigMapping(prefix = "entente.relay")
public interface RelayConfig {

    /** Whether this instance delivers to Kafka. An instance that does not still provisions subscribers. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Into how many sets partners are divided, each relayed by one thread of one instance: 1 to 8. It is fixed once the
     * relay has run, and a different value stops start-up: progress is kept a shard.
     */
    @WithDefault("1")
    int shards();

    /** Most entries read from the log at once: 1 to 10,000. The log ends a batch of large objects early. */
    @WithDefault("1000")
    int entriesReadMax();

    /** A transaction is committed when it holds this many bytes, before compression; at least 1. */
    @WithDefault("16777216")
    long transactionBytesMax();

    /** A transaction is committed when it is this old, however much more there is to send. */
    @WithDefault("200ms")
    Duration transactionDurationMax();

    /** How long an idle shard sleeps: how soon it sees entries that another instance has sequenced. 10 ms to 10 s. */
    @WithDefault("50ms")
    Duration pollInterval();

    /** How often an idle shard commits its progress again, because brokers forget offsets; far below their retention. */
    @WithDefault("1h")
    Duration progressRefresh();

    /** First pause after trouble with Kafka or the database; it doubles up to {@link #retryDelayMax}. */
    @WithDefault("100ms")
    Duration retryDelayMin();

    /** Longest pause after trouble with Kafka or the database. */
    @WithDefault("10s")
    Duration retryDelayMax();

    /** How long a call to the log, the database or Kafka's administration may take. */
    @WithDefault("15s")
    Duration callTimeout();

    /** How long a shard may take to finish its transaction when the exchange stops; then the transaction is given up. */
    @WithDefault("5s")
    Duration stopTimeout();

    /** How often topics and access rules are compared with what they should be, and repaired. */
    @WithDefault("60s")
    Duration reconcileInterval();

    /**
     * How subscribers prove to the broker who they are: {@code scram} or {@code mtls}. With {@code mtls} the exchange makes no
     * credentials; the broker has to map each partner's certificate to the partner's name.
     */
    @WithDefault("scram")
    SubscriberAuthentication subscriberAuthentication();

    /** How subscribers prove to the broker who they are. */
    enum SubscriberAuthentication {
        /** By a password that the exchange makes, SCRAM-SHA-512. */
        SCRAM,
        /** By a certificate that the exchange knows nothing of. */
        MTLS
    }

    /** What feed topics are like when they are made. */
    Topic topic();

    /** How replays are sent. */
    Replay replay();

    /** How replays are sent, beside the live feeds. */
    interface Replay {

        /** The most entries a second that all replays of the exchange together may take; at least 1. */
        @WithDefault("5000")
        int recordsPerSecondMax();
    }

    /** What feed topics are like when they are made; existing topics are not changed. */
    interface Topic {

        /** Partitions of a feed topic. With more than one, a partner gets its records in log order for each object only. */
        @WithDefault("1")
        int partitions();

        /** Copies of a feed topic; the broker's default unless set. */
        Optional<Short> replicationFactor();

        /** How long records are kept for a subscriber that is away. */
        @WithDefault("14d")
        Duration retention();

        /** The largest record in bytes; a larger object stops its recipients' delivery until an operator has decided. */
        @WithDefault("16777216")
        int recordBytesMax();
    }
}
