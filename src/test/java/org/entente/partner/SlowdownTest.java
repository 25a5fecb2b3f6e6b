package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.partner.Slowdown.Source;
import org.junit.jupiter.api.Test;

class SlowdownTest {

    private final TestClock clock = new TestClock();
    private final Slowdown slowdown = new Slowdown(clock);

    private static Source from(String name) {
        return new Source(name, "192.0.2.1");
    }

    private void fail(String name, int times) {
        for (int time = 0; time < times; time++) {
            slowdown.begin(from(name));
            slowdown.end(from(name), false);
        }
    }

    private Duration next(String name) {
        Duration wait = slowdown.begin(from(name));
        slowdown.end(from(name), false);
        return wait;
    }

    @Test
    void fewFailuresCostNothing() {
        fail("xa-cert", 2);

        assertThat(next("xa-cert")).isZero();
    }

    @Test
    void furtherFailuresWaitTwiceAsLongEachUpToABound() {
        fail("xa-cert", 3);

        assertThat(next("xa-cert")).isEqualTo(Duration.ofMillis(250));
        assertThat(next("xa-cert")).isEqualTo(Duration.ofMillis(500));
        assertThat(next("xa-cert")).isEqualTo(Duration.ofSeconds(1));
        fail("xa-cert", 100);
        assertThat(next("xa-cert")).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void otherAccountsAreNotSlowed() {
        fail("xa-cert", 50);

        assertThat(next("xb-cert")).isZero();
    }

    @Test
    void rightPasswordClearsTheAccount() {
        fail("xa-cert", 50);

        slowdown.begin(from("xa-cert"));
        slowdown.end(from("xa-cert"), true);

        assertThat(next("xa-cert")).isZero();
    }

    @Test
    void failuresAreForgottenInTime() {
        fail("xa-cert", 50);

        clock.forward(Duration.ofMinutes(16));

        assertThat(next("xa-cert")).isZero();
    }

    @Test
    void attemptsSideBySideCountAsFailuresToCome() {
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(slowdown.begin(from("xa-cert"))).isZero();
        }

        assertThat(slowdown.begin(from("xa-cert"))).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void onlySoManyAttemptsAtOneAccountMayWait() {
        for (int attempt = 0; attempt < 8; attempt++) {
            slowdown.begin(from("xa-cert"));
        }

        assertThatThrownBy(() -> slowdown.begin(from("xa-cert")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS));
        slowdown.end(from("xa-cert"), false);
        assertThat(slowdown.begin(from("xa-cert"))).isPositive();
    }

    @Test
    void guesserTakesNoPlaceFromTheRightCallerAtAnotherAddress() {
        Source right = new Source("xa-cert", "198.51.100.7");
        for (int attempt = 0; attempt < 8; attempt++) {
            slowdown.begin(from("xa-cert"));
        }

        assertThat(slowdown.begin(right)).isLessThanOrEqualTo(Duration.ofSeconds(8));
        slowdown.end(right, true);
        assertThatThrownBy(() -> slowdown.begin(from("xa-cert"))).isInstanceOf(ProblemException.class);
    }

    @Test
    void tableOfAddressesIsBoundedAndNobodyIsKeptOutByAFullOne() {
        for (int address = 0; address < 10_001; address++) {
            for (int attempt = 0; attempt < 8; attempt++) {
                slowdown.begin(new Source("xa-cert", "address-" + address));
            }
        }

        assertThat(slowdown.begin(new Source("xa-cert", "address-0"))).isPositive();
    }

    @Test
    void tableOfAccountsIsBounded() {
        fail("xa-cert", 50);
        for (int other = 0; other < 10_000; other++) {
            fail("other-" + other, 1);
        }

        assertThat(next("xa-cert")).isZero();
    }
}
