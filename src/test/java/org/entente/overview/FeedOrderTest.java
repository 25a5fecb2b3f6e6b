package org.entente.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.entente.overview.Overview.Feed;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedOrderTest {

    private static Feed feed(String partner, @Nullable Long lag, boolean stopped) {
        return new Feed(new PartnerId(partner), partner, "ready", lag, null, stopped);
    }

    @Test
    void feedsThatStandComeFirstAndThenThoseFurthestBehind() {
        Stream<Feed> feeds = Stream.of(
                feed("even", 0L, false),
                feed("behind", 7L, false),
                feed("unknown", null, false),
                feed("standing", 1L, true),
                feed("far-behind", 700L, false),
                feed("standing-for-longer", 70L, true),
                feed("as-far-behind", 700L, false));

        assertThat(feeds.sorted(Overviews.MOST_URGENT_FIRST)
                        .map(feed -> feed.partner().value()))
                .containsExactly(
                        "standing-for-longer", "standing", "as-far-behind", "far-behind", "behind", "even", "unknown");
    }
}
