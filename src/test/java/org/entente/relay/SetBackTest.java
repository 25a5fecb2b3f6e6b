package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SetBackTest {

    private Instant timeOfDay = Instant.parse("2026-01-05T10:00:00Z");
    private Duration passed = Duration.ZERO;
    private Duration heldUp = Duration.ZERO;
    private final SetBack setBack = new SetBack(new TimeOfDay(), () -> passed.toNanos());

    private final class TimeOfDay extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            Instant read = timeOfDay;
            pass(heldUp);
            heldUp = Duration.ZERO;
            return read;
        }
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
        timeOfDay = timeOfDay.plus(time);
    }

    @Test
    void timeThatPassesIsNoticedByNobody() {
        pass(Duration.ofHours(3));

        assertThat(setBack.look()).isZero();
    }

    @Test
    void clockThatIsKeptRightIsNotSetBack() {
        timeOfDay = timeOfDay.minusMillis(500);

        assertThat(setBack.look()).isZero();
    }

    @Test
    void clockSetBackIsNoticedOnce() {
        pass(Duration.ofSeconds(2));
        timeOfDay = timeOfDay.minusSeconds(3600);

        assertThat(setBack.look()).isEqualTo(Duration.ofHours(1));
        pass(Duration.ofSeconds(2));
        assertThat(setBack.look()).isZero();
    }

    @Test
    void clockSetForwardIsNotSetBackUntilItIs() {
        timeOfDay = timeOfDay.plusSeconds(3600);
        assertThat(setBack.look()).isZero();

        timeOfDay = timeOfDay.minusSeconds(3600);
        assertThat(setBack.look()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void threadHeldUpWhileLookingIsNoSetBackAndHidesNone() {
        heldUp = Duration.ofSeconds(5);
        assertThat(setBack.look()).isZero();
        assertThat(setBack.look()).isZero();

        timeOfDay = timeOfDay.minusSeconds(3600);
        heldUp = Duration.ofSeconds(5);
        assertThat(setBack.look()).isZero();
        assertThat(setBack.look()).isEqualTo(Duration.ofHours(1));
    }
}
