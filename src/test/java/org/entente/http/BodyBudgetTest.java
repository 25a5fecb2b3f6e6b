package org.entente.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.entente.http.BodyOwner.Kind;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private static final BodyOwner OPERATOR = new BodyOwner(Kind.OPERATOR, "curator");
    private static final BodyOwner ONE_PARTNER = new BodyOwner(Kind.PARTNER, "xa-cert");
    private static final BodyOwner OTHER_PARTNER = new BodyOwner(Kind.PARTNER, "xb-cert");
    private static final BodyOwner STRANGER = new BodyOwner(Kind.STRANGER, "");

    private final BodyBudget budget = budget(1000, 4000);

    @Test
    void bodiesTogetherAreBounded() {
        BodyBudget.Share one = budget.open(OPERATOR);

        one.takeOrFail(3500);

        isRefused(OPERATOR, 501);
        isTaken(OPERATOR, 500);
    }

    @Test
    void whatARequestTookIsGivenBackOnce() {
        BodyBudget.Share one = budget.open(ONE_PARTNER);
        BodyBudget.Share other = budget.open(OTHER_PARTNER);
        one.takeOrFail(2000);
        other.takeOrFail(1000);

        one.close();
        one.close();

        isRefused(OTHER_PARTNER, 2001);
        isTaken(ONE_PARTNER, 2000);
    }

    /** As when a sender goes away while what it sent is decoded. */
    @Test
    void requestThatIsOverTakesNothing() {
        BodyBudget.Share gone = budget.open(ONE_PARTNER);
        gone.takeOrFail(10);
        gone.close();

        assertThatThrownBy(() -> gone.takeOrFail(1000)).isInstanceOf(ProblemException.class);

        isTaken(ONE_PARTNER, 2000);
    }

    @Test
    void whatIsRefusedTakesNothing() {
        budget.open(ONE_PARTNER).takeOrFail(2000);
        budget.open(OPERATOR).takeOrFail(1500);

        isRefused(OTHER_PARTNER, 501);

        isTaken(OTHER_PARTNER, 500);
    }

    @Test
    void partnersLeaveAQuarterToOperators() {
        budget.open(ONE_PARTNER).takeOrFail(2000);
        budget.open(OTHER_PARTNER).takeOrFail(1000);

        isRefused(OTHER_PARTNER, 1);
        isTaken(OPERATOR, 1000);
    }

    @Test
    void onePartnerLeavesSomeToOthers() {
        budget.open(ONE_PARTNER).takeOrFail(1500);

        isRefused(ONE_PARTNER, 501);
        isTaken(OTHER_PARTNER, 1000);
    }

    @Test
    void largestBodyOfAPartnerIsTakenAsSentAndAsDecoded() {
        BodyBudget.Share alone = budget(3000, 8000).open(ONE_PARTNER);

        alone.takeOrFail(3000);

        assertThatCode(() -> alone.takeOrFail(3000)).doesNotThrowAnyException();
    }

    @Test
    void strangersTakeLittleAndPartnersLeaveItToThem() {
        budget.open(ONE_PARTNER).takeOrFail(2000);
        budget.open(OTHER_PARTNER).takeOrFail(1000);

        isRefused(STRANGER, 251);
        isTaken(STRANGER, 250);
        isRefused(STRANGER, 1);
    }

    @Test
    void roomForLessThanOneBodyOfAPartnerIsRefusedAtOnce() {
        assertThatThrownBy(() -> budget(1000, 1332)).hasMessageContaining("entente.http.bodies-bytes-max");
        assertThatCode(() -> budget(1000, 1334)).doesNotThrowAnyException();
    }

    private void isTaken(BodyOwner owner, long bytes) {
        assertThatCode(() -> budget.open(owner).takeOrFail(bytes)).doesNotThrowAnyException();
    }

    private void isRefused(BodyOwner owner, long bytes) {
        assertThatThrownBy(() -> budget.open(owner).takeOrFail(bytes)).isInstanceOf(ProblemException.class);
    }

    private static BodyBudget budget(long bodyBytesMax, long bodiesBytesMax) {
        return new BodyBudget(new BodyLimits(bodyBytesMax, bodiesBytesMax));
    }
}
