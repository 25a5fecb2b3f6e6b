package org.entente.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.entente.retention.Topics.Reached;
import org.junit.jupiter.api.Test;

class TopicsReachedTest {

    private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

    @Test
    void aLookThatAnEarlierVersionNotedAloneIsLookedAtAgainAndConfirmed() {
        // Given
        Reached noted = new Reached(4, 9, 4, NOW);

        // When
        Reached first = noted.lookedAgain(9, false, NOW);
        Reached second = first.lookedAgain(9, true, NOW);

        // Then
        assertThat(noted.isForgotten()).isTrue();
        assertThat(first.isForgotten()).isFalse();
        assertThat(first.isSettling()).isTrue();
        assertThat(second).isEqualTo(new Reached(9, 9, 9, NOW));
        assertThat(second.isForgotten()).isFalse();
    }
}
