package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayLimitsTest {

    @Test
    void defaultsAreWithinTheirRanges() {
        assertThatCode(() -> RelayLimits.check(new RelayWorld().config())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "entries-read-max, 0",
        "entries-read-max, 10001",
        "transaction-bytes-max, 0",
        "transaction-duration-max, 0s",
        "poll-interval, 1ms",
        "retry-delay-max, 1ms",
        "topic.partitions, 0",
        "topic.record-bytes-max, 10"
    })
    void valueOutOfRangeIsRefusedByName(String setting, String value) {
        RelayConfig config = new RelayWorld().with(setting, value).config();

        assertThatThrownBy(() -> RelayLimits.check(config))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Set entente.relay." + setting);
    }
}
