package org.entente.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorsTest {

    private static final PartnerId XB = new PartnerId("xb-cert");
    private static final PartnerId XC = new PartnerId("xc-cert");

    private final FeedCursors cursors = new FeedCursors("a key for this test and nothing else");

    @Test
    void cursorOpensForItsReaderOnly() {
        String sealed = cursors.seal(new Place(42, 7), XB);

        assertThat(cursors.open(sealed, XB)).isEqualTo(new Place(42, 7));
        assertThatThrownBy(() -> cursors.open(sealed, XC)).isInstanceOf(ProblemException.class);
    }

    @Test
    void cursorTellsNothingByItsLengthOrByBeingEqual() {
        String first = cursors.seal(new Place(1, 0), XB);

        assertThat(cursors.seal(new Place(Long.MAX_VALUE, Long.MAX_VALUE), XB)).hasSameSizeAs(first);
        assertThat(cursors.seal(new Place(1, 0), XB)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "AAAA", "not base64", "\u00e4", "-1"})
    void forgedIdIsRefused(String id) {
        assertThatThrownBy(() -> asked(id, null, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void headerWinsOverTheParameterAndAnIdOverFrom() {
        String header = cursors.seal(new Place(2, 0), XB);
        String parameter = cursors.seal(new Place(1, 0), XB);

        Asked asked = Asked.of(XB, new Asked.Parameters(Arrays.asList(header, parameter), "beginning", null), cursors);

        assertThat(asked.start()).isEqualTo(new Start.After(new Place(2, 0)));
        assertThat(asked("", null, null).start()).isEqualTo(new Start.Now());
    }

    @Test
    void feedsAreTakenByName() {
        assertThat(asked(null, null, "threats,advisories").feeds()).isEqualTo(Set.of(Feed.THREATS, Feed.ADVISORIES));
        assertThat(asked(null, null, null).feeds()).hasSize(3);
        for (String wrong : List.of("", "threats,", "THREATS", "all")) {
            assertThatThrownBy(() -> asked(null, null, wrong)).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> asked(null, "yesterday", null)).isInstanceOf(ProblemException.class);
    }

    private Asked asked(@Nullable String id, @Nullable String from, @Nullable String feed) {
        return Asked.of(XB, new Asked.Parameters(Arrays.asList(id, null), from, feed), cursors);
    }
}
