package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 200})
    void pagesTogetherAreTheWholeList(int limit) {
        List<String> read = new ArrayList<>();
        String next = null;
        do {
            Listing<String> page = Listing.of(ALL.stream(), Function.identity(), Listing.Query.of(limit, next));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            read.addAll(page.items());
            next = page.next();
        } while (next != null);

        assertThat(read).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 201})
    void limitHasBounds(int limit) {
        assertThatThrownBy(() -> Listing.Query.of(limit, null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void nextOfOthersIsRefused() {
        assertThatThrownBy(() -> Listing.Query.of(1, "?!")).isInstanceOf(ProblemException.class);
    }
}
