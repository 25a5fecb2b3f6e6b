package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HttpDateTest {

    @Test
    void saysTheSecondInTheFormOfHttp() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T01:05:09.999Z"));
        HttpDate date = new HttpDate(new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        });

        assertThat(date.now()).isEqualTo("Mon, 02 Mar 2026 01:05:09 GMT");
        now.set(now.get().plusMillis(1));
        assertThat(date.now()).isEqualTo("Mon, 02 Mar 2026 01:05:10 GMT");
    }
}
