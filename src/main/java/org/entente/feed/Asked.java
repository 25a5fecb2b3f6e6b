package org.entente.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param partner who asks
 * @param feeds which feeds
 * @param start where to start
 */
record Asked(PartnerId partner, Set<Feed> feeds, Start start) {

    private static final String FEEDS = "feed must name threats, mitigations or advisories, separated by commas.";

    Asked {
        feeds = Set.copyOf(feeds);
    }

    /**
     * Parameters as the request has them.
     *
     * @param lastEventIds header, then query parameter: a browser repeats the query when it connects again, with the header
     * @param from {@code now}, {@code beginning} or a time
     * @param feed names, separated by commas
     */
    record Parameters(
            List<@Nullable String> lastEventIds,
            @Nullable String from,
            @Nullable String feed) {}

    /** @throws ProblemException 400 for what cannot be read, and for ids that this exchange did not give this partner */
    static Asked of(PartnerId partner, Parameters parameters, FeedCursors cursors) {
        Optional<String> last = parameters.lastEventIds().stream()
                .filter(id -> id != null && !id.isEmpty())
                .map(String::valueOf)
                .findFirst();
        Start start = start(parameters.from());
        return new Asked(
                partner,
                feeds(parameters.feed()),
                last.<Start>map(id -> new Start.After(cursors.open(id, partner)))
                        .orElse(start));
    }

    private static Start start(@Nullable String from) {
        if (from == null || from.equals("now")) {
            return new Start.Now();
        }
        if (from.equals("beginning")) {
            return new Start.Beginning();
        }
        return new Start.Since(moment(from)
                .orElseThrow(() -> ProblemException.invalidParameter(
                        "from must be now, beginning or a time such as 2026-01-31T12:00:00Z.")));
    }

    /** Of years of four digits: others are moments too, but neither a calendar of the database nor anybody's log has them. */
    private static Optional<Instant> moment(String text) {
        try {
            return text.matches("\\d{4}-.*") ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Set<Feed> feeds(@Nullable String names) {
        if (names == null) {
            return EnumSet.allOf(Feed.class);
        }
        Set<Feed> feeds = EnumSet.noneOf(Feed.class);
        for (String name : names.split(",", -1)) {
            feeds.add(Arrays.stream(Feed.values())
                    .filter(feed -> feed.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemException.invalidParameter(FEEDS)));
        }
        return feeds;
    }
}
