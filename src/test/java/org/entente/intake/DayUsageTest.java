package org.entente.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.intake.DayUsage.Amount;
import org.entente.intake.DayUsage.Hour;
import org.entente.partner.TrustPolicy.Quotas;
import org.junit.jupiter.api.Test;

class DayUsageTest {

    private static final Instant NOW = Instant.parse("2026-05-02T10:30:00Z");
    private static final Quotas TEN_OBJECTS = new Quotas(OptionalLong.of(10), OptionalLong.empty());
    private static final Quotas THOUSAND_BYTES = new Quotas(OptionalLong.empty(), OptionalLong.of(1_000));

    @Test
    void quotaMayBeUsedUpToTheLast() {
        DayUsage usage = usage(hour("2026-05-02T09:00:00Z", 4));

        assertThatCode(() -> usage.check(TEN_OBJECTS, new Amount(6, 9_999))).doesNotThrowAnyException();
    }

    @Test
    void beyondAQuotaItSaysWhichAndWhenEnoughOfItIsFreeAgain() {
        DayUsage usage = usage(hour("2026-05-01T12:00:00Z", 3), hour("2026-05-01T20:00:00Z", 7));

        ProblemException few = refused(usage, TEN_OBJECTS, new Amount(2, 0));
        ProblemException many = refused(usage, TEN_OBJECTS, new Amount(4, 0));

        assertThat(few.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
        assertThat(few).hasMessageContaining("10 objects");
        assertThat(few.retryAfter()).contains(Duration.ofMinutes(150));
        assertThat(many.retryAfter()).contains(Duration.ofMinutes(630));
        assertThat(refused(usage, THOUSAND_BYTES, new Amount(0, 1_000))).hasMessageContaining("1000 bytes");
    }

    @Test
    void requestThatIsMoreByItselfIsToBeSentInParts() {
        assertThat(refused(usage(), TEN_OBJECTS, new Amount(11, 0))).hasMessageContaining("in parts");
    }

    @Test
    void hourCountsUntilAllOfItIsADayOld() {
        assertThat(DayUsage.oldestThatCounts(NOW)).isEqualTo("2026-05-01T10:00:00Z");
    }

    private static DayUsage usage(Hour... hours) {
        return new DayUsage(List.of(hours), NOW);
    }

    private static Hour hour(String start, long objects) {
        return new Hour(Instant.parse(start), new Amount(objects, objects));
    }

    private static ProblemException refused(DayUsage usage, Quotas quotas, Amount added) {
        return catchThrowableOfType(ProblemException.class, () -> usage.check(quotas, added));
    }
}
