package org.entente.mitigation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class CountsTest {

    @Test
    void countsUnderThreeAreLeftOutAndThereIsNoTotal() throws Exception {
        Counts counts = Counts.of(3, 2, 0, 12);

        assertThat(new ObjectMapper().writeValueAsString(counts)).isEqualTo("{\"planned\":3,\"not-applicable\":12}");
    }

    @Test
    void noughtCannotBeToldFromOneOrTwo() {
        assertThat(Counts.of(0, 0, 0, 0)).isEqualTo(Counts.of(2, 1, 2, 2)).isEqualTo(Counts.NONE);
    }
}
