package org.entente.relay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * A partner's request to be sent once more what it may have, on a topic of its own.
 *
 * @param id names the replay, in the header {@code ce_replay} of its records too
 * @param partner who gets it
 * @param state how far it is
 * @param requestedAt when it was asked for
 * @param feeds labels of the feeds it holds
 * @param after only what was added later than this; absent for the beginning
 * @param until only what was not added later than this
 * @param topic where its records are
 * @param sent records on the topic by now
 * @param finishedAt when it ended, in whatever way
 * @param failure why it failed
 * @param span the same bounds in the log; never shown
 */
@Schema(description = "What a partner asked to be sent once more.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Replay(
        UUID id,
        PartnerId partner,
        State state,
        Instant requestedAt,
        List<String> feeds,
        @Nullable Instant after,
        Instant until,
        String topic,
        long sent,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        @JsonIgnore Span span) {

    public Replay {
        feeds = List.copyOf(feeds);
    }

    /** What becomes of a replay. */
    public enum State {
        /** It has not begun. */
        WAITING,
        /** Its records are being sent. */
        RUNNING,
        /** All of it was sent. */
        FINISHED,
        /** The partner, or an operator, ended it. */
        CANCELLED,
        /** It could not be ended in order. */
        FAILED;

        /** As it is spelled in the REST API and the table. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Bounds in the log.
     *
     * @param after exclusive
     * @param until inclusive
     */
    record Span(long after, long until) {}

    /** The feeds as values. */
    Set<Feed> feedSet() {
        return feeds.stream().map(Feed::of).collect(Collectors.toUnmodifiableSet());
    }

    static List<String> labels(Set<Feed> feeds) {
        return Arrays.stream(Feed.values())
                .filter(feeds::contains)
                .map(Feed::label)
                .toList();
    }
}
