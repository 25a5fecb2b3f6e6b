package org.entente.feed;

import java.time.Duration;

/** Checks the settings; see {@link FeedConfig}. */
final class Bounds {

    private Bounds() {}

    /** @throws IllegalArgumentException that says what to set */
    static FeedConfig checked(FeedConfig config) {
        within(config.heartbeatInterval(), Duration.ofMillis(100), Duration.ofMinutes(5), "heartbeat-interval");
        within(config.pollInterval(), Duration.ofMillis(50), Duration.ofMinutes(1), "poll-interval");
        within(config.writeTimeout(), Duration.ofMillis(100), Duration.ofMinutes(10), "write-timeout");
        within(config.durationMax(), Duration.ofSeconds(1), Duration.ofDays(1), "duration-max");
        within(config.streamsPerPartner(), 100, "streams-per-partner");
        within(config.streamsMax(), 10_000, "streams-max");
        within(config.pageEntries(), 1_000, "page-entries");
        within(config.pagesMax(), 1_000, "pages-max");
        return config;
    }

    private static void within(Duration value, Duration min, Duration max, String key) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("entente.feed." + key + " must be " + min + " to " + max);
        }
    }

    private static void within(int value, int max, String key) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("entente.feed." + key + " must be 1 to " + max);
        }
    }
}
